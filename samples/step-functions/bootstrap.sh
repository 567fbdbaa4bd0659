#!/bin/sh
# The entry point as a Lambda function: each event has its variables, and one event is one piece of a shard, STOP_AFTER long.
# {"exitCode":0} is done, {"exitCode":4} asks to be invoked again; any other code is an error of the invocation.
# https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
set -eu

: "${AWS_LAMBDA_RUNTIME_API:?}" "${STOP_AFTER:?}"
invocations=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation
work=$(mktemp -d)

while :; do
    # An invocation comes when it comes: no time limit.
    curl -sS -D "$work/headers" -o "$work/event" "$invocations/next"
    id=$(tr -d '\r' < "$work/headers" | sed -n 's/^[Ll]ambda-[Rr]untime-[Aa]ws-[Rr]equest-[Ii]d: *//p')

    # NAME='value' of each, with the value quoted for the shell. Names that the entry point does not know are not set.
    code=0
    variables=$(jq -r '{PREFIX, OPTIONS, EXECUTION, USER_POOL_ID, ROLE_ARN, PLAN, SHARD, REQUESTS_PER_SECOND}
        | to_entries[] | "\(.key)=\(.value // "" | tostring | @sh)"' "$work/event") || code=2
    if [ $code = 0 ]; then
        (
            eval "$variables"
            OPTIONS="$OPTIONS --stop-after $STOP_AFTER"
            export PREFIX OPTIONS EXECUTION USER_POOL_ID ROLE_ARN PLAN SHARD REQUESTS_PER_SECOND
            exec "${ENTRYPOINT:-/entrypoint.sh}"
        ) 2> "$work/errors" || code=$?
        cat "$work/errors" >&2
    fi

    case $code in
        0 | 4) curl -sS -o /dev/null -X POST -d "{\"exitCode\":$code}" "$invocations/$id/response" ;;
        *)
            tail -c 2000 "$work/errors" 2> /dev/null | jq -R -s --arg type "ExitCode$code" '{errorType: $type, errorMessage: .}' \
                | curl -sS -o /dev/null -X POST -H "Lambda-Runtime-Function-Error-Type: ExitCode$code" --data-binary @- "$invocations/$id/error"
            ;;
    esac
done

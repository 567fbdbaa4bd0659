#!/bin/sh
# Runs the entry point as a Lambda function. Each event contains its variables. One event processes a shard for STOP_AFTER.
# The answer is {"exitCode":0} if it is done, and {"exitCode":4} if there is more to do. Any other code is an error.
# https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
set -eu

: "${AWS_LAMBDA_RUNTIME_API:?}" "${STOP_AFTER:?}"
invocations=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation
work=$(mktemp -d)

while :; do
    # The next invocation can come at any time, so there is no timeout.
    curl -sS -D "$work/headers" -o "$work/event" "$invocations/next"
    id=$(tr -d '\r' < "$work/headers" | sed -n 's/^[Ll]ambda-[Rr]untime-[Aa]ws-[Rr]equest-[Ii]d: *//p')

    # NAME='value' for each variable, quoted for the shell. Only names that the entry point knows.
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

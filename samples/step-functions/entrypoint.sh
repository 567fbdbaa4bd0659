#!/bin/sh
# One task unlinks one shard of one pool's plan. The journal is stored in S3 in pieces: PREFIX/journals/POOL/SHARD/000001.jsonl and so on. The
# task downloads them first, and uploads what the run adds as the next piece. A piece is only written if it does not exist (If-None-Match). So if
# two tasks have the same shard, one continues at most. The other ends with 6, and what it did is in other-TASK.jsonl next to the pieces.
# Otherwise, the exit code is that of cognito-unlink, except that 5 (done, some refused) becomes 0. It is also 3 if S3 cannot be reached.
set -eu
umask 077

: "${BUCKET:?}" "${PREFIX:?}" "${USER_POOL_ID:?}" "${PLAN:?}" "${SHARD:?}" "${REQUESTS_PER_SECOND:?}"

nothing_started=3
another=6
keep_seconds=${KEEP_SECONDS:-60}
task=$(od -An -N8 -tx1 /dev/urandom | tr -d ' \n')
execution=${EXECUTION:-$task}
work=$(mktemp -d)
export HOME="$work"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' TERM INT
journal=$work/run.jsonl
piece=$work/piece.jsonl
folder=$PREFIX/journals/$USER_POOL_ID/$(printf %s "$SHARD" | tr / -)

# put FILE NAME STATE: 0 done, 1 S3 could not be reached, 2 another task has written this name.
put() {
    if ! answer=$(aws s3api put-object --bucket "$BUCKET" --key "$folder/$2" --body "$1" --if-none-match '*' \
        --metadata "task=$task,execution=$execution,state=$3,time=$(date +%s)" 2>&1 > /dev/null); then
        case $answer in
            *PreconditionFailed*)
                # Or this task has, if the answer was lost and the AWS CLI sent the request again.
                holder=$(aws s3api head-object --bucket "$BUCKET" --key "$folder/$2" --query Metadata.task --output text) || return 1
                [ "$holder" = "$task" ] || return 2
                ;;
            *)
                printf '%s\n' "$answer" >&2
                return 1
                ;;
        esac
    fi
}

# keep STATE: uploads the complete lines that the run has added as the next piece. If the upload fails, the piece stays as it is until it succeeds.
keep() {
    if [ ! -e "$piece" ]; then
        tail -c "+$((kept + 1))" "$journal" > "$work/added" 2> /dev/null || : > "$work/added"
        if [ -n "$(tail -c 1 "$work/added")" ]; then
            sed '$d' "$work/added" > "$piece"
        else
            mv "$work/added" "$piece"
        fi
    fi
    put "$piece" "$(printf %06d "$next").jsonl" "$1" || return
    kept=$((kept + $(wc -c < "$piece")))
    next=$((next + 1))
    rm "$piece"
}

# An empty folder is not an error, but one that cannot be read is: without its journal, the run would not know what is done.
aws s3 cp --only-show-errors "s3://$BUCKET/$PREFIX/$PLAN" "$work/plan.csv" || exit $nothing_started
aws s3 sync --only-show-errors --exclude 'other-*' "s3://$BUCKET/$folder" "$work/pieces" || exit $nothing_started
next=1
for last in "$work"/pieces/*.jsonl; do
    if [ -e "$last" ]; then
        cat "$last" >> "$journal"
        next=$((1$(basename "$last" .jsonl) - 1000000 + 1))
    fi
done
kept=0
[ ! -e "$journal" ] || kept=$(($(wc -c < "$journal")))

# Tasks of one execution follow one another. A task of another execution keeps the shard as long as it uploads pieces.
if [ -e "$last" ]; then
    holder=$(aws s3api head-object --bucket "$BUCKET" --key "$folder/$(basename "$last")" \
        --query '[Metadata.execution,Metadata.state,Metadata.time]' --output text) || exit $nothing_started
    # shellcheck disable=SC2086
    set -- $holder
    if [ "$1" != "$execution" ] && [ "$2" = running ] && [ $(($(date +%s) - $3)) -lt $((5 * keep_seconds)) ]; then
        echo "Nothing was done, because $1 is working on shard $SHARD of $USER_POOL_ID. Stop it, or wait until it ends." >&2
        exit $another
    fi
fi

# An empty piece claims the shard before anything is sent.
begun=0
keep running || begun=$?
if [ $begun = 2 ]; then
    echo "Nothing was done, because another task began shard $SHARD of $USER_POOL_ID at the same time." >&2
    exit $another
fi
[ $begun = 0 ] || exit $nothing_started

# With the pool's region, because the container can be in another one.
set -- unlink --from "$work/plan.csv" --shard "$SHARD" --journal "$journal" --yes \
    --user-pool-id "$USER_POOL_ID" --region "${USER_POOL_ID%%_*}" --requests-per-second "$REQUESTS_PER_SECOND"
# shellcheck disable=SC2086
set -- "$@" ${OPTIONS:-}
if [ -n "${ROLE_ARN:-}" ]; then
    source=EcsContainer
    [ -n "${AWS_CONTAINER_CREDENTIALS_RELATIVE_URI:-}${AWS_CONTAINER_CREDENTIALS_FULL_URI:-}" ] || source=Environment
    {
        printf '[profile pool]\nrole_arn = %s\nrole_session_name = cognito-unlink\ncredential_source = %s\n' "$ROLE_ARN" $source
        [ -z "${EXTERNAL_ID:-}" ] || printf 'external_id = %s\n' "$EXTERNAL_ID"
    } > "$work/config"
    set -- env AWS_CONFIG_FILE="$work/config" cognito-unlink "$@" --profile pool
else
    set -- cognito-unlink "$@"
fi

lost=
interrupted=
# Only once, because an upload can take longer than this.
set_clock() {
    (sleep "$keep_seconds" > /dev/null 2>&1 && kill -USR1 $$ 2> /dev/null) &
    clock=$!
}
# shellcheck disable=SC2317
keep_or_stop() {
    interrupted=1
    [ -z "$lost" ] || return 0
    outcome=0
    keep running || outcome=$?
    if [ "$outcome" = 2 ]; then
        lost=1
        kill -TERM "$run" 2> /dev/null || true
    fi
    set_clock
}

# The journal contains the results. They contain names, so they do not go to the log. Errors are on stderr.
"$@" > /dev/null &
run=$!
trap 'interrupted=1; kill -TERM "$run" 2> /dev/null || true' TERM INT
trap keep_or_stop USR1
set_clock

# A signal ends the wait, but not the run. 127: its exit code is already known.
code=127
while :; do
    interrupted=
    waited=0
    wait "$run" || waited=$?
    [ $waited = 127 ] || code=$waited
    [ -n "$interrupted" ] || break
done
trap '' USR1
kill "$clock" 2> /dev/null || true
[ $code != 5 ] || code=0

for pause in 0 2 10 30; do
    sleep "$pause"
    if [ -z "$lost" ]; then
        outcome=0
        # A piece whose upload failed goes first.
        if [ -e "$piece" ]; then
            keep running || outcome=$?
        fi
        if [ "$outcome" = 0 ]; then
            keep ended || outcome=$?
        fi
        if [ "$outcome" = 0 ]; then
            exit $code
        fi
        [ "$outcome" != 2 ] || lost=1
    fi
    if [ -n "$lost" ]; then
        [ -e "$journal" ] || : > "$journal"
        if put "$journal" "other-$task.jsonl" ended; then
            echo "Another task has taken over shard $SHARD of $USER_POOL_ID. The journal of this one is s3://$BUCKET/$folder/other-$task.jsonl." >&2
            exit $another
        fi
    fi
done
echo "The journal could not be uploaded to s3://$BUCKET/$folder. Its last lines are lost with this container. Only the users themselves show what was done." >&2
exit $nothing_started

#!/bin/sh
# One task: unlinks one shard of one pool's plan. Its journal lies in S3 in pieces, PREFIX/journals/POOL/SHARD/000001.jsonl and so on. They are
# fetched first, and what the run adds goes up as the next piece. A piece is put only where there is none (If-None-Match), so of two tasks with
# the same shard one at most goes on: the other ends with 6, and what it did is in other-TASK.jsonl beside the pieces.
# Otherwise the exit code is that of cognito-unlink, but for 5 (done, some refused), which is 0 here; 3 also when S3 cannot be reached.
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

# put FILE NAME STATE: 0 done, 1 S3 could not be reached, 2 another task's is there.
put() {
    if ! told=$(aws s3api put-object --bucket "$BUCKET" --key "$folder/$2" --body "$1" --if-none-match '*' \
        --metadata "task=$task,execution=$execution,state=$3,time=$(date +%s)" 2>&1 > /dev/null); then
        case $told in
            *PreconditionFailed*)
                # Or our own, if the answer to it was lost and the AWS CLI asked again.
                holder=$(aws s3api head-object --bucket "$BUCKET" --key "$folder/$2" --query Metadata.task --output text) || return 1
                [ "$holder" = "$task" ] || return 2
                ;;
            *)
                printf '%s\n' "$told" >&2
                return 1
                ;;
        esac
    fi
}

# keep STATE: puts the whole lines that the run has added as the next piece. One that could not be put stays as it is until it was.
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

# An empty folder is no error, one that cannot be read is: without its journal the run would not know what was done.
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

# Tasks of one execution follow one another. Another execution's is left alone while it puts pieces.
if [ -e "$last" ]; then
    holder=$(aws s3api head-object --bucket "$BUCKET" --key "$folder/$(basename "$last")" \
        --query '[Metadata.execution,Metadata.state,Metadata.time]' --output text) || exit $nothing_started
    # shellcheck disable=SC2086
    set -- $holder
    if [ "$1" != "$execution" ] && [ "$2" = running ] && [ $(($(date +%s) - $3)) -lt $((5 * keep_seconds)) ]; then
        echo "$1 works on shard $SHARD of $USER_POOL_ID. Nothing was done. Stop it, or wait until it has ended." >&2
        exit $another
    fi
fi

# An empty piece says that the shard is taken, before anything is sent.
begun=0
keep running || begun=$?
if [ $begun = 2 ]; then
    echo "Another task began shard $SHARD of $USER_POOL_ID at the same time. Nothing was done." >&2
    exit $another
fi
[ $begun = 0 ] || exit $nothing_started

# The region is said, since that of the container may be another.
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
# Rings once: a put may take longer than its time.
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

# Results are in the journal; the log need not hold everybody's name. What fails is told on stderr.
"$@" > /dev/null &
run=$!
trap 'interrupted=1; kill -TERM "$run" 2> /dev/null || true' TERM INT
trap keep_or_stop USR1
set_clock

# A signal ends the wait, not the run. 127: its end was told before.
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
        # A piece that could not be put before goes first.
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
            echo "Another task took shard $SHARD of $USER_POOL_ID over. What this one did until then is in s3://$BUCKET/$folder/other-$task.jsonl." >&2
            exit $another
        fi
    fi
done
echo "The journal could not be kept in s3://$BUCKET/$folder. Its last lines are lost with this container; the users say what was done." >&2
exit $nothing_started

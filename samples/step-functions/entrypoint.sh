#!/bin/sh
# One task of the state machine: unlinks one shard of one pool's plan. The journal is fetched first, copied to S3 while it grows, and
# at the end. The exit code is that of cognito-unlink; 3 also when S3 cannot be reached, so that the state machine tries again.
set -eu

: "${BUCKET:?}" "${PREFIX:?}" "${USER_POOL_ID:?}" "${PLAN:?}" "${SHARD:?}" "${REQUESTS_PER_SECOND:?}"

nothing_started=3
work=$(mktemp -d)
journals="s3://$BUCKET/$PREFIX/journals/$USER_POOL_ID/$(printf %s "$SHARD" | tr / -)"

keep_journal() {
    aws s3 sync --only-show-errors --exclude '*' --include run.jsonl "$work/journal" "$journals"
}

mkdir "$work/journal"
aws s3 cp --only-show-errors "s3://$BUCKET/$PREFIX/$PLAN" "$work/plan.csv" || exit $nothing_started
# An empty folder is no error, a folder that cannot be read is: without its journal the run would begin a new one over it.
aws s3 sync --only-show-errors "$journals" "$work/journal" || exit $nothing_started

# The region is said, since that of the container may be another.
set -- unlink --from "$work/plan.csv" --shard "$SHARD" --journal "$work/journal/run.jsonl" --yes \
    --user-pool-id "$USER_POOL_ID" --region "${USER_POOL_ID%%_*}" --requests-per-second "$REQUESTS_PER_SECOND"
if [ -n "${ROLE_ARN:-}" ]; then
    printf '[profile pool]\nrole_arn = %s\nrole_session_name = cognito-unlink\ncredential_source = EcsContainer\n' "$ROLE_ARN" > "$work/config"
    set -- env AWS_CONFIG_FILE="$work/config" cognito-unlink "$@" --profile pool
else
    set -- cognito-unlink "$@"
fi

# Results are in the journal; the log need not hold everybody's name. What fails is told on stderr.
"$@" > /dev/null &
run=$!
trap 'kill -TERM "$run" 2> /dev/null || true' TERM INT
(
    while sleep "${KEEP_SECONDS:-300}" > /dev/null 2>&1; do
        keep_journal || true
    done
) &
keeper=$!

# A signal ends the wait, not the run, which first lets go what is in flight.
code=0
wait "$run" || code=$?
while kill -0 "$run" 2> /dev/null; do
    code=0
    wait "$run" || code=$?
done
kill "$keeper" 2> /dev/null || true

for pause in 0 2 10 30; do
    sleep "$pause"
    if keep_journal; then
        exit "$code"
    fi
done
echo "The journal could not be copied to $journals." >&2
exit $nothing_started

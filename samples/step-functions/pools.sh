#!/bin/sh
# Writes the manifest for an organization: a row for each shard of each pool that has the provider, in all active accounts or in the given ones.
#
#   pools.sh --provider Okta --region eu-west-1 --region us-east-1 [--external-id WORD] [--plans FOLDER] [ACCOUNT...] > manifest.csv
#
# --role NAME               the role from member-role.yaml, which is assumed in each account; the default is CognitoUnlink
# --shards N                shards for each pool; the default is 1
# --requests-per-second R   for all rows of one account and region together; the default is 15
# --plans FOLDER            also lists each pool with cognito-unlink, and writes FOLDER/POOL.csv
#
# Needs sts:AssumeRole for that role, and organizations:ListAccounts unless you give accounts. If something cannot be read, it is reported,
# and the exit code is 1.
set -eu
umask 077
export AWS_PAGER=

usage() {
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 2
}

provider='' role=CognitoUnlink external_id='' regions='' shards=1 rate=15 plans=''
while [ $# -gt 0 ]; do
    case $1 in
        --provider) provider=${2:-} ;;
        --role) role=${2:-} ;;
        --external-id) external_id=${2:-} ;;
        --region) regions="$regions ${2:-}" ;;
        --shards) shards=${2:-} ;;
        --requests-per-second) rate=${2:-} ;;
        --plans) plans=${2:-} ;;
        -*) usage ;;
        *) break ;;
    esac
    shift 2 || usage
done
if [ -z "$provider" ] || [ -z "$regions" ] || [ "$shards" -lt 1 ]; then
    usage
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
missing=0
report() {
    echo "$1" >&2
    missing=$((missing + 1))
}

if [ $# = 0 ]; then
    # shellcheck disable=SC2016,SC2046
    set -- $(aws organizations list-accounts --query 'Accounts[?Status==`ACTIVE`].Id' --output text)
fi
partition=$(aws sts get-caller-identity --query Arn --output text | cut -d : -f 2)

echo account,region,userPoolId,roleArn,plan,shard,requestsPerSecond
for account in "$@"; do
    role_arn=arn:$partition:iam::$account:role/$role
    if ! keys=$(aws sts assume-role --role-arn "$role_arn" --role-session-name cognito-unlink-pools ${external_id:+--external-id "$external_id"} \
        --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text); then
        report "$account: $role_arn cannot be assumed."
        continue
    fi
    # Runs a command with the role's keys.
    as_role() {
        printf '%s\n' "$keys" | {
            IFS='	' read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
            export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
            unset AWS_PROFILE
            "$@" < /dev/null
        }
    }

    for region in $regions; do
        : > "$work/pools"
        if ! pools=$(as_role aws cognito-idp list-user-pools --max-results 60 --region "$region" --query 'UserPools[].Id' --output text); then
            report "$account, $region: the pools cannot be listed."
            continue
        fi
        for pool in $pools; do
            case $pool in None) continue ;; esac
            if ! names=$(as_role aws cognito-idp list-identity-providers --user-pool-id "$pool" --region "$region" --query 'Providers[].ProviderName' --output text); then
                report "$account, $pool: the providers cannot be listed."
            elif printf '%s\n' "$names" | tr '\t' '\n' | grep -Fxq -e "$provider"; then
                if [ -n "$plans" ] && ! as_role cognito-unlink list --user-pool-id "$pool" --region "$region" --provider "$provider" --output csv > "$plans/$pool.csv"; then
                    rm -f "$plans/$pool.csv"
                    report "$account, $pool: the identities cannot be listed."
                    continue
                fi
                echo "$pool" >> "$work/pools"
            fi
        done

        # All rows for one account and region share its quota.
        each=$(awk -v rate="$rate" -v shards="$shards" 'END { if (NR) printf "%.4g", rate / (NR * shards) }' "$work/pools")
        while read -r pool; do
            shard=1
            while [ "$shard" -le "$shards" ]; do
                echo "$account,$region,$pool,$role_arn,plans/$pool.csv,$shard/$shards,$each"
                shard=$((shard + 1))
            done
        done < "$work/pools"
    done
done
if [ $missing -gt 0 ]; then
    echo "The manifest is incomplete: $missing could not be read." >&2
    exit 1
fi

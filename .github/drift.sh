#!/usr/bin/env bash
# Fails where a stack whose name begins with $1 is no longer as it was deployed, and says what differs.
set -euo pipefail
beginning=${1:?the beginning of the names of the stacks}

stacks=$(aws cloudformation describe-stacks \
    --query "Stacks[?starts_with(StackName, '$beginning')].StackName" --output text)
[ -n "$stacks" ] || { echo "There is no stack whose name begins with $beginning." >&2; exit 1; }

drifted=0
for stack in $stacks; do
    detection=$(aws cloudformation detect-stack-drift --stack-name "$stack" --output text \
        --query StackDriftDetectionId)
    while :; do
        read -r progress result < <(aws cloudformation describe-stack-drift-detection-status --output text \
            --stack-drift-detection-id "$detection" --query '[DetectionStatus, StackDriftStatus]')
        [ "$progress" = DETECTION_IN_PROGRESS ] || break
        sleep 5
    done
    echo "$stack: $result ($progress)"
    if [ "$progress" != DETECTION_COMPLETE ] || [ "$result" != IN_SYNC ]; then
        drifted=1
        aws cloudformation describe-stack-resource-drifts --stack-name "$stack" --output table \
            --stack-resource-drift-status-filters MODIFIED DELETED \
            --query 'StackResourceDrifts[].[LogicalResourceId, StackResourceDriftStatus]'
    fi
done
exit "$drifted"

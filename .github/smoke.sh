#!/usr/bin/env bash
# Asks a deployed platform what can be asked without an account, and fails at the first wrong answer. $1: where it is.
set -euo pipefail
url=${1:?the address of the API}
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

expect() {
    local wanted=$1 holds=$2 path=$3 status
    shift 3
    # What was just deployed may need a moment to start.
    for attempt in 1 2 3 4 5; do
        status=$(curl -s -o "$answer" -w '%{http_code}' --max-time 30 "$@" "$url$path") || status=none
        if [ "$status" = "$wanted" ] && grep -q "$holds" "$answer"; then
            echo "ok   $path $status"
            return
        fi
        sleep $((attempt * 2))
    done
    echo "FAIL $path: $status instead of $wanted with $holds:" >&2
    head -c 500 "$answer" >&2
    exit 1
}

expect 200 '"status":"ok"' /healthz
expect 200 '"/v1/orders"' /openapi/v1.json
expect 401 UNAUTHENTICATED /v1/orders
expect 401 UNAUTHENTICATED /v1/orders -X POST -H 'Content-Type: application/json' -H 'Idempotency-Key: smoke' -d '{}'
expect 401 UNAUTHENTICATED /v1/risk/status -H 'Authorization: Bearer not-a-token'

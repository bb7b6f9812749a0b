#!/usr/bin/env bash
# Every case of hostile input: no panic, no abort, no write outside, no hang, nothing live.
# tests/corpora/hostile-changed.tsv lists the expectations that are ours, each with its reason.
set -euo pipefail
groundplan=$1 shared=$2 work=$3
here="$(cd "$(dirname "$0")" && pwd)"
python3 "$shared/tools/abuse/make_hostile.py" "$work/hostile"
python3 "$here/hostile_expectations.py" "$work/hostile/cases.tsv" "$here/hostile-changed.tsv"
python3 "$shared/tools/abuse/run_hostile.py" "$work/hostile" -- "$groundplan" build | tee "$work/hostile.log" | grep -v '^PASS' || true
tail -1 "$work/hostile.log" | grep -q ' 0 failed'

#!/usr/bin/env bash
# Attacks on a running preview: nothing may be read that is not the site's, nothing may stop it.
set -euo pipefail
groundplan=$1 shared=$2 work=$3
root="$(cd "$(dirname "$0")/../.." && pwd)"
"$groundplan" serve --root "$root" --port 0 --cache-dir "$work/serve-cache" >"$work/serve.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
for _ in $(seq 100); do
  port="$(grep -oE 'http://127\.0\.0\.1:[0-9]+' "$work/serve.log" | head -1 | grep -oE '[0-9]+$' || true)"
  [ -n "$port" ] && break
  sleep 0.1
done
[ -n "$port" ] || { echo "the preview did not start"; cat "$work/serve.log"; exit 1; }
python3 "$shared/tools/abuse/preview_abuse.py" --help >/dev/null
python3 "$shared/tools/abuse/preview_abuse.py" --port "$port" --pid "$server" | tee "$work/attacks.log" | tail -40

#!/usr/bin/env bash
# Attacks on a running preview: nothing may be read that is not the site's, nothing may stop it.
# Every check must pass, the SHOULD ones too.
set -euo pipefail
groundplan=$1 shared=$2 work=$3
root="$(cd "$(dirname "$0")/../.." && pwd)"
site="$work/attacked/site"
mkdir -p "$site"
cp -r "$root/content" "$root/groundplan.toml" "$site"
"$groundplan" serve --root "$site" --port 0 --cache-dir "$work/serve-cache" >"$work/serve.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
base=
for _ in $(seq 100); do
  base="$(grep -oE 'http://127\.0\.0\.1:[0-9]+' "$work/serve.log" | head -1 || true)"
  [ -n "$base" ] && break
  sleep 0.1
done
[ -n "$base" ] || { echo "the preview did not start"; cat "$work/serve.log"; exit 1; }
python3 "$shared/tools/abuse/preview_abuse.py" "$base" "$site/content" --pid "$server" >"$work/attacks.log" || true
grep -E '^FAIL' "$work/attacks.log" || true
tail -1 "$work/attacks.log"
tail -1 "$work/attacks.log" | grep -q ' 0 failed'

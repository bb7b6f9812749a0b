#!/usr/bin/env bash
# The same source gives the same bytes for any number of threads, locale and time zone. What speaks of
# today (columns of the roadmap, coming events) follows `--today`, and no other clock.
set -euo pipefail
groundplan=$1 shared=$2 work=$3
root="$(cd "$(dirname "$0")/../.." && pwd)"
sum() { (cd "$1" && find . -type f | LC_ALL=C sort | xargs -d '\n' sha256sum | sha256sum); }
build() { # name, environment...
  local name=$1
  shift
  env "$@" "$groundplan" build --root "$root" --today 2026-11-20 --quiet --cache-dir "$work/cache-$name" --output "$work/out-$name" 2>/dev/null || true
  sum "$work/out-$name"
}
first=$(build a RAYON_NUM_THREADS=1 LC_ALL=C TZ=UTC)
for other in "RAYON_NUM_THREADS=2 LC_ALL=tr_TR.UTF-8 TZ=Pacific/Kiritimati" "RAYON_NUM_THREADS=9 LC_ALL=de_DE.UTF-8 TZ=America/Los_Angeles" "SOURCE_DATE_EPOCH=1900000000"; do
  # shellcheck disable=SC2086
  [ "$first" = "$(build b $other)" ] || { echo "not the same bytes with $other"; exit 1; }
  rm -rf "$work/out-b" "$work/cache-b"
done
[ -n "$first" ] && [ "$(find "$work/out-a" -name '*.html' | wc -l)" -gt 50 ]
echo "the same bytes"

#!/usr/bin/env bash
# Builds generated sites of 1,000 and 10,000 pages. A second build writes nothing, a build without
# the cache is the same bytes. Prints what it took; asserts no time.
set -euo pipefail
groundplan=$1 shared=$2 work=$3
sum() { (cd "$1" && find . -type f | LC_ALL=C sort | xargs -d '\n' sha256sum | sha256sum); }
for pages in 1000 10000; do
  python3 "$shared/tools/bench/make_corpus.py" --pages "$pages" --out "$work/$pages" >/dev/null
  site="$work/$pages/plain"
  code=0
  "$groundplan" build --root "$site" --timings 2>"$work/log" | tail -1 || code=$?
  [ "$code" -le 1 ] || { tail -3 "$work/log"; exit 1; }
  first=$(sum "$site/public")
  again=$("$groundplan" build --root "$site" 2>/dev/null | tail -1) || true
  echo "$again"
  case "$again" in *": 0 written"*) ;; *) echo "a build of nothing new wrote files"; exit 1 ;; esac
  rm -rf "$site/public" "$site/.groundplan"
  "$groundplan" build --root "$site" --quiet 2>/dev/null || true
  [ "$first" = "$(sum "$site/public")" ] || { echo "not the same bytes"; exit 1; }
done

#!/usr/bin/env bash
# A disk that fills up and builds that are killed: the old site stays whole, the next build is
# as if nothing had happened.
set -euo pipefail
groundplan=$1 work=$2
sum() { (cd "$1" && find . -type f ! -path './.groundplan-stage/*' | LC_ALL=C sort | xargs -d '\n' sha256sum | sha256sum); }
site="$work/disk"
mkdir -p "$site/content"
page() { printf '+++\ntitle = "Page %s"\n+++\n# Text\n\n%s\n' "$1" "$2"; }
for n in $(seq 300); do page "$n" "first" >"$site/content/p$n.md"; done
"$groundplan" build --root "$site" --quiet --output "$work/disk-old"
old=$(sum "$work/disk-old")
for n in $(seq 300); do page "$n" "second $(head -c 2000 /dev/zero | tr '\0' x)" >"$site/content/p$n.md"; done
"$groundplan" build --root "$site" --quiet --output "$work/disk-new"
new=$(sum "$work/disk-new")

# Killed at many moments: every file is one of the two, and the next build is the new site.
for delay in 0.000 0.004 0.008 0.012 0.016 0.020 0.030 0.040 0.060 0.080; do
  rm -rf "$work/kill" "$site/.groundplan"
  cp -r "$work/disk-old" "$work/kill"
  "$groundplan" build --root "$site" --quiet --output "$work/kill" &
  child=$!
  sleep "$delay"
  kill -9 "$child" 2>/dev/null || true
  wait "$child" 2>/dev/null || true
  while IFS= read -r file; do
    cmp -s "$work/kill/$file" "$work/disk-old/$file" || cmp -s "$work/kill/$file" "$work/disk-new/$file" ||
      { echo "half a file after a kill: $file"; exit 1; }
  done < <(cd "$work/kill" && find . -type f ! -path './.groundplan-stage/*')
  "$groundplan" build --root "$site" --quiet --output "$work/kill"
  [ "$(sum "$work/kill")" = "$new" ] || { echo "a build after a kill is another site"; exit 1; }
done
echo "killed ten times, never half a file"

# Room for the old site and a little more.
room=$(($(du -sk "$work/disk-old" | cut -f1) + 1024))
if [ "$(id -u)" = 0 ] && mkdir -p "$work/small" && mount -t tmpfs -o "size=${room}k" tmpfs "$work/small" 2>/dev/null; then
  trap 'umount "$work/small" 2>/dev/null || true' EXIT
  cp -r "$work/disk-old" "$work/small/out"
  head -c "${room}K" /dev/zero >"$work/small/filler" 2>/dev/null || true
  code=0
  "$groundplan" build --root "$site" --output "$work/small/out" >"$work/full.log" 2>&1 || code=$?
  [ "$code" = 1 ] || { echo "exit code $code on a full disk"; cat "$work/full.log"; exit 1; }
  grep -q "free some space" "$work/full.log" || { echo "no advice:"; cat "$work/full.log"; exit 1; }
  [ "$(sum "$work/small/out")" = "$old" ] || { echo "the old site is not whole on a full disk"; exit 1; }
  rm "$work/small/filler"
  echo "a full disk: $(grep -m1 error "$work/full.log")"
else
  echo "no small disk could be made here: a full disk is tested by injected faults only"
fi

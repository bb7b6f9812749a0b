#!/usr/bin/env bash
# Builds 282 pages that others wrote, for another generator, without an edit. Every page must be
# there, and every section page in its folder's place; findings are allowed, panics are not.
set -euo pipefail
groundplan=$1 shared=$2 work=$3
docs="$shared/corpora/nais-docs/docs"
site="$work/nais"
mkdir -p "$site"
cp -r "$docs" "$site/content"
chmod -R u+w "$site"
printf 'title = "Nais"\n[markdown]\nmaterial = true\n' >"$site/groundplan.toml"
code=0
"$groundplan" build --root "$site" --quiet 2>"$work/nais.log" || code=$?
[ "$code" -le 1 ] || { echo "exit code $code"; tail -5 "$work/nais.log"; exit 1; }
! grep -q "itself has a mistake" "$work/nais.log" || { cat "$work/nais.log"; exit 1; }
lost=0
while IFS= read -r file; do
  page="${file%.md}"
  case "$page" in
    README) page="" ;;
    */README) page="${page%/README}" ;;
    index) page="" ;;
    */index) page="${page%/index}" ;;
  esac
  page="$(printf '%s' "$page" | tr 'A-Z_ ' 'a-z--')"
  out="$site/public/${page:+$page/}index.html"
  [ -s "$out" ] || { echo "lost: $file"; lost=1; }
done < <(cd "$docs" && find . -name '*.md' | sed 's|^\./||')
[ "$lost" = 0 ]
pages=$(cd "$docs" && find . -name '*.md' | wc -l)
echo "$pages pages, none lost; $(tail -1 "$work/nais.log")"

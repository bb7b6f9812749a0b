#!/usr/bin/env bash
# mike, which many sites publish their versions with, and Groundplan on one branch: each lists what the
# other published, and what Groundplan recorded survives what mike does.
#
# mike.sh GROUNDPLAN WORK
set -euo pipefail
groundplan="$1"
work="$2/mike"
source="$(cd "$(dirname "$0")/../versions/site" && pwd)"
rm -rf "$work"
mkdir -p "$work"
cp -R "$source" "$work/source"
fail() { echo "mike: $*"; exit 1; }

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet 'mike==2.2.*'
export PATH="$work/venv/bin:$PATH"
export GIT_AUTHOR_NAME=mike GIT_AUTHOR_EMAIL=mike@example.org GIT_COMMITTER_NAME=mike GIT_COMMITTER_EMAIL=mike@example.org

# A repository that mike can deploy from, with what Groundplan published on its branch.
git init --quiet --initial-branch=main "$work/site"
cd "$work/site"
printf 'site_name: Quay\n' > mkdocs.yml
mkdir docs
echo '# Of mike' > docs/index.md
git add . && git commit --quiet --message 'A site of mike'
"$groundplan" build --all --root "$work/source" --output "$work/built" > /dev/null
git checkout --quiet --orphan gh-pages
git rm --quiet -r --force .
cp -R "$work/built/." .
git add --all --force . && git commit --quiet --message 'Published by Groundplan'
git checkout --quiet main

listed() { git show gh-pages:versions.json | python3 -c '
import json, sys
for entry in json.load(sys.stdin):
    own = entry.get("properties", {}).get("groundplan", {})
    print(entry["version"], entry["title"].replace(" ", "_"), ",".join(sorted(entry["aliases"])) or "-", own.get("supported_until", "-"), own.get("tree", "-")[:8])
'; }
# Whether the list has this line.
holds() { grep -qx "$1" <<< "$(listed)"; }
names() { mike list --json | python3 -c 'import json, sys; print(*sorted(entry["version"] for entry in json.load(sys.stdin)))'; }

[ "$(names)" = "1.0 2.0 2.1 next" ] || fail "it does not list what we published: $(mike list)"
grep -q '^2\.1 \[latest\]' <<< "$(mike list latest)" || fail "it does not know our alias"
grep -q 'Move to 2.0' <<< "$(mike props 1.0 groundplan.note)" || fail "it does not read our properties"
tree="$(git show gh-pages:versions.json | python3 -c 'import json, sys; print({entry["version"]: entry["properties"]["groundplan"]["tree"] for entry in json.load(sys.stdin)}["2.0"][:8])')"

# Everything that mike can do to a list.
mike alias --alias-type copy 2.0 lts
mike retitle 2.0 'Two'
holds "2.0 Two lts 2099-12-31 $tree" || fail "an alias and a title cost our properties: $(listed)"
mike alias --update-aliases --alias-type copy 2.0 latest
holds "2.0 Two latest,lts 2099-12-31 $tree" || fail "a moved alias costs our properties: $(listed)"
mike delete 1.0
[ "$(names)" = "2.0 2.1 next" ] || fail "it does not delete what we published"
holds "2.0 Two latest,lts 2099-12-31 $tree" || fail "a deletion costs our properties: $(listed)"
mike deploy --alias-type copy 3.0 edge 2> /dev/null
holds "2.0 Two latest,lts 2099-12-31 $tree" || fail "a deployment costs our properties: $(listed)"
[ "$(names)" = "2.0 2.1 3.0 next" ] || fail "it does not deploy beside us"
for path in 2.1/index.html _a versions/index.html roadmap/index.html; do
  git cat-file -e "gh-pages:$path" || fail "$path is gone"
done

# And we list what it published.
"$groundplan" versions list "git:$work/site#gh-pages" > "$work/list.txt"
for version in 2.0 2.1 3.0 next; do
  grep -q "^ *$version\b" "$work/list.txt" || fail "we do not list $version: $(cat "$work/list.txt")"
done
echo "mike $(mike --version | sed 's/mike //'): lists, aliases, retitles, deletes and deploys beside what we published"

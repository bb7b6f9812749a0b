#!/usr/bin/env bash
# Reads every feed and every calendar of the demo with libraries of others (feedparser, icalendar),
# and builds it on another day and with one news item more: what was there keeps its ids.
set -euo pipefail
groundplan=$1 work=$2
here="$(cd "$(dirname "$0")" && pwd)"
python3 -m venv "$work/readers"
"$work/readers/bin/pip" install --quiet --disable-pip-version-check feedparser==6.0.14 icalendar==7.3.2

site="$work/feeds-site"
mkdir -p "$site"
cp -R "$here/../../content" "$site/"
printf 'title = "Harbor Platform"\n' >"$site/groundplan.toml"
build() { "$groundplan" build --root "$site" --output "$1" --base-url https://platform.example.org/ --today "$2" --quiet >/dev/null; }
build "$work/feeds-1" 2026-11-20
cat >"$site/content/news/2026-11-21-one-more.md" <<'NEWS'
+++
title = "One more"
kind = "new"
services = ["postgres"]
+++
It is the newest.
NEWS
build "$work/feeds-2" 2026-11-22
"$work/readers/bin/python" "$here/feeds.py" "$work/feeds-1" "$work/feeds-2"

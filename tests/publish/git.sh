#!/usr/bin/env bash
# Publishing to a branch of git, with the program itself: killed at every call of git, many at once, over a
# connection that is cut, and as small as it is said to be.
#
#   git.sh PROGRAM WORK
set -euo pipefail
groundplan="$1" work="$2/git-target"
here="$(cd "$(dirname "$0")" && pwd)"
git="$(command -v git)"
rm -rf "$work" && mkdir -p "$work/home" "$work/bin"
export HOME="$work/home" GIT_CONFIG_NOSYSTEM=1 SOURCE_DATE_EPOCH=1768003200
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
git config --global user.name Tester
git config --global user.email tester@example.org
git config --global init.defaultBranch main
git config --global advice.detachedHead false

say() { printf '   %s\n' "$*"; }
fail() { printf '   FAILED: %s\n' "$*"; exit 1; }
children=()
trap 'for one in "${children[@]}"; do kill "$one" 2>/dev/null || true; done' EXIT

# A bare repository that answers as the hosts do.
bare() {
  git init --quiet --bare "$1"
  git -C "$1" config uploadpack.allowFilter true
}

# The site: three versions in folders, and what is evergreen.
site() {
  mkdir -p "$1/content/guides"
  cat >"$1/groundplan.toml" <<'T'
title = "Harbor"
base_url = "https://harbor.example.org/"
[versions]
source = "none"
T
  printf -- '---\ntitle: Home\n---\n\nWelcome.\n' >"$1/content/index.md"
  printf -- '---\ntitle: Guides\n---\n\nHow to do things.\n' >"$1/content/guides/index.md"
  printf -- '---\ntitle: Restore\n---\n\nEdition %s.\n' "$2" >"$1/content/guides/restore.md"
  git init --quiet "$1"
  git -C "$1" add -A
  GIT_COMMITTER_DATE="$((1767000000 + ${3:-0})) +0000" GIT_AUTHOR_DATE="1767000000 +0000" \
    git -C "$1" commit --quiet -m "edition $2"
}

# All files of the branch with the ids of their contents; what publishing keeps for itself has times in it.
files() { git -C "$1" ls-tree -r gh-pages | grep -v $'\t_p/' || true; }
publish() { "$groundplan" --root "$1" publish --quiet "${@:3}" "git:$2#gh-pages"; }

site "$work/one" 1 1
site "$work/two" 2 2

# -- The same twice writes nothing ---------------------------------------------------------------------------
bare "$work/target.git"
publish "$work/one" "$work/target.git" --version 1.0
first="$(git -C "$work/target.git" rev-parse gh-pages)"
publish "$work/one" "$work/target.git" --version 1.0
[ "$(git -C "$work/target.git" rev-parse gh-pages)" = "$first" ] || fail "unchanged, and yet there is a commit"
say "published again unchanged: no commit"

# -- Killed at every call ------------------------------------------------------------------------------------
# Stands before git on the PATH, counts, and kills the program that calls it at one call: before it, or, at
# every second one and at each push, after it.
cat >"$work/bin/git" <<T
#!/bin/sh
count=\$((\$(cat "\$COUNT" 2>/dev/null || echo 0) + 1))
echo \$count >"\$COUNT"
if [ "\$count" = "\${KILL_AT:-0}" ]; then
  case "\$((count % 2)) \$*" in
    0*|*\ push\ *) "$git" "\$@" >/dev/null 2>&1 </dev/null ;;
  esac
  kill -9 \$PPID
  exit 1
fi
exec "$git" "\$@"
T
chmod +x "$work/bin/git"
counted() { COUNT="$1/count" KILL_AT="$2" PATH="$work/bin:$PATH" publish "${@:3}" --cache-dir "$1/cache"; }

LANES=4
killed() { # LANE NAME SITE CALLS ARGUMENTS...: every call of this lane, in a folder of its own
  local lane="$1" name="$2" site="$3" calls="$4" place="$work/lane$1" k now
  shift 4
  for k in $(seq "$((lane + 1))" "$LANES" "$calls"); do
    rm -rf "$place" && mkdir "$place"
    cp -r "$work/before.git" "$place/killed.git"
    counted "$place" "$k" "$site" "$place/killed.git" "$@" >/dev/null 2>&1 || true
    now="$(files "$place/killed.git" 2>/dev/null || true)"
    [ "$now" = "$old" ] || [ "$now" = "$new" ] ||
      fail "$name: killed at call $k of $calls, the site is neither the old one nor the new one"
    publish "$site" "$place/killed.git" "$@" --cache-dir "$place/cache"
    [ "$(files "$place/killed.git")" = "$new" ] || fail "$name: killed at call $k, running again gives other bytes"
    git -C "$place/killed.git" fsck --no-progress >/dev/null 2>&1 || fail "$name: the repository is damaged"
  done
}

sweep() { # NAME SITE ARGUMENTS...: the target is a copy of $work/before.git
  local name="$1" site="$2" old new calls lane lanes=()
  shift 2
  old="$(files "$work/before.git" 2>/dev/null || true)"
  rm -rf "$work/goal" && mkdir "$work/goal"
  cp -r "$work/before.git" "$work/goal/killed.git"
  counted "$work/goal" 0 "$site" "$work/goal/killed.git" "$@"
  calls="$(cat "$work/goal/count")"
  new="$(files "$work/goal/killed.git")"
  [ "$old" != "$new" ] || fail "$name: nothing was published"
  for lane in $(seq 0 "$((LANES - 1))"); do
    killed "$lane" "$name" "$site" "$calls" "$@" &
    lanes+=("$!")
  done
  for lane in "${lanes[@]}"; do wait "$lane" || fail "$name: see above"; done
  rm -rf "$work/goal" "$work"/lane*
  say "$name: killed at each of $calls calls: the old site or the new one, and again the same bytes"
}
rm -rf "$work/before.git" && bare "$work/before.git"
sweep "the first version" "$work/one" --version 1.0
cp -r "$work/target.git/." "$work/before.git"
sweep "one version more" "$work/two" --version 2.0

# -- A push of differences that fails ------------------------------------------------------------------------
mkdir "$work/thick"
cat >"$work/thick/git" <<T
#!/bin/sh
case " \$* " in *" --thin "*) echo "fatal: bad object" >&2; exit 128 ;; esac
exec "$git" "\$@"
T
chmod +x "$work/thick/git"
cp -r "$work/before.git" "$work/thick.git"
PATH="$work/thick:$PATH" publish "$work/two" "$work/thick.git" --version 2.0
git -C "$work/thick.git" show gh-pages:2.0/guides/restore/index.html | grep -q "Edition 2\." ||
  fail "a push that cannot send differences sends nothing"
say "where differences cannot be sent, everything is sent whole"

# -- Many at once --------------------------------------------------------------------------------------------
bare "$work/many.git"
jobs=()
for number in 1 2 3 4 5 6 7 8; do
  site "$work/many$number" "$number" "$number"
  publish "$work/many$number" "$work/many.git" --version "$number.0" &
  jobs+=("$!")
done
for job in "${jobs[@]}"; do wait "$job" || fail "a publisher of eight ended with $?"; done
for number in 1 2 3 4 5 6 7 8; do
  git -C "$work/many.git" show "gh-pages:$number.0/guides/restore/index.html" | grep -q "Edition $number\." ||
    fail "version $number.0 of eight is lost"
done
[ "$(git -C "$work/many.git" show gh-pages:versions.json | grep -c '"version"')" = 8 ] || fail "not all eight are listed"
say "eight publishers of eight versions at once: all are listed, each with its own bytes"

bare "$work/same.git"
publish "$work/one" "$work/same.git" --version 1.0 & a=$!
publish "$work/two" "$work/same.git" --version 1.0 & b=$!
wait "$b" || fail "the newer source ended with $?"
wait "$a" && code=0 || code=$?
[ "$code" = 0 ] || [ "$code" = 4 ] || fail "the older source ended with $code"
git -C "$work/same.git" show gh-pages:1.0/guides/restore/index.html | grep -q "Edition 2\." || fail "the older source won"
publish "$work/one" "$work/same.git" --version 1.0 2>/dev/null && code=0 || code=$?
[ "$code" = 4 ] || fail "an older source ended with $code instead of 4"
say "two publishers of one version: the newer source wins, the older one ends with 4"

# -- A shallow clone publishes -------------------------------------------------------------------------------
git clone --quiet --depth 1 "file://$work/two" "$work/shallow"
publish "$work/shallow" "$work/same.git" --version 2.0
say "a shallow clone publishes"

# -- Over a connection that is cut ---------------------------------------------------------------------------
serve() { # STATE [CUT]: a server of $work, behind a proxy; sets $url_port
  mkdir -p "$1"
  python3 "$here/proxy.py" "$daemon_port" "$1" ${2:+"$2"} &
  proxy=$!
  children+=("$proxy")
  until [ -s "$1/port" ]; do kill -0 "$proxy" || fail "no proxy"; sleep 0.05; done
  url_port="$(cat "$1/port")"
}
daemon_port="$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')"
git daemon --reuseaddr --listen=127.0.0.1 --port="$daemon_port" --base-path="$work" --export-all \
  --enable=receive-pack --log-destination=none &
children+=("$!")
until python3 -c "import socket; socket.create_connection(('127.0.0.1', $daemon_port))" 2>/dev/null; do sleep 0.05; done

bare "$work/far.git"
publish "$work/one" "$work/far.git" --version 1.0
cp -r "$work/far.git" "$work/fresh.git"
rm -rf "$work/two/.groundplan"
serve "$work/whole"
publish "$work/two" "git://127.0.0.1:$url_port/fresh.git" --version 2.0
bytes="$(cat "$work/whole/bytes")"
say "one version more of a small site: $bytes bytes over $(cat "$work/whole/connections") connections"
serve "$work/read"
rm -rf "$work/two/.groundplan"
"$groundplan" --root "$work/two" versions --quiet verify "git:git://127.0.0.1:$url_port/fresh.git#gh-pages"
connections="$(cat "$work/read/connections")"
[ "$connections" -le 8 ] || fail "every file was fetched for itself: $connections connections to verify a small site"
say "verified from a machine that has nothing of it: $connections connections"
new="$(files "$work/fresh.git")"
old="$(files "$work/far.git")"
for share in 5 20 40 60 80 95; do
  rm -rf "$work/cut.git" "$work/two/.groundplan" "$work/cut"
  cp -r "$work/far.git" "$work/cut.git"
  serve "$work/cut" "$((bytes * share / 100))"
  publish "$work/two" "git://127.0.0.1:$url_port/cut.git" --version 2.0 2>"$work/said" && code=0 || code=$?
  kill "$proxy"
  now="$(files "$work/cut.git")"
  if [ "$code" = 0 ]; then
    [ "$now" = "$new" ] || fail "cut at $share %: it says that it is done, and it is not"
  else
    [ "$code" = 1 ] || fail "cut at $share %: ended with $code"
    grep -q "help:" "$work/said" || fail "cut at $share %: no word of what to do"
    [ "$now" = "$old" ] || [ "$now" = "$new" ] || fail "cut at $share %: neither the old site nor the new one"
  fi
  publish "$work/two" "$work/cut.git" --version 2.0
  [ "$(files "$work/cut.git")" = "$new" ] || fail "cut at $share %: running again gives other bytes"
done
say "a connection that is cut after 5 to 95 % of the bytes: the old site or the new one, and again the same bytes"

# -- What cannot be reached, and what may not be written -----------------------------------------------------
mv "$work/far.git" "$work/gone.git"
publish "$work/two" "$work/far.git" --version 2.0 2>"$work/said" && code=0 || code=$?
[ "$code" = 1 ] || fail "a repository that is gone: ended with $code"
grep -q "does not appear to be a git repository" "$work/said" || fail "a repository that is gone is not named"
if [ "$(id -u)" != 0 ]; then
  chmod -R a-w "$work/gone.git"
  publish "$work/two" "$work/gone.git" --version 2.0 2>"$work/said" && code=0 || code=$?
  chmod -R u+w "$work/gone.git"
  [ "$code" = 1 ] || fail "no right to write: ended with $code"
fi
[ "$(files "$work/gone.git")" = "$old" ] || fail "a target that refused is changed"
say "a repository that is gone, or that nobody may write to: said, and left as it was"

# -- The way back --------------------------------------------------------------------------------------------
versions() { "$groundplan" --root "$work/two" versions --quiet "$@"; }
target="git:$work/target.git#gh-pages"
before="$(files "$work/target.git")"
publish "$work/two" "$work/target.git" --version 1.0
git -C "$work/target.git" show gh-pages:1.0/guides/restore/index.html | grep -q "Edition 2\." || fail "not published again"
versions rollback "$target"
git -C "$work/target.git" show gh-pages:1.0/guides/restore/index.html | grep -q "Edition 1\." || fail "rollback has not put the files back"
versions verify "$target"
publish "$work/two" "$work/target.git" --version 2.0
versions alias "$target" stable 1.0
git -C "$work/target.git" show gh-pages:stable/guides/restore/index.html | grep -q "Edition 1\." || fail "the alias has other bytes"
a="$(git -C "$work/target.git" ls-tree gh-pages 1.0)"
versions remove "$target" 2.0
[ "$(git -C "$work/target.git" ls-tree gh-pages 1.0)" = "$a" ] || fail "removing 2.0 changed a byte of 1.0"
versions verify "$target"
versions gc "$target"
say "rollback, alias, remove, verify and gc on a branch"

#!/usr/bin/env bash
# Runs the commands of the pages about pipelines as they are written there: jobs in clones of one
# repository, each with a bundle; a site put together of them; a script that publishes to a folder.
#
#   pipelines.sh PROGRAM WORK
set -euo pipefail
work="$2/pipelines"
here="$(cd "$(dirname "$0")" && pwd)"
rm -rf "$work" && mkdir -p "$work/bin"
ln -s "$(realpath "$1")" "$work/bin/groundplan"
PATH="$work/bin:$PATH" python3 "$here/pipelines.py" "$here/../../content/groundplan/ci" "$work"

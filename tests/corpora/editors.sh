#!/usr/bin/env bash
# Saves a page of a preview the way real programs do: vim in its ways, emacs, sed, perl, git. Each
# time the new text is served, and between the two the page is never missing and never half.
set -euo pipefail
groundplan=$1 work=$2
here="$(cd "$(dirname "$0")" && pwd)"
command -v vim >/dev/null && command -v emacs >/dev/null || {
  apt-get update -qq && apt-get install -y -qq --no-install-recommends vim emacs-nox >/dev/null
}
python3 "$here/editors.py" "$groundplan" "$work/editors-site"

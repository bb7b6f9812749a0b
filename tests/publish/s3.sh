#!/usr/bin/env bash
# Publishing to stores that speak S3: moto_server, which keeps the condition of a write, and s3rver, which
# does not and must be refused. Usage: s3.sh GROUNDPLAN WORK
set -euo pipefail
groundplan="$(realpath "$1")"
work="$2/s3"
here="$(cd "$(dirname "$0")" && pwd)"
mkdir -p "$work"

[ -x "$work/venv/bin/moto_server" ] || {
  python3 -m venv "$work/venv"
  "$work/venv/bin/pip" install --quiet 'moto[server]==5.*'
}
[ -x "$work/node_modules/.bin/s3rver" ] || npm install --silent --no-audit --no-fund --prefix "$work" s3rver@3

python3 "$here/s3.py" "$groundplan" "$work"

#!/usr/bin/env bash
# Asks the search of 282 pages that others wrote what people ask, and compares with MiniSearch. The
# pages were built by nais.sh.
set -euo pipefail
work=$1
QUESTIONS="$PWD/tests/search/corpus.toml" SITE="$work/nais/public" LEAST=0.9 node --test tests/browser/search.test.mjs

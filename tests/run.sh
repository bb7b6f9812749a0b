#!/usr/bin/env bash
# The gate: everything that must hold before a change lands. Installs what it needs on Debian and
# Ubuntu, and says what to install elsewhere.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$*"; }

# Properties are tried with cases that differ from change to change and are the same for one change, so
# that what fails here fails for whoever mends it.
tree="$(git rev-parse HEAD^{tree} 2>/dev/null || echo 1)"
export PROPTEST_RNG_SEED="${PROPTEST_RNG_SEED:-$((16#${tree:0:12}))}"

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

missing=()
have() { command -v "$1" >/dev/null 2>&1; }
need() { have "$1" || missing+=("$2"); }

step "tools"
need cc build-essential
need git git
need node nodejs
need npm npm
need java default-jre-headless
have chromium || have google-chrome || [ -n "${CHROMIUM:-}" ] || missing+=(chromium)
have cargo || [ -x "$HOME/.cargo/bin/cargo" ] || missing+=(rustup)
if [ "${#missing[@]}" -gt 0 ]; then
  if ! have apt-get; then
    echo "Please install: a C compiler, git, Node.js 20 with npm, Java, Chromium, and Rust 1.95 or newer (rustup)."
    echo "Not found here: ${missing[*]}"
    exit 1
  fi
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  if ! have cargo && have rustup; then rustup default stable; fi
fi
export PATH="$HOME/.cargo/bin:$PATH"
have cargo || { echo "Please install Rust 1.95 or newer with rustup, then run this again."; exit 1; }
cargo --version

step "format"
cargo fmt --check

step "clippy, warnings are errors"
cargo clippy --locked --all-targets --quiet -- -D warnings

step "documentation of the code, warnings are errors"
RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --quiet

step "tests, among them licences and bans of dependencies"
cargo test --locked --quiet

step "the demo builds without a finding"
cargo build --locked --quiet
target="$(cargo metadata --format-version 1 --no-deps --offline | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')"
# On this day: what the demo announces for a later one is over some day, and then asks what became of it.
"$target/debug/groundplan" build --all --strict --today 2026-11-28 --output "$target/demo"

step "the demo in a browser: axe, content security policy, a reader's and a writer's ways"
(cd tests/browser && npm ci --silent --no-audit --no-fund)
GROUNDPLAN="$target/debug/groundplan" SITE="$target/demo" node --test --test-concurrency=1 tests/browser/

step "all passed"

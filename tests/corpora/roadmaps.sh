#!/usr/bin/env bash
# The plans of a large project, a year apart: what others found to have changed between the two must
# be found here too, item by item.
set -euo pipefail
groundplan=$1 shared=$2 work=$3
roadmaps="$shared/corpora/roadmaps"
"$groundplan" roadmap changes --from "$roadmaps/keps-2024-01-01.toml" --to "$roadmaps/keps-2025-01-01.toml" \
  --format json >"$work/roadmap-changes.json"
python3 - "$roadmaps/expected-diff-2024-01-01--2025-01-01.json" "$work/roadmap-changes.json" <<'PYTHON'
import json
import sys

expected, found = (json.load(open(path)) for path in sys.argv[1:])
assert found["schema"] == 1, found["schema"]
changes = {change["id"]: change for change in found["changes"]}
assert len(changes) == len(found["changes"]), "an item has two entries"
wrong, held = [], 0


def hold(id, kinds, before=None, after=None, key=None):
    global held
    change = changes.get(id, {"kinds": [], "before": {}, "after": {}})
    good = bool(set(kinds) & set(change["kinds"]))
    if key and before is not None:
        good = good and change["before"].get(key) == before
    if key and after is not None:
        good = good and change["after"].get(key) == after
    held += good
    if not good:
        wrong.append(f"{id}: expected {'|'.join(kinds)} {before or ''} {after or ''}, found {change}")


for id in expected["added"]:
    hold(id, ["added"])
for id in expected["removed"]:
    hold(id, ["vanished"])
for id, before, after in expected["moved_later"]:
    hold(id, ["moved-later"], before, after, "when")
for id, before, after in expected["moved_earlier"]:
    hold(id, ["moved-earlier"], before, after, "when")
for id, after in expected["scheduled"]:
    hold(id, ["scheduled"], None, after, "when")
for id, before in expected["unscheduled"]:
    hold(id, ["unscheduled"], before, None, "when")
for id, before, after in expected["status"]:
    hold(id, ["stage", "paused", "resumed"], before, after, "status")
for id, before, after in expected["shipped"]:
    hold(id, ["shipped"], before, after, "status")
for id, before, after in expected["dropped"]:
    hold(id, ["dropped"], before, after, "status")
for id in expected["retitled"]:
    hold(id, ["reworded"])

# And nothing is made up: a kind that was counted there is here as often.
for kind, name in [("added", "added"), ("vanished", "removed"), ("moved-later", "moved_later"),
                   ("moved-earlier", "moved_earlier"), ("scheduled", "scheduled"),
                   ("unscheduled", "unscheduled"), ("shipped", "shipped"), ("dropped", "dropped")]:
    count = sum(kind in change["kinds"] for change in changes.values())
    if count != expected["counts"][name]:
        wrong.append(f"{kind}: expected {expected['counts'][name]}, found {count}")

if wrong:
    sys.exit("\n".join(wrong))
print(f"{held} of {held} expected changes found in {len(changes)} items")
PYTHON

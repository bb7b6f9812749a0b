"""Puts our expectations into cases.tsv: hostile_expectations.py CASES CHANGED

CHANGED has lines `case<TAB>expectation<TAB>reason`; an expectation `skip` leaves a case out.
"""
import sys

cases, changed = sys.argv[1:3]
ours = {}
for line in open(changed, encoding="utf-8"):
    if line.strip() and not line.startswith("#"):
        name, expectation, reason = line.rstrip("\n").split("\t")
        assert reason.strip(), name
        ours[name] = expectation
rows = [line.rstrip("\n").split("\t") for line in open(cases, encoding="utf-8")]
unknown = ours.keys() - {row[0] for row in rows}
assert not unknown, f"no such cases: {unknown}"
with open(cases, "w", encoding="utf-8") as out:
    for name, expectation, note in rows:
        expectation = ours.get(name, expectation)
        if expectation != "skip":
            out.write(f"{name}\t{expectation}\t{note}\n")

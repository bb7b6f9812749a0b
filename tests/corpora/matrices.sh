#!/usr/bin/env bash
# Matrices as others published them. What each file holds was counted by hand: how many tasks and
# phases it imports to, and every guess on the way; then all lie in one site as they are.
set -euo pipefail
groundplan=$1 shared=$2 work=$3
matrices="$shared/corpora/matrices"
site="$work/matrices"
mkdir -p "$site/content/responsibilities"
printf 'title = "Matrices"\n' >"$site/groundplan.toml"
cat >"$site/content/platform.toml" <<'TOML'
[[party]]
id = "customer"
name = "Product team"
you = true
also = ["Customer", "Client", "User", "SAT", "You"]
[[party]]
id = "platform"
name = "Platform team"
also = ["Cloud Temple", "OVHcloud", "DevOps", "Analytical Platform", "IBM", "PT"]
[[party]]
id = "enablers"
name = "Enabling team"
also = ["ET"]
[[party]]
id = "others"
name = "Other teams"
also = ["Other MoJ Team", "CST"]
[[party]]
id = "csp"
name = "Cloud provider"
also = ["Microsoft"]
TOML

python3 - "$groundplan" "$matrices" "$site" <<'PYTHON'
import json
import subprocess
import sys

groundplan, matrices, site = sys.argv[1:]

# file, options, tasks, phases, and for each line of the list: where, and how it begins.
EXPECTED = [
    ("cloud-temple-en-iaas-raci.md", [], 109, 13, [
        ("line 1", "3 paragraphs outside"),
        ("line 14", "the table with the columns `Role` and `Description` names no party"),
        ("lines 23, 33, 55 and 10 more", "the column `Client Role` is the party `customer`"),
        ("lines 23, 33, 55 and 10 more", "the column `Cloud Temple Role` is the party `platform`"),
        ("line 152", "the mark `(6)` has no note below its table"),
    ]),
    ("cloud-temple-en-kubernetes-raci.md", [], 71, 12, [
        ("line 1", "4 paragraphs outside"),
        ("line 7", "the heading `RACI` stands above all tables"),
    ]),
    ("ovh-dedicated-servers.md", [], 50, 16, [
        ("line 1", "2 paragraphs outside"),
        ("line 12", "the heading `Objective` stands above all tables"),
        ("line 16", "the table with the columns `Roles` names no party"),
        ("lines 23, 25, 33 and 40 more", "the numbers in front of headings"),
        ("line 46", "the table below `2.2. Reversibility model` has no rows"),
    ]),
    ("moj-analytical-platform-srm.md", [], 37, 17, [
        ("line 1", "5 paragraphs outside"),
        ("lines 17, 18, 19 and 39 more", "`\u2705` counts as R"),
    ]),
    ("gsampaio-raci-workshop-template.md", [], 24, 1, [
        ("line 1", "27 paragraphs outside"),
        ("line 10", "the heading `\U0001f6a8 Challenge` stands above all tables"),
    ]),
    ("devops-github-raci.csv", [], 31, 7, [
        ("line 1", "this line stands above"),
        ("line 2", "the column `DevOps Team` is the party `platform`"),
        ("line 2", "the column `Client Team (w365)` is the party `customer`"),
        ("line 3", "`GitHub Infrastructure` has no letters"),
        ("line 9", "`Authentication & Access` has no letters"),
        ("line 14", "`Repository Management` has no letters"),
        ("line 18", "`Code Management` has no letters"),
        ("line 23", "`GitHub Actions` has no letters"),
        ("line 29", "`Specific Pipeline Items` has no letters"),
        ("line 34", "`Knowledge Transfer & Support` has no letters"),
    ]),
    ("azure-shared-responsibility.md", ["--grid"], 40, 4, [
        ("line 2", "the column `On-premises` is a phase"),
        ("line 2", "the column `IaaS` is a phase"),
        ("line 2", "the column `PaaS` is a phase"),
        ("line 2", "the column `SaaS` is a phase"),
        ("lines 7, 8, 9", "`Shared` is read as shared by `customer` and `csp`"),
    ]),
    ("azure-shared-responsibility.md", [], None, None, [
        ("line 2", "the table with the columns `Responsibility area`, `On-premises`"),
    ]),
    # Sixteen resources in five areas, and what the sentences of twelve rows list.
    ("ibm-openshift-responsibilities.md",
     ["--grid", "--party", "{{site.data.keyword.IBM_notm}}=platform"], 163, 17, None),
]

wrong = []
for name, options, tasks, phases, guesses in EXPECTED:
    run = subprocess.run(
        [groundplan, "--root", site, "import", "matrix", f"{matrices}/{name}", "--format", "json", *options],
        capture_output=True, text=True)
    if (run.returncode == 0) != (tasks is not None):
        wrong.append(f"{name} {options}: exit code {run.returncode}\n{run.stderr}")
        continue
    lines = [json.loads(line) for line in run.stderr.splitlines()]
    found = [(line["place"], line["text"]) for line in lines if line["kind"] == "guess"]
    if guesses is not None:
        held = len(found) == len(guesses) and all(
            place == where and text.startswith(start)
            for (place, text), (where, start) in zip(found, guesses))
        if not held:
            wrong.append(f"{name} {options}: guesses\n" + "\n".join(map(str, found)))
    if tasks is not None:
        toml = run.stdout.splitlines()
        counted = sum(line.startswith('"') for line in toml), sum(line.startswith("[") for line in toml)
        if counted != (tasks, phases):
            wrong.append(f"{name} {options}: {counted} tasks and phases, expected {(tasks, phases)}")
assert not wrong, "\n\n".join(wrong)
print(f"{len(EXPECTED)} imports: every task, every phase and every guess as counted by hand")
PYTHON

cp "$matrices"/* "$site/content/responsibilities/"
code=0
"$groundplan" build --root "$site" --format json >"$work/matrices.json" || code=$?
[ "$code" -le 1 ] || { echo "exit code $code"; exit 1; }
python3 - "$work/matrices.json" "$site/public" <<'PYTHON'
import json
import sys

site = json.load(open(f"{sys.argv[2]}/responsibilities.json"))
tasks = {matrix["id"]: len(matrix["tasks"]) for matrix in site["matrices"]}
# Owners in cells and sentences are imported, and stay ordinary pages where they lie.
assert tasks == {
    "cloud-temple-en-iaas-raci": 109,
    "cloud-temple-en-kubernetes-raci": 71,
    "devops-github-raci": 31,
    "gsampaio-raci-workshop-template": 24,
    "moj-analytical-platform-srm": 37,
    "ovh-dedicated-servers": 50,
}, tasks

# Every finding about a matrix, by file and line, as the tables show it: letters that say less than
# others of the same cell, two who answer, two who do it and none who answers, and rows of blanks.
findings = {}
for line in map(json.loads, open(sys.argv[1])):
    if line.get("code", "").startswith("matrix/"):
        name = line["file"].removeprefix("content/responsibilities/")
        findings.setdefault((name, line["code"]), []).append(line["line"])
assert findings == {
    ("cloud-temple-en-iaas-raci.md", "matrix/mixed-letters"): [138, 151, 151],
    ("cloud-temple-en-kubernetes-raci.md", "matrix/two-accountable"): [55],
    ("gsampaio-raci-workshop-template.md", "matrix/nobody"): list(range(44, 68)),
    ("moj-analytical-platform-srm.md", "matrix/no-accountable"): [19, 24, 32, 34, 49, 66],
    ("moj-analytical-platform-srm.md", "matrix/nobody"): [64],
    ("ovh-dedicated-servers.md", "matrix/mixed-letters"): [53, 128, 137],
    ("ovh-dedicated-servers.md", "matrix/two-accountable"): [128],
    # Parties of the vocabulary here that no table names.
    ("content/platform.toml", "matrix/idle-party"): [11, 19],
}, findings
print(f"one site: {sum(tasks.values())} tasks of {len(tasks)} matrices")
PYTHON

"""Runs the commands of the pages about pipelines: pipelines.py PAGES WORK."""

import filecmp
import os
import re
import subprocess
import sys

PAGES, WORK = sys.argv[1], os.path.abspath(sys.argv[2])
SETTINGS = """title = "Harbor"
base_url = "https://harbor.example.org/"
[versions]
include = ["tag:v*", "branch:main"]
name = { "tag:v(?<v>\\\\d+\\\\.\\\\d+)\\\\.\\\\d+" = "$v", "branch:main" = "next" }
evergreen = "branch:main"
"""


def run(command, folder):
    """Runs a line of a page; the day is one for all jobs."""
    env = os.environ | {"SOURCE_DATE_EPOCH": "1772323200", "GIT_CONFIG_GLOBAL": "/dev/null"}
    done = subprocess.run(["bash", "-euc", command], cwd=folder, env=env, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"


def code(page, title):
    """The block of code of a page with this title."""
    text = open(os.path.join(PAGES, page), encoding="utf-8").read()
    return re.search(r'```\w+ title="' + re.escape(title) + r'"\n(.*?)```', text, re.S).group(1)


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def repository():
    """A repository with two releases, and a clone of it for each job."""
    place = os.path.join(WORK, "repository")
    os.makedirs(place)
    run("git init -q -b main . && git config user.name a && git config user.email a@example.org", place)
    write(os.path.join(place, "groundplan.toml"), SETTINGS)
    for edition, tag in (("One", "v1.0.0"), ("Two", "v2.0.0"), ("Three", None)):
        write(os.path.join(place, "content/index.md"), "# Harbor\n\nRead [the guide](guide.md).\n")
        write(os.path.join(place, "content/guide.md"), f"# Guide\n\n{edition}.\n")
        run(f"git add -A && git commit -qm {edition}" + (f" && git tag {tag}" if tag else ""), place)
    return place


def clone(source, name):
    run(f"git clone -q {source} {name}", WORK)
    return os.path.join(WORK, name)


def same(a, b):
    """Whether two folders hold the same files; what whoever wrote them keeps is left out."""
    compared = filecmp.dircmp(a, b, ignore=["_p", "output.json"])
    todo = [compared]
    while todo:
        one = todo.pop()
        assert not one.left_only and not one.right_only, (one.left, one.left_only, one.right_only)
        _, odd, missing = filecmp.cmpfiles(one.left, one.right, one.common_files, shallow=False)
        assert not odd and not missing, (one.left, odd, missing)
        todo.extend(one.subdirs.values())


def steps(text, key):
    """The commands of groundplan in a list of steps, in the order in which they are written."""
    return [line.strip().removeprefix(key) for line in text.splitlines() if line.strip().startswith(f"{key}groundplan ")]


def parts(text):
    return re.findall(r'"(--[^"]*)"', re.search(r"(?i)part: \[(.*)\]", text).group(1))


def pipeline(source, name, text, key, variable, artifacts):
    bundle, assemble = steps(text, key)
    for number, part in enumerate(reversed(parts(text))):
        job = clone(source, f"{name}-{number}")
        run(bundle.replace(variable, part), job)
        run(f"mkdir -p {artifacts(number)} && cp {job}/dist/* {artifacts(number)}/", WORK)
    run(assemble, os.path.join(WORK, f"{name}-last"))
    same(os.path.join(WORK, f"{name}-last", "public"), os.path.join(WORK, "whole"))
    print(f"   {name}: {len(parts(text))} jobs in clones of their own, put together to the site of one build")


def main():
    source = repository()
    whole = clone(source, "one-build")
    run(f"groundplan build --all --quiet --output {WORK}/whole", whole)

    github = code("bundles.md", ".github/workflows/versions.yml")
    pipeline(source, "github", github, "- run: ", "${{ matrix.part }}", lambda number: f"github-last/bundles/bundle-{number}")
    gitlab = code("bundles.md", ".gitlab-ci.yml")
    pipeline(source, "gitlab", gitlab, "- ", "$PART", lambda _: "gitlab-last/dist")

    here = clone(source, "folder")
    script = code("folder.md", "publish.sh").replace("/srv/source", here).replace("/srv/docs", f"{WORK}/docs")
    run(script, here)
    assert b"Three." in open(f"{WORK}/docs/next/guide/index.html", "rb").read()
    run(script, here)
    run(f"groundplan versions verify dir:{WORK}/docs", here)
    print("   the script that publishes to a folder")


main()

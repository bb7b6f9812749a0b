// Every built page as the Nu checker sees it; it needs Java. SITE is the built site.
// It takes a file for another host than its neighbours: what it says of the policy is left out.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import assert from "node:assert/strict";
import vnu from "vnu-jar";
import { folder } from "./site.mjs";

test("every page is valid HTML", () => {
  assert.ok(existsSync(join(folder, "index.html")), `${folder} is no built site`);
  const { stderr, error } = spawnSync("java", ["-jar", vnu, "--skip-non-html", "--errors-only", "--format", "gnu", "--filterpattern", ".*Content Security Policy.*", folder], { encoding: "utf8", maxBuffer: 1 << 28 });
  assert.equal(error, undefined, "Java is not there");
  assert.deepEqual(stderr.split("\n").filter(Boolean).slice(0, 20), []);
});

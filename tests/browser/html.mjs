// The Nu checker on every built page: node html.mjs; SITE is the built site. It needs Java.
// It takes a file for another host than its neighbours: what it says of the policy is left out.
import { spawnSync } from "node:child_process";
import vnu from "vnu-jar";
import { folder } from "./site.mjs";

const { status, stderr } = spawnSync("java", ["-jar", vnu, "--skip-non-html", "--also-check-svg", "--format", "gnu", "--filterpattern", ".*Content Security Policy.*", folder], { encoding: "utf8", maxBuffer: 1 << 28 });
process.stdout.write(stderr);
process.exitCode = status ?? 1;

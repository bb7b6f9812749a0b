// Where a reader lands who changes the version: the steps of the theme's script, over the table that
// the program is held to as well.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import vm from "node:vm";

const here = new URL(".", import.meta.url);
const table = JSON.parse(await readFile(new URL("../versions/resolve.json", here), "utf8"));
const script = await readFile(new URL("../../themes/default/assets/versions.js", here), "utf8");
const scope = { TextEncoder };
scope.globalThis = scope;
vm.createContext(scope);
vm.runInContext(script, scope);
const { Pages, land, shard } = scope.groundplanVersionsOf;

// The files of a map, whole or divided into parts.
function files(pages, count) {
  if (count === 1) return { pages: { schema: 1, pages } };
  const all = { pages: { schema: 1, shards: count } };
  for (let number = 0; number < count; number += 1) all[`pages-${number}`] = { schema: 1, pages: {} };
  for (const [address, entry] of Object.entries(pages)) {
    for (const name of [address, entry.id ?? address, ...(entry.from ?? [])]) all[`pages-${shard(name, count)}`].pages[address] = entry;
  }
  return all;
}

// A version, and the names of the files that were asked for.
function version(name, count) {
  const pages = table.versions[name];
  const all = pages ? files(pages, count) : {};
  const asked = [];
  const fetchFile = async (file) => {
    asked.push(file);
    return all[file] ?? null;
  };
  return { pages: Pages(fetchFile), asked };
}

test("a name is in the part that the table says", () => {
  for (const [name, count, number] of table.shards) assert.equal(shard(name, count), number, name);
});

for (const count of [1, 2, 7]) {
  test(`a reader lands as the table says, with a map in ${count} parts`, async () => {
    assert.ok(table.cases.length > 20);
    for (const { why, from, page, to, lands, how } of table.cases) {
      const landing = await land(version(from, count).pages, version(to, count).pages, page);
      assert.deepEqual({ ...landing }, { address: lands, how }, why);
    }
  });
}

test("a version that does not say what it has leads to its contents", async () => {
  const landing = await land(version("1.0", 1).pages, version("unknown", 1).pages, "guides/start/");
  assert.deepEqual({ ...landing }, { address: "", how: "unknown" });
});

test("of a divided map only the parts with names of the page are read, and each once", async () => {
  const from = version("1.0", 7);
  const to = version("2.0", 7);
  await land(from.pages, to.pages, "guides/start/");
  assert.equal(from.asked.length, 2);
  assert.deepEqual([...new Set(to.asked)].length, to.asked.length);
  assert.ok(to.asked.length <= 3, to.asked.join(" "));
});

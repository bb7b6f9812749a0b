// The roadmap of the demo for programs, feed readers and calendars, held against its page of changes
// and against what its files say.
import { before, test } from "node:test";
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { folder } from "./site.mjs";

const source = new URL("../../content/roadmap/", import.meta.url);
let items;
let data;

before(async () => {
  const files = (await readdir(source)).filter((name) => name.endsWith(".toml")).sort();
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, source), "utf8")));
  items = texts.flatMap((text) => text.split(/^\[\[item\]\]$/m).slice(1)).map((text) => text.split(/^\[/m)[0]);
  data = JSON.parse(await readFile(join(folder, "roadmap.json"), "utf8"));
});

const value = (item, key) => item.match(new RegExp(`^${key} = "?([^"\\n]*)"?$`, "m"))?.[1];

test("roadmap.json has every item as it is written", () => {
  assert.equal(data.schema, 1);
  assert.deepEqual(data.items.map((item) => item.id), items.map((item) => value(item, "id")));
  for (const [at, item] of data.items.entries()) {
    for (const key of ["title", "kind", "when", "size", "benefit", "shipped_on"]) assert.equal(item[key], value(items[at], key), `${item.id}: ${key}`);
  }
  assert.ok(data.quarters.some((quarter) => quarter.theme && quarter.target["tech-debt"] === 55));
});

test("shares in roadmap.json sum to 100", () => {
  for (const quarter of data.quarters) {
    for (const key of ["target", "planned", "delivered"]) {
      if (quarter[key]) assert.equal(Object.values(quarter[key]).reduce((a, b) => a + b, 0), 100, `${quarter.id} ${key}`);
    }
  }
});

test("the feed has the changes of the page, whole, with ids of their own and the days of the changes", async () => {
  const feed = await readFile(join(folder, "roadmap/changes/feed.xml"), "utf8");
  const page = await readFile(join(folder, "roadmap/changes/index.html"), "utf8");
  const entries = feed.split("<entry>").slice(1);
  const dated = data.changes.filter((change) => change.on).slice(0, 50);
  assert.ok(dated.length >= 6, `${dated.length} changes`);
  assert.equal(entries.length, dated.length);
  const ids = entries.map((entry) => entry.match(/<id>(.*?)<\/id>/)[1]);
  assert.equal(new Set(ids).size, ids.length);
  for (const [at, change] of dated.entries()) {
    assert.ok(ids[at].startsWith("tag:") && ids[at].endsWith(`roadmap/changes/${change.key}`), ids[at]);
    assert.match(entries[at], new RegExp(`<updated>${change.on}T00:00:00Z</updated>`));
    assert.ok(page.includes(`id="${change.key}"`), change.key);
    if (change.kinds[0].startsWith("moved")) assert.match(entries[at], /from .* to .*Because: /s);
  }
  assert.match(feed.split("<entry>")[0], new RegExp(`<updated>${dated[0].on}T00:00:00Z</updated>`));
});

test("the calendar has the days of items and nothing else: a quarter is no day", async () => {
  const calendar = (await readFile(join(folder, "roadmap.ics"), "utf8")).replaceAll("\r\n ", "");
  const days = [...calendar.matchAll(/DTSTART;VALUE=DATE:(\d+)/g)].map(([, day]) => day).sort();
  const written = items.flatMap((item) => {
    const gone = /^status = "(dropped|paused)"/m.test(item);
    const shipped = value(item, "shipped_on");
    const deadline = item.match(/^deadline = \{ on = ([\d-]+)/m)?.[1];
    const promised = value(item, "when")?.match(/^\d{4}-\d{2}-\d{2}$/)?.[0];
    return [shipped, !shipped && !/^status = "dropped"/m.test(item) ? deadline : undefined, !shipped && !gone ? promised : undefined].filter(Boolean);
  });
  assert.deepEqual(days, written.map((day) => day.replaceAll("-", "")).sort());
  assert.ok(days.length > 10);
});

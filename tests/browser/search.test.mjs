// What the search finds: the engine of the theme's script over the index that was built.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";
import MiniSearch from "minisearch";
import { folder } from "./site.mjs";

const here = new URL(".", import.meta.url).pathname;
const questions = process.env.QUESTIONS ?? join(here, "../search/demo.toml");
const script = await readFile(join(here, "../../themes/default/assets/search.js"), "utf8");

// The script as a browser has it, but for the page.
function load() {
  const scope = { console };
  scope.globalThis = scope;
  vm.createContext(scope);
  vm.runInContext(script, scope);
  return scope;
}

let moved = 0;
function engine() {
  return load().groundplanEngine((name, done) => {
    const path = join(folder, "_s", `${name}.js`);
    if (!existsSync(path)) return done(null);
    const text = readFileSync(path, "utf8");
    moved += text.length;
    let found = null;
    vm.runInNewContext(text, { groundplanSearch: (_, data) => (found = data) });
    return done(found);
  });
}

async function wanted() {
  const text = await readFile(questions, "utf8");
  const pairs = [...text.matchAll(/text = "(.*)"\npage = "(.*)"/g)];
  return pairs.map(([, question, page]) => ({ question, page }));
}

function ask(search, question) {
  return new Promise((done) => {
    search.find(question, (found) => {
      const pages = found.hits.slice(0, 10).map((hit) => hit.page);
      search.show(found.head, pages, (shown) => done(shown.map((one) => one.url.replace(/^latest\//, "").replace(/\/$/, ""))));
    });
  });
}

// The mean of 1 / place of the wanted page; 0 where it is not among the first ten.
function meanReciprocalRank(places) {
  return places.reduce((sum, place) => sum + (place < 0 ? 0 : 1 / (place + 1)), 0) / places.length;
}

test("words are the same in the browser and in the program", async () => {
  const table = JSON.parse(await readFile(join(here, "../search/words.json"), "utf8"));
  const stop = (await readFile(join(here, "../../src/render/search/words.rs"), "utf8")).match(/STOP_WORDS[^=]*= \[([^\]]*)\]/)[1];
  const stops = [...stop.matchAll(/"([^"]*)"/g)].map((one) => one[1]);
  assert.ok(stops.length > 40);
  const { groundplanWords } = load();
  for (const [language, text, expected] of table) {
    const english = language === "en";
    const found = groundplanWords(text, { english, stop: english ? stops : [] }).map((one) => one.word);
    assert.deepEqual(Array.from(found), expected, text);
  }
});

test("people find the page they would want, at least as well as with MiniSearch", async () => {
  const all = await wanted();
  assert.ok(all.length >= 20);
  const search = engine();
  const places = [];
  for (const { question, page } of all) {
    const found = await ask(search, question);
    const place = found.indexOf(page);
    places.push(place);
    if (place !== 0) console.log(`${place < 0 ? "not found" : `place ${place + 1}`}: ${question} → ${page}; first: ${found.slice(0, 3).join(", ")}`);
  }
  const own = meanReciprocalRank(places);
  const peer = meanReciprocalRank(await withMiniSearch(all));
  console.log(`mean reciprocal rank ${own.toFixed(3)}, with MiniSearch ${peer.toFixed(3)}, ${moved} bytes read`);
  // Over both sets of questions it is at least 0.9; a single question of the smaller one weighs much.
  assert.ok(own >= Number(process.env.LEAST ?? 0.88), `${own}`);
  assert.ok(own >= peer, `${own} < ${peer}`);
});

// The same pages, by their markdown twins, as people use MiniSearch: fields, prefixes, typos.
async function withMiniSearch(all) {
  const search = engine();
  const head = await new Promise((done) => search.find("a", (found) => done(found.head)));
  const pages = Array.from({ length: head.pages }, (_, at) => at);
  // Most places of the index are empty.
  const shown = (await new Promise((done) => search.show(head, pages, done))).filter(Boolean);
  const peer = new MiniSearch({ fields: ["title", "headings", "text"], storeFields: ["url"] });
  shown.forEach((one, id) => {
    const twin = join(folder, one.url, "index.md");
    const text = existsSync(twin) ? readFileSync(twin, "utf8") : "";
    const headings = one.passages.map((passage) => passage[1]).join(" ");
    peer.add({ id, url: one.url.replace(/^latest\//, "").replace(/\/$/, ""), title: one.title, headings, text });
  });
  const options = { prefix: true, fuzzy: 0.2, boost: { title: 4, headings: 2 } };
  return all.map(({ question, page }) => peer.search(question, options).slice(0, 10).findIndex((hit) => hit.url === page));
}

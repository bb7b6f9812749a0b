// Who does what, as a screen reader tells it: every cell has heads, states are words, the picture and
// the tables hold the same.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { browser, pages, serve } from "./site.mjs";

let site;
let chromium;

before(async () => {
  site = await serve();
  chromium = await browser();
});
after(async () => {
  await chromium.close();
  await site.close();
});

// What a page answers; folded parts are read too.
async function read(path, act) {
  const page = await chromium.newPage();
  try {
    await page.goto(site.url + path);
    return await page.evaluate(act);
  } finally {
    await page.close();
  }
}

for (const kind of ["responsibilities", "matrix", "service", "timeline", "balance", "quarter", "changes"]) {
  test(`${kind}: every cell has the heads of its row and of its column`, async () => {
    const found = await read(pages[kind], () => {
      const faults = [];
      let cells = 0;
      // A table that an author wrote in markdown has the heads of its columns alone.
      const ours = [...document.querySelectorAll("main table")].filter((table) => !table.closest(".prose") || table.closest(".tasks"));
      for (const table of ours) {
        if (!table.caption || !table.caption.textContent.trim()) faults.push(`no caption: ${table.textContent.slice(0, 40)}`);
        const heads = [...table.tHead.rows[0].cells];
        for (const head of heads) if (head.tagName !== "TH" || head.scope !== "col" || !head.textContent.trim()) faults.push(`head: ${head.outerHTML}`);
        for (const row of [...table.tBodies].flatMap((body) => [...body.rows])) {
          const first = row.cells[0];
          if (first.tagName !== "TH" || !["row", "rowgroup"].includes(first.scope)) faults.push(`row: ${row.textContent.slice(0, 60)}`);
          const width = [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0);
          if (width !== heads.length) faults.push(`${width} cells below ${heads.length} heads: ${row.textContent.slice(0, 60)}`);
          cells += row.cells.length;
        }
      }
      return { faults, cells };
    });
    assert.deepEqual(found.faults, []);
    assert.ok(found.cells > 0 || ["timeline", "quarter"].includes(kind), "the page has tables");
  });
}

test("the picture of the layers and its table hold the same tasks and parties", async () => {
  const found = await read(pages.responsibilities, () => {
    const words = (element) => element.textContent.replace(/\s+/g, " ").trim();
    const drawn = (svg) =>
      [...svg.querySelectorAll("g")].flatMap((layer) => [...layer.querySelectorAll(".task, .more")].map((task) => `${words(layer.querySelector(".party"))}: ${words(task)}`)).sort();
    const written = [...document.querySelectorAll(".layers-box tbody tr")]
      .flatMap((row) => [...row.querySelectorAll("li")].map((task) => `${words(row.cells[0])}: ${words(task)}`))
      .sort();
    return { drawn: [...document.querySelectorAll("svg.layers")].map(drawn), written };
  });
  assert.ok(found.written.length > 10, `${found.written.length} tasks`);
  assert.equal(found.drawn.length, 2);
  for (const drawn of found.drawn) assert.deepEqual(drawn, found.written);
});

test("what is not agreed says so in words, and whom to ask", async () => {
  const states = await read(pages.responsibilities, () =>
    [...document.querySelectorAll("#tasks tr[data-item]")].map((row) => [row.dataset.state, row.cells[row.cells.length - 1].innerText]));
  assert.ok(states.some(([state]) => state === "disputed") && states.some(([state]) => state === "proposed"), "the demo has both");
  for (const [state, text] of states) {
    assert.ok(text.toLowerCase().includes(state), `${state}: ${text}`);
    if (state !== "agreed") assert.match(text, /Ask /);
  }
});

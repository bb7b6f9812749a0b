// The page of the search: what is typed is found, choices narrow it, and the address keeps both.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, serve } from "./site.mjs";

let site;
let chromium;
let page;

before(async () => {
  site = await serve();
  chromium = await browser();
  page = await (await chromium.newContext()).newPage();
});

after(async () => {
  await chromium.close();
  await site.close();
});

const field = () => page.locator("#search-form input");
const titles = () => page.locator("#search-hits .hit-link").allTextContents();

// The hits that stand there when nothing changes any longer.
async function found() {
  await page.locator("#search-hits .hit").first().waitFor();
  let last = "";
  for (;;) {
    await page.waitForTimeout(150);
    const now = JSON.stringify(await titles());
    if (now === last) return JSON.parse(now);
    last = now;
  }
}

test("what is typed last is what is shown, however fast it was typed", async () => {
  await page.goto(`${site.url}/search/`);
  await field().pressSequentially("backup database", { delay: 5 });
  const typed = await found();
  await page.waitForURL("**/search/?q=backup+database");
  await page.reload();
  assert.deepEqual(await found(), typed);
});

test("a choice narrows what was found to as many as it said, and stays in the address", async () => {
  await page.goto(`${site.url}/search/?q=database`);
  const all = await found();
  const kinds = page.locator("#search-form select[name=kind]");
  const options = kinds.locator("option:not([value='']):not([disabled])");
  await page.waitForFunction(() => /\(\d+\)/.test(document.querySelector("select[name=kind]").textContent));
  const [value, text] = await options.last().evaluate((one) => [one.value, one.textContent]);
  const count = Number(/\((\d+)\)$/.exec(text)[1]);
  await kinds.selectOption(value);
  await page.waitForURL(`**kind=${encodeURIComponent(value).replace(/%20/g, "+")}**`);
  const narrowed = await found();
  assert.equal(narrowed.length, Math.min(20, count));
  assert.ok(narrowed.length < all.length || count < all.length);
  for (const chip of await page.locator("#search-hits .hit .chip").allTextContents()) assert.equal(chip, value);
  await page.reload();
  assert.deepEqual(await found(), narrowed);
});

test("without a question nothing is shown and nothing is counted", async () => {
  await page.goto(`${site.url}/search/?q=database`);
  await found();
  await page.waitForFunction(() => /\(\d+\)/.test(document.querySelector("select[name=kind]").textContent));
  await field().fill("");
  await page.waitForURL("**/search/");
  assert.deepEqual(await titles(), []);
  assert.ok(!/\(\d+\)/.test(await page.locator("select[name=kind]").textContent()));
  assert.equal(await page.locator("#search-form option[disabled]").count(), 0);
});

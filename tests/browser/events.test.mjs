// What the reader's clock and place make of events, and what is there without script.
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

// Opens a page on a day, as a reader somewhere.
async function visit(path, today, act, options = {}) {
  const context = await chromium.newContext({ timezoneId: "Europe/Berlin", ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  try {
    if (today) await page.clock.setFixedTime(new Date(today));
    await page.goto(site.url + path);
    await act(page);
    assert.deepEqual(complaints, [], path);
  } finally {
    await context.close();
  }
}

const days = (page, list) => page.locator(`${list} > .date time, ${list} > .group .date time`).evaluateAll((all) => all.map((one) => one.dateTime));

test("without script every date is there, in its order, and nothing is hidden", async () => {
  await visit(pages.events, null, async (page) => {
    const all = await page.locator(".date time").evaluateAll((times) => times.map((one) => Date.parse(one.dateTime)));
    assert.ok(all.length > 60);
    assert.deepEqual(all, [...all].sort((a, b) => a - b));
    assert.equal(await page.locator(".date:visible").count(), all.length);
    assert.equal(await page.locator("#events h2").first().textContent(), "All dates");
  }, { javaScriptEnabled: false });
});

test("what is over stands behind a line, the newest first, and nothing is lost", async () => {
  await visit(pages.events, "2026-09-22T12:10:00Z", async (page) => {
    const before = await page.locator(".past-dates .date time").evaluateAll((all) => all.map((one) => one.dateTime));
    assert.deepEqual(before, [...before].sort((a, b) => Date.parse(b) - Date.parse(a)));
    const coming = await days(page, "[data-dates-by-month]");
    // The office hours of that day last until 14:30 in Berlin, so they are not over yet.
    assert.equal(coming[0], "2026-09-22T14:00:00+02:00");
    assert.ok(before.every((one) => Date.parse(one) < Date.parse(coming[0])));
    assert.match(await page.locator(".soonest .title").textContent(), /restore without a ticket/);
    assert.equal(await page.locator("#events h2").first().textContent(), "Coming");
    // Of what repeats three dates are seen, the rest waits behind a line.
    const hours = page.locator('[data-dates-by-month] > .group .date[data-series="office-hours"]');
    assert.equal(await hours.count(), 3);
    const all = await page.locator(".date").count();
    const waiting = await page.locator(".later-dates .date").count();
    assert.equal(before.length + coming.length + waiting, all);
  });
});

test("a list of dates can be narrowed by kind, wherever the dates stand", async () => {
  await visit(`${pages.events}?kind=maintenance`, "2026-09-22T12:10:00Z", async (page) => {
    const kinds = await page.locator(".date:not([hidden])").evaluateAll((all) => [...new Set(all.map((one) => one.dataset.kind))]);
    assert.deepEqual(kinds, ["maintenance"]);
    assert.match(await page.locator(".filters output").textContent(), /^\d+ of \d+$/);
  });
});

test("a page of a series says its next date, and what the reader's own clock shows then", async () => {
  await visit(pages.series, "2026-10-20T09:00:00Z", async (page) => {
    assert.match(await page.locator(".next-date dd").textContent(), /Tuesday 20 October 2026.*14:00 to 14:30.*08:00 by your clock/);
  }, { timezoneId: "America/New_York" });
  await visit(pages.series, "2026-10-20T09:00:00Z", async (page) => {
    assert.equal(await page.locator(".here").count(), 0);
  });
  await visit(pages.series, "2027-10-20T09:00:00Z", async (page) => {
    assert.ok(await page.locator(".none").isVisible());
    assert.equal(await page.locator(".past-dates").getAttribute("open"), "");
    assert.equal(await page.locator(".next-date").isVisible(), false);
  });
});

test("home, services and personas show what comes next, and nothing that is over", async () => {
  await visit(pages.home, "2026-06-03T12:00:00Z", async (page) => {
    assert.equal(await page.locator(".next .entry:visible").count(), 1);
    assert.match(await page.locator(".next .entry:visible").textContent(), /Database night.*3 June 2026/);
  });
  await visit(pages.service, "2026-11-23T12:00:00Z", async (page) => {
    const shown = await page.locator(".next .entry:visible .title").allTextContents();
    assert.deepEqual(shown, ["Demo", "Office hours", "Database night: what the drill taught us"]);
  });
  await visit(pages.persona, "2031-01-01T12:00:00Z", async (page) => {
    assert.equal(await page.locator(".next .entry:visible").count(), 0);
    assert.ok(await page.locator(".next .none").isVisible());
  });
  await visit(pages.home, "2031-01-01T12:00:00Z", async (page) => {
    assert.equal(await page.locator(".next-event").isVisible(), false);
  });
});

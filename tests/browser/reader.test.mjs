// What a reader does: with eyes, ears, keyboard, a narrow window, and without script.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { browser, folder, pages, serve, version } from "./site.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const article = pages.service;
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

// Counts how far what is drawn moves about while a page loads, before anybody touched it.
const watchShifts = () => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const moved = entry.sources.map(({ node, previousRect: from, currentRect: to }) => `${node?.nodeName} ${node?.className} ${[from, to].map(({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(" ")).join(" > ")}`);
      if (!entry.hadRecentInput) window.shifts.push(`${entry.value.toFixed(5)} ${moved.join(", ")}`);
    }
  }).observe({ type: "layout-shift", buffered: true });
};

// Opens a page, does something there, and fails for whatever the browser complains about.
async function visit(path, options, act) {
  const context = await chromium.newContext(options);
  if (options.javaScriptEnabled !== false) await context.addInitScript(watchShifts);
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    const isOurs = request.url().startsWith(site.url) || request.url().startsWith("data:");
    if (!isOurs) complaints.push(`asked ${request.url()}`);
  });
  try {
    await page.goto(site.url + path);
    await act(page);
    const serious = complaints.filter((text) => !/404 \(Not Found\)/.test(text));
    assert.deepEqual(serious, [], path);
  } finally {
    await context.close();
  }
}

describe("every kind of page", () => {
  for (const [kind, path] of Object.entries(pages)) {
    for (const colorScheme of ["light", "dark"]) {
      for (const width of [1280, 390]) {
        test(`${kind}, ${colorScheme}, ${width} px: nothing that axe finds`, async () => {
          await visit(path, { colorScheme, viewport: { width, height: 900 }, bypassCSP: true }, async (page) => {
            await page.evaluate(axe);
            const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
            const found = await page.evaluate((runOnly) => window.axe.run({ runOnly }), tags);
            const said = found.violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.target).join(" ")}`);
            assert.deepEqual(said, []);
            assert.deepEqual(await page.evaluate(() => window.shifts), [], "nothing moves while a page loads");
          });
        });
      }
    }
    test(`${kind}: a page of 320 px scrolls in one direction, with script and without`, async () => {
      for (const javaScriptEnabled of [true, false]) {
        const options = { javaScriptEnabled, viewport: { width: 320, height: 256 } };
        await visit(path, options, async (page) => {
          const wide = await wideness(page, javaScriptEnabled);
          assert.ok(wide <= 320, `${wide} px wide`);
          // A list or a table of which a part is hidden is not complete without script.
          const hidden = page.locator("main :is(li, tr, section, article, figure)[hidden]");
          if (!javaScriptEnabled) assert.equal(await hidden.count(), 0, "all of it is there without script");
        });
      }
    });
  }
});

describe("what a page weighs", () => {
  const weight = (bytes) => gzipSync(bytes).length;
  const limits = { html: 30e3, css: 20e3, js: 25e3 };
  for (const [kind, path] of Object.entries(pages)) {
    test(`${kind}: page, style and script are small`, async () => {
      const file = kind === "not-found" ? "404.html" : `${new URL(path, site.url).pathname.slice(1)}index.html`;
      const html = await readFile(join(folder, file), "utf8");
      // The search and its style come when somebody searches: they count on the page of the search.
      const asked = [...html.matchAll(/ (?:src|href)="([^"]+\.(?:css|js))"/g)].map((found) => found[1]);
      const from = new URL(kind === "not-found" ? "/" : path, site.url);
      const named = new Set(asked.map((one) => new URL(one, from).pathname.slice(1)));
      const sum = async (end) => {
        const files = [...named].filter((name) => name.endsWith(end));
        const bytes = await Promise.all(files.map((name) => readFile(join(folder, name))));
        return bytes.reduce((total, one) => total + weight(one), 0);
      };
      const found = { html: weight(html), css: await sum(".css"), js: await sum(".js") };
      for (const [what, limit] of Object.entries(limits)) assert.ok(found[what] <= limit, `${what}: ${found[what]} bytes`);
    });
  }
});

test("the header is the same on every kind of page", async () => {
  for (const width of [1280, 390]) {
    const boxes = new Set();
    for (const path of Object.values(pages)) {
      await visit(path, { viewport: { width, height: 900 } }, async (page) => {
        const box = (selector) => page.locator(selector).first().evaluate((element) => {
          const { x, y, width, height } = element.getBoundingClientRect();
          return [x, y, width, height].map(Math.round).join(" ");
        });
        boxes.add([await box(".top"), await box(".name"), await box(".theme")].join(", "));
      });
    }
    assert.equal(boxes.size, 1, [...boxes].join("; "));
  }
});

// How wide a page is; without script asked of the browser from outside.
async function wideness(page, hasScript) {
  if (hasScript) return page.evaluate(() => document.scrollingElement.scrollWidth);
  const session = await page.context().newCDPSession(page);
  const { cssContentSize } = await session.send("Page.getLayoutMetrics");
  return cssContentSize.width;
}

describe("keyboard", () => {
  test("the first key press offers to skip to the text", async () => {
    await visit(article, {}, async (page) => {
      await page.keyboard.press("Tab");
      const skip = page.locator(".skip");
      assert.ok(await skip.evaluate((link) => link === document.activeElement));
      assert.ok((await skip.boundingBox()).y >= 0);
      await page.keyboard.press("Enter");
      assert.equal(await page.evaluate(() => document.activeElement.id), "content");
    });
  });

  test("whatever has the focus is seen, and shows it", async () => {
    const options = { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" };
    await visit(article, options, async (page) => {
      for (let press = 0; press < 60; press += 1) {
        await page.keyboard.press("Tab");
        const state = await page.evaluate(() => {
          const element = document.activeElement;
          const style = getComputedStyle(element);
          const box = element.getBoundingClientRect();
          const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height, 20) / 2);
          const bar = document.querySelector(".top").getBoundingClientRect().bottom;
          const isCovered = !element.closest(".top, .skip") && box.bottom > 0 && box.top < bar && box.bottom <= bar;
          return { name: element.outerHTML.slice(0, 80), outline: parseFloat(style.outlineWidth), style: style.outlineStyle, isCovered, isSeen: box.bottom > 0 && box.top < innerHeight, found: Boolean(top) };
        });
        if (state.name.startsWith("<body")) break;
        assert.ok(state.style !== "none" && state.outline >= 2, `no outline: ${JSON.stringify(state)}`);
        assert.ok(state.isSeen && !state.isCovered, `not seen: ${JSON.stringify(state)}`);
      }
    });
  });

  test("single keys go on, back and to their list, never while somebody types, and can be turned off", async () => {
    await visit(pages.page, {}, async (page) => {
      const next = new URL(await page.locator('.around [rel="next"]').getAttribute("href"), page.url()).href;
      const first = page.url();
      await page.keyboard.press("n");
      await page.waitForURL(next);
      await page.keyboard.press("p");
      await page.waitForURL(first);
      await page.keyboard.press("?");
      const list = page.locator("dialog.keys");
      await list.waitFor();
      assert.match(await list.textContent(), /next page/);
      // Keys of the page behind do nothing while the list is open.
      await page.keyboard.press("n");
      await list.getByRole("checkbox").uncheck();
      await page.keyboard.press("Escape");
      await list.waitFor({ state: "detached" });
      for (const key of ["n", "?", "/"]) await page.keyboard.press(key);
      assert.equal(await page.locator("dialog[open]").count(), 0);
      assert.equal(page.url(), first);
      await page.locator(".keys-open").click();
      await list.getByRole("checkbox").check();
      await page.keyboard.press("Escape");
    });
    await visit(pages.catalogue, {}, async (page) => {
      const field = page.locator('.filters input[name="q"]');
      await field.fill("");
      await field.press("n");
      await field.press("?");
      assert.equal(await field.inputValue(), "n?");
      assert.equal(await page.locator("dialog[open]").count(), 0);
    });
  });

  test("tabs turn with the arrows, in step over the page, and the next page remembers", async () => {
    await visit(pages.parts, {}, async (page) => {
      const tabs = page.locator(".tab-list").first().getByRole("tab");
      await tabs.first().focus();
      await page.keyboard.press("ArrowRight");
      assert.equal(await tabs.nth(1).getAttribute("aria-selected"), "true");
      const chosen = await tabs.nth(1).textContent();
      const twins = page.locator(".tab-list button", { hasText: chosen });
      assert.ok((await twins.count()) > 1);
      for (const twin of await twins.all()) assert.equal(await twin.getAttribute("aria-selected"), "true");
      await page.keyboard.press("End");
      assert.equal(await tabs.last().getAttribute("aria-selected"), "true");
      await page.keyboard.press("ArrowRight");
      assert.equal(await tabs.first().getAttribute("aria-selected"), "true");
      await page.keyboard.press("ArrowRight");
      await page.goto(site.url + pages.parts);
      const selected = page.locator('.tab-list button[aria-selected="true"]').first();
      assert.equal(await selected.textContent(), chosen);
    });
  });
});

describe("a phone", () => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

  for (const javaScriptEnabled of [true, false]) {
    test(`the drawer opens and closes ${javaScriptEnabled ? "with" : "without"} script`, async () => {
      await visit(article, { ...phone, javaScriptEnabled }, async (page) => {
        const menu = page.locator("#menu");
        assert.equal(await menu.isVisible(), false);
        await page.locator(".menu-button").tap();
        assert.equal(await menu.isVisible(), true);
        const links = page.locator("#menu a");
        assert.ok((await links.count()) > 5);
        await page.locator(".menu-close").tap();
        assert.equal(await menu.isVisible(), false);
        await page.locator(".menu-button").tap();
        await page.keyboard.press("Escape");
        assert.equal(await menu.isVisible(), false);
      });
    });
  }

  test("what is tapped is large enough", async () => {
    await visit(article, phone, async (page) => {
      for (const selector of [".menu-button", ".theme"]) {
        const box = await page.locator(selector).boundingBox();
        assert.ok(box.width >= 40 && box.height >= 40, `${selector}: ${JSON.stringify(box)}`);
      }
    });
  });

  test("a table of data becomes cards", async () => {
    await visit(pages.parts, phone, async (page) => {
      const row = page.locator(".stacks tbody tr").first();
      assert.equal(await row.evaluate((row) => getComputedStyle(row).display), "block");
    });
  });
});

describe("script", () => {
  test("the look is chosen, remembered, and there before the page is drawn", async () => {
    await visit(article, { colorScheme: "light" }, async (page) => {
      const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const light = await ground();
      await page.locator(".theme").click();
      assert.equal(await ground(), light);
      await page.locator(".theme").click();
      const dark = await ground();
      assert.notEqual(dark, light);
      await page.goto(site.url + pages.section);
      assert.equal(await ground(), dark);
      await page.locator(".theme").click();
      assert.equal(await ground(), light);
    });
  });

  test("a list is narrowed, and the address says how", async () => {
    await visit(pages.parts, {}, async (page) => {
      const shown = () => page.locator("#gallery-list > li:visible").count();
      const all = await shown();
      await page.locator('.filters input[name="q"]').fill("sql");
      assert.equal(await shown(), 1);
      assert.match(page.url(), /\?q=sql/);
      await page.reload();
      assert.equal(await shown(), 1);
      await page.locator('.filters input[name="q"]').fill("nothing at all");
      assert.equal(await shown(), 0);
      assert.ok(await page.locator("#gallery-list-nothing").isVisible());
      await page.locator('.filters input[name="q"]').fill("");
      await page.locator('.filters select[name="state"]').selectOption("beta");
      assert.equal(await shown(), 1);
      await page.locator('.filters select[name="state"]').selectOption("");
      assert.equal(await shown(), all);
    });
  });

  test("copying takes the commands and leaves prompts and output", async () => {
    const options = { permissions: ["clipboard-read", "clipboard-write"] };
    await visit(pages.defaults, options, async (page) => {
      const copied = async (block) => {
        await block.locator(".copy").focus();
        await page.keyboard.press("Enter");
        await page.waitForSelector(".copy.done");
        return page.evaluate(() => navigator.clipboard.readText());
      };
      const console = page.locator(".code", { hasText: "kubectl apply" }).first();
      assert.equal(await copied(console), "kubectl apply -f pod.yaml\n");
    });
  });

  test("on this page follows the reader", async () => {
    await visit(article, { viewport: { width: 1440, height: 900 } }, async (page) => {
      const last = page.locator(".prose > h2").nth(4);
      await last.evaluate((head) => head.scrollIntoView({ block: "start", behavior: "instant" }));
      const current = page.locator('.contents-side a[aria-current="true"]');
      await current.waitFor();
      const id = await last.getAttribute("id");
      await page.waitForFunction((id) => document.querySelector(".contents-side [aria-current]")?.hash === `#${id}`, id);
    });
  });

  test("a picture is enlarged by the keyboard, and Escape puts it back", async () => {
    await visit(`${version}/services/monitoring/`, { viewport: { width: 1280, height: 800 } }, async (page) => {
      const button = page.locator(".prose button.zoom");
      await page.locator(".prose img").first().scrollIntoViewIfNeeded();
      await button.first().waitFor();
      await button.first().focus();
      await page.keyboard.press("Enter");
      const whole = page.locator("dialog.zoomed img");
      await whole.waitFor();
      const { shown, real } = await whole.evaluate((image) => ({ shown: image.clientWidth, real: image.naturalWidth }));
      assert.equal(shown, real);
      await page.keyboard.press("Escape");
      // The dialog tells of its end a moment after the key.
      await page.locator("dialog").waitFor({ state: "detached" });
      assert.ok(await button.first().evaluate((element) => element === document.activeElement));
    });
  });

  test("an address without a page leads to the search for its words", async () => {
    await visit(`${version}/guides/restore-a-database/`, {}, async (page) => {
      const link = page.getByRole("link", { name: "Search for “guides restore a database”" });
      await link.click();
      await page.locator(".hit", { hasText: "Restore a database" }).first().waitFor();
    });
  });

  test("on a phone the choices of a list wait behind a button, and what is chosen is seen", async () => {
    const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
    await visit(pages.roadmap, phone, async (page) => {
      const kind = page.locator('.filters select[name="kind"]');
      assert.equal(await kind.isVisible(), false);
      const button = page.getByRole("button", { name: "Filters" });
      await button.tap();
      assert.equal(await button.getAttribute("aria-expanded"), "true");
      await kind.selectOption({ index: 1 });
      await page.reload();
      assert.ok(await kind.isVisible());
    });
  });

  test("a page is copied as markdown", async () => {
    await visit(article, { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
      await page.locator(".page-foot button", { hasText: "Copy as markdown" }).click();
      await page.locator(".page-foot button", { hasText: "Copied" }).waitFor();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      assert.equal(copied, await readFile(join(folder, article, "index.md"), "utf8"));
    });
  });

  test("the foot of a page offers to print it", async () => {
    await visit(article, {}, async (page) => {
      await page.evaluate(() => { window.print = () => { document.title = "printed"; }; });
      await page.locator(".page-foot button", { hasText: "Print" }).click();
      assert.equal(await page.title(), "printed");
    });
  });

  test("who one says to be is remembered, sorts what follows, hides nothing, and is taken back", async () => {
    await visit(pages.home, { viewport: { width: 1440, height: 900 } }, async (page) => {
      const titles = (selector) => page.locator(selector).allTextContents();
      const before = await titles("#start-here + ul .title");
      const manager = page.locator(".who button", { hasText: "Manager" });
      await manager.click();
      assert.equal(await manager.getAttribute("aria-pressed"), "true");
      const sorted = await titles("#start-here + ul .title");
      assert.notDeepEqual(sorted, before);
      assert.deepEqual([...sorted].sort(), [...before].sort());
      await page.goto(site.url + pages.catalogue);
      assert.equal(await page.locator("select.persona").inputValue(), "manager");
      const forThem = await page.locator("#services > section:first-child .entry").first().getAttribute("data-persona");
      assert.match(forThem, /\bmanager\b/);
      const services = await titles("#services .entry .title a");
      await page.locator(".persona-note button").click();
      const whole = await titles("#services .entry .title a");
      assert.notDeepEqual(whole, services);
      assert.deepEqual([...whole].sort(), [...services].sort());
      assert.equal(await page.locator("select.persona").isVisible(), false);
      await page.goto(site.url + pages.persona);
      await page.locator("[data-choose]").click();
      await page.goto(site.url + pages.home);
      assert.equal(await page.locator('.who [aria-pressed="true"]').textContent(), "Developer");
      await page.locator('.who [aria-pressed="true"]').click();
      assert.deepEqual(await titles("#start-here + ul .title"), before);
    });
  });

  test("the review is dated in days", async () => {
    await visit(article, {}, async (page) => {
      assert.match(await page.locator("time[data-age]").first().textContent(), /days? ago|today|yesterday/);
    });
  });
});

describe("without script", () => {
  test("everything is there to read", async () => {
    await visit(pages.tabs, { javaScriptEnabled: false }, async (page) => {
      assert.ok((await page.locator(".tab").count()) > 1);
      for (const tab of await page.locator(".tab").all()) assert.ok(await tab.isVisible());
      assert.ok(await page.locator(".tab-label").first().isVisible());
      assert.equal(await page.locator(".theme").isVisible(), false);
      assert.match(await page.locator("time[data-age]").first().textContent(), /\d{4}/);
    });
    await visit(pages.parts, { javaScriptEnabled: false }, async (page) => {
      assert.equal(await page.locator("#gallery-list > li:visible").count(), 3);
      assert.equal(await page.locator(".filters").isVisible(), false);
    });
  });
});

describe("from a disk", () => {
  test("links lead on, and style and script work", async () => {
    const context = await chromium.newContext();
    const page = await context.newPage();
    const complaints = [];
    page.on("console", (message) => complaints.push(message.text()));
    await page.goto(pathToFileURL(resolve(folder, "index.html")).href);
    assert.ok(await page.evaluate(() => document.documentElement.hasAttribute("data-script")));
    const family = await page.evaluate(() => getComputedStyle(document.querySelector(".top")).display);
    assert.equal(family, "flex");
    await page.locator(".sections a").first().click();
    await page.waitForURL(/index\.html$/);
    assert.ok(await page.locator("h1").isVisible());
    assert.deepEqual(complaints, []);
    await context.close();
  });
});

describe("from a disk, every kind of page", () => {
  for (const [kind, path] of Object.entries(pages)) {
    // A page that is not there has no address on a disk.
    if (kind === "not-found") continue;
    test(`${kind}: style and script work, and nobody is asked for anything`, async () => {
      const context = await chromium.newContext();
      const page = await context.newPage();
      const complaints = [];
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("request", (request) => {
        if (!/^(file|data):/.test(request.url())) complaints.push(`asked ${request.url()}`);
      });
      const [way, query = ""] = path.split("?");
      await page.goto(`${pathToFileURL(resolve(folder, `.${way}`, "index.html")).href}?${query}`);
      assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector(".top")).display), "flex");
      if (kind === "search") await page.locator(".hit").first().waitFor();
      assert.deepEqual(complaints, []);
      await context.close();
    });
  }
});

describe("print", () => {
  test("a section is one document with its contents", async () => {
    await visit(pages.section, {}, async (page) => {
      const link = page.locator(".page-foot a", { hasText: "on one page" });
      await link.click();
      await page.waitForURL(/\/print\/$/);
      const contents = page.locator(".contents-whole a");
      const articles = page.locator("article.printed");
      assert.ok((await contents.count()) > 5);
      assert.equal(await contents.count(), await articles.count());
      const last = await contents.last().getAttribute("href");
      assert.equal(await page.locator(`${last} h2`).count(), 1);
      const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map((one) => one.id));
      assert.equal(new Set(ids).size, ids.length, "no id twice");
      const dead = await page.evaluate(() => [...document.querySelectorAll('main a[href^="#"]')].map((link) => link.getAttribute("href")).filter((href) => !document.getElementById(decodeURIComponent(href.slice(1)))));
      assert.deepEqual(dead, []);
      await page.emulateMedia({ media: "print" });
      assert.ok(await contents.first().isVisible());
      assert.equal(await page.locator(".top").isVisible(), false);
    });
  });


  test("the text alone is printed", async () => {
    await visit(pages.tabs, {}, async (page) => {
      await page.emulateMedia({ media: "print" });
      for (const selector of [".top", ".menu", ".around", ".foot"]) assert.equal(await page.locator(selector).isVisible(), false, selector);
      assert.ok((await page.locator(".tab").count()) > 1);
      for (const part of await page.locator(".tab, .tab-label").all()) assert.ok(await part.isVisible());
    });
  });
});

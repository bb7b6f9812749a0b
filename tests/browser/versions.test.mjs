// What a reader of an old version sees, and where a choice of another version leads.
//
// GROUNDPLAN names the program. The site is tests/versions/site: 1.0, 2.0 and 2.1, and what comes next.
import { execFileSync } from "node:child_process";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { browser, serve } from "./site.mjs";

const program = resolve(process.env.GROUNDPLAN ?? "target/debug/groundplan");
const source = new URL("../versions/site", import.meta.url).pathname;
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// 2.0 and 2.1 are supported on this day, 1.0 is not.
const today = "2026-03-01T12:00:00Z";
let work;
let folder;
let site;
let chromium;

before(async () => {
  work = await mkdtemp(join(tmpdir(), "groundplan-versions-"));
  folder = join(work, "built");
  // A build remembers things beside its sources.
  await cp(source, join(work, "site"), { recursive: true });
  execFileSync(program, ["build", "--all", "--root", join(work, "site"), "--output", folder], { stdio: ["ignore", "ignore", "inherit"] });
  site = await serve(folder);
  chromium = await browser();
});
after(async () => {
  await chromium.close();
  await site.close();
  await rm(work, { recursive: true, force: true });
});

// Opens a page on a day, does something there, and fails for whatever the browser complains about.
async function visit(path, act, { from = site.url, day = today, ...options } = {}) {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(from) && !request.url().startsWith("data:")) complaints.push(`asked ${request.url()}`);
  });
  try {
    await page.clock.setFixedTime(new Date(day));
    await page.goto(from + path);
    await act(page);
    assert.deepEqual(complaints, [], path);
  } finally {
    await context.close();
  }
}

const says = (page) => page.locator(".version-says");
const below = (page, from = site.url) => page.url().slice(from.length);

// Opens the choice and waits until it is known where each version leads.
async function open(page) {
  await page.locator("button.version").click();
  await page.waitForFunction(() => {
    const links = [...document.querySelectorAll(".versions-panel li a")];
    return links.length > 0 && links.every((link) => link.hasAttribute("data-known"));
  });
}

const choose = (page, version) => page.locator(".versions-panel li a", { has: page.locator(".version-name", { hasText: new RegExp(`^${version.replace(".", "\\.")}$`) }) });

// The same ways from a server and from a disk.
for (const kind of ["a server", "a disk"]) {
  describe(`from ${kind}`, () => {
    const isDisk = kind === "a disk";
    const options = () => (isDisk ? { from: pathToFileURL(folder).href } : {});
    const start = () => options().from ?? site.url;
    const at = (address) => (isDisk ? address.replace(/\/(?=$|[?#])/, "/index.html") : address);

    test("who reads what is no longer supported is told, and led to the same page where it is now", async () => {
      await visit(at("/1.0/databases/postgres/"), async (page) => {
        await says(page).waitFor();
        assert.match(await says(page).textContent(), /Version 1\.0 is no longer supported since 30 June 2025\. Move to 2\.0\./);
        await says(page).getByRole("link", { name: "This page in 2.1" }).click();
        await page.locator(".version-says", { hasText: "another place in 2.1" }).waitFor();
        assert.ok(below(page, start()).startsWith(at("/latest/services/postgres/")), page.url());
        assert.equal(await page.locator("h1").textContent(), "PostgreSQL");
        await says(page).getByRole("link").click();
        await page.waitForURL(/1\.0\/databases\/postgres\//);
      }, options());
    });

    test("a page that another version has too keeps query and fragment, and nothing is said", async () => {
      await visit(`${at("/2.0/guides/start/")}?q=x#first`, async (page) => {
        await open(page);
        await choose(page, "2.1").click();
        await page.waitForURL(/\/2\.1\//);
        assert.equal(below(page, start()), `${at("/2.1/guides/start/")}?q=x#first`);
        await page.locator("button.version").waitFor();
        assert.equal(await says(page).count(), 0);
      }, options());
    });

    test("a page that is gone leads to the nearest section, without query and fragment, and that is said", async () => {
      await visit(`${at("/1.0/guides/login/")}?q=x#first`, async (page) => {
        await open(page);
        await choose(page, "2.0").click();
        await page.locator(".version-message", { hasText: "Version 2.0 is without the page you read." }).waitFor();
        assert.equal(below(page, start()).replace(/\?was=.*/, ""), at("/2.0/guides/"));
        await says(page).getByRole("link", { name: "the page you read in 1.0" }).click();
        await page.waitForURL(/1\.0\/guides\/login\//);
      }, options());
    });

    test("a page whose sections are gone too leads to the contents", async () => {
      await visit(at("/1.0/tools/tape/"), async (page) => {
        await open(page);
        assert.match(await choose(page, "2.1").textContent(), /without this page/);
        await choose(page, "2.1").click();
        await page.locator(".version-message", { hasText: "These are its contents" }).waitFor();
        assert.equal(below(page, start()).replace(/\?was=.*/, ""), at("/2.1/"));
      }, options());
    });

    test("roadmap, events and news of a service are those of today, in every version", async () => {
      await visit(at("/2.0/services/postgres/"), async (page) => {
        await page.locator("[data-roadmap] .item").first().waitFor();
        assert.match(await page.locator("[data-roadmap]").textContent(), /Restore a database yourself.*Backups that are tested/s);
        assert.doesNotMatch(await page.locator("main").textContent(), /perhaps|not any more/);
        assert.match(await page.locator("[data-events]").textContent(), /A night of restores/);
        assert.match(await page.locator("[data-news]").textContent(), /Version 14 ends/);
        await page.locator("[data-roadmap] .item a").first().click();
        await page.waitForURL(/\/roadmap\/restore\//);
        assert.ok(below(page, start()).startsWith(at("/roadmap/restore/")), page.url());
      }, options());
    });
  });
}

describe("what is said", () => {
  test("of an old version that is supported, where the newest is; of the newest, nothing", async () => {
    await visit("/2.0/guides/start/", async (page) => {
      await says(page).waitFor();
      assert.match(await says(page).textContent(), /You read version 2\.0\. The newest is 2\.1\./);
    });
    for (const path of ["/2.1/guides/start/", "/latest/guides/start/", "/", "/roadmap/"]) {
      await visit(path, async (page) => {
        await page.locator("button.version").waitFor();
        assert.equal(await page.locator("button.version .version-name").textContent(), "2.1");
        assert.equal(await says(page).count(), 0, path);
      });
    }
  });

  test("of what is in development, that it can change, and that the newest is without the page", async () => {
    await visit("/next/guides/new/", async (page) => {
      await says(page).waitFor();
      assert.match(await says(page).textContent(), /next is in development\..*Version 2\.1 is without this page\. The nearest section there/);
    });
  });

  test("support ends by the reader's own day", async () => {
    await visit("/1.0/guides/start/", async (page) => {
      await says(page).waitFor();
      assert.match(await says(page).textContent(), /You read version 1\.0\. The newest is 2\.1\./);
    }, { day: "2025-06-30T12:00:00Z" });
    await visit("/2.1/guides/start/", async (page) => {
      await says(page).waitFor();
      assert.match(await says(page).textContent(), /Version 2\.1 is no longer supported since 31 December 2099\./);
      assert.equal(await says(page).getByRole("link").count(), 0);
    }, { day: "2100-01-01T12:00:00Z" });
  });

  test("can be put away, and stays away for this version", async () => {
    await visit("/2.0/guides/start/", async (page) => {
      await says(page).getByRole("button").click();
      assert.equal(await says(page).count(), 0);
      assert.equal(await page.evaluate(() => document.activeElement.id), "content");
      await page.reload();
      await page.locator("button.version").waitFor();
      assert.equal(await says(page).count(), 0);
      await page.goto(`${site.url}/1.0/guides/start/`);
      await says(page).waitFor();
    });
  });

  test("an address that somebody made up says nothing", async () => {
    for (const was of ["moved:9.9/x/", "moved:1.0/../../x/", "moved:1.0//elsewhere.example/", "<b>x</b>", "root:1.0/a\\b"]) {
      await visit(`/2.1/guides/start/?was=${encodeURIComponent(was)}`, async (page) => {
        await page.locator("button.version").waitFor();
        assert.equal(await says(page).count(), 0, was);
        assert.equal(below(page), "/2.1/guides/start/");
      });
    }
  });
});

describe("the choice", () => {
  test("lists all versions with what there is to say of them, the one that is read marked", async () => {
    await visit("/2.0/guides/start/", async (page) => {
      await open(page);
      const rows = await page.locator(".versions-panel li").allTextContents();
      assert.deepEqual(rows.map((row) => row.trim().replace(/\s+/g, " ")), ["2.1 newest", "2.0", "1.0 no longer supported", "next in development"]);
      assert.equal(await page.locator(".versions-panel [aria-current]").textContent(), "2.0");
      await page.getByRole("link", { name: "All versions" }).click();
      assert.equal(await page.locator("h1").textContent(), "Versions");
    });
  });

  test("is used by keyboard alone", async () => {
    await visit("/2.0/guides/start/", async (page) => {
      await page.locator("button.version").focus();
      await page.keyboard.press("ArrowDown");
      assert.equal(await page.locator("button.version").getAttribute("aria-expanded"), "true");
      const focused = () => page.evaluate(() => document.activeElement.querySelector(".version-name")?.textContent);
      assert.equal(await focused(), "2.0");
      await page.keyboard.press("ArrowUp");
      assert.equal(await focused(), "2.1");
      await page.keyboard.press("Escape");
      assert.equal(await page.locator(".versions-panel").isVisible(), false);
      assert.ok(await page.locator("button.version").evaluate((button) => button === document.activeElement));
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.waitForURL(`${site.url}/2.1/guides/start/`);
    });
  });

  test("closes when somebody presses beside it", async () => {
    await visit("/2.0/guides/start/", async (page) => {
      await open(page);
      await page.mouse.click(300, 600);
      assert.equal(await page.locator(".versions-panel").isVisible(), false);
    });
  });

  test("fits into a phone, and nothing moves when it comes", async () => {
    await visit("/1.0/databases/postgres/", async (page) => {
      await says(page).waitFor();
      await open(page);
      const panel = await page.locator(".versions-panel").boundingBox();
      assert.ok(panel.x >= 0 && panel.x + panel.width <= 390, JSON.stringify(panel));
      const button = await page.locator("button.version").boundingBox();
      assert.ok(button.width >= 40 && button.height >= 40);
      assert.ok((await page.evaluate(() => document.scrollingElement.scrollWidth)) <= 390);
    }, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    for (const path of ["/1.0/databases/postgres/", "/2.0/services/postgres/", "/versions/", "/"]) {
      await visit(path, async (page) => {
        await page.locator("button.version").waitFor();
        await page.waitForLoadState("networkidle");
        const shift = await page.evaluate(() => new Promise((done) => {
          new PerformanceObserver((list) => done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0))).observe({ type: "layout-shift", buffered: true });
          requestAnimationFrame(() => requestAnimationFrame(() => done(0)));
        }));
        assert.equal(shift, 0, path);
      });
    }
  });
});

test("without script there is a link to all versions, and a page that lists them", async () => {
  await visit("/2.0/services/postgres/", async (page) => {
    assert.equal(await page.locator("[data-roadmap] a").getAttribute("href"), "../../../roadmap/?service=postgres");
    await page.locator("#version-slot a").click();
    await page.waitForURL(`${site.url}/versions/`);
    const rows = await page.locator(".versions-list > li").allTextContents();
    assert.equal(rows.length, 4);
    assert.match(rows[0], /2\.1.*newest.*Released 20 November 2025.*Supported until 31 December 2099/s);
    assert.match(rows[2], /1\.0.*Supported until 30 June 2025.*Move to 2\.0/s);
    await page.locator(".versions-list .title a", { hasText: "1.0" }).click();
    await page.waitForURL(`${site.url}/1.0/`);
    assert.ok(await page.locator("h1").isVisible());
  }, { javaScriptEnabled: false });
});

test("the same source has the same page in every version", async () => {
  const page = (version, path) => readFile(join(folder, version, path, "index.html"), "utf8");
  assert.equal(await page("2.0", "guides/start"), await page("2.1", "guides/start"));
  assert.equal(await page("latest", "services/postgres"), await page("2.1", "services/postgres"));
});

describe("axe finds nothing", () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1440, 390]) {
      for (const [kind, path] of Object.entries({ "an old page": "/1.0/databases/postgres/", "a page after a choice": "/2.0/guides/?was=section:1.0/guides/login/", "all versions": "/versions/", "a service": "/2.1/services/postgres/" })) {
        test(`${kind}, ${colorScheme}, ${width} px`, async () => {
          await visit(path, async (page) => {
            await open(page);
            await page.evaluate(axe);
            const found = await page.evaluate((runOnly) => window.axe.run({ runOnly }), ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
            assert.deepEqual(found.violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.target).join(" ")}`), []);
          }, { colorScheme, viewport: { width, height: 900 }, bypassCSP: true });
        });
      }
    }
  }
});

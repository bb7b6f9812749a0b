// Pictures of every kind of page, to be looked at: node pictures.mjs [FOLDER] [KIND...]
// SITE is the built site. A picture's name is its kind, its width and its look; of what is printed there is
// a PDF, and where pdftoppm is installed a picture of each of its first pages.
import { spawnSync } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { browser, pages, serve } from "./site.mjs";

const [target = "pictures", ...kinds] = process.argv.slice(2);
const wanted = kinds.length ? kinds : Object.keys(pages);
await mkdir(target, { recursive: true });
const site = await serve();
const chromium = await browser();
try {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1440, 768, 390]) {
      const context = await chromium.newContext({ colorScheme, hasTouch: width === 390, viewport: { width, height: width === 390 ? 844 : 1000 } });
      const page = await context.newPage();
      const take = (name, options) => page.screenshot({ path: join(target, `${name}-${width}-${colorScheme}.png`), ...options });
      for (const kind of wanted) {
        await page.goto(site.url + pages[kind]);
        if (kind === "search") await page.locator(".hit").first().waitFor();
        await take(kind, { fullPage: true });
      }
      // What opens over a page.
      const first = site.url + pages[wanted[0]];
      await page.goto(first);
      await page.click(".search-open");
      await page.locator("dialog[open] input").fill("restore");
      await page.locator("dialog[open] .hit").first().waitFor();
      await take("searching");
      await page.goto(first);
      if (await page.locator("#version-slot a").count()) {
        await page.click("button.version");
        await take("choosing-a-version");
        await page.keyboard.press("Escape");
      }
      if (width < 1024) {
        await page.click(".menu-button");
        await take("drawer");
      }
      await context.close();
    }
  }
  const page = await chromium.newPage();
  for (const kind of wanted) {
    await page.goto(site.url + pages[kind]);
    const path = join(target, `${kind}-print.pdf`);
    await page.pdf({ path, format: "A4", printBackground: false });
    spawnSync("pdftoppm", ["-r", "70", "-l", "4", "-png", path, join(target, `${kind}-print`)]);
  }
} finally {
  await chromium.close();
  await site.close();
}

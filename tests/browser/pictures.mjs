// Pictures of every kind of page, to be looked at: node pictures.mjs [FOLDER] [KIND...]
// SITE is the built site. A picture's name is its kind, its width and its look.
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
      for (const kind of wanted) {
        await page.goto(site.url + pages[kind]);
        await page.screenshot({ path: join(target, `${kind}-${width}-${colorScheme}.png`), fullPage: true });
      }
      if (width === 390) {
        await page.goto(site.url + pages[wanted[0]]);
        await page.click(".menu-button");
        await page.screenshot({ path: join(target, `drawer-${width}-${colorScheme}.png`) });
      }
      await context.close();
    }
  }
  const page = await chromium.newPage();
  for (const kind of wanted) {
    await page.goto(site.url + pages[kind]);
    await page.pdf({ path: join(target, `${kind}-print.pdf`), format: "A4", printBackground: false });
  }
} finally {
  await chromium.close();
  await site.close();
}

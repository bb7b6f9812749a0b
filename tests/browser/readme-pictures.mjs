// The pictures of the README, from the demo: node readme-pictures.mjs
// SITE is the built site. The browser turns its own pictures into WebP, so that they are small.
import { writeFile } from "node:fs/promises";
import { browser, pages, serve } from "./site.mjs";

const target = new URL("../../content/groundplan/pictures/", import.meta.url).pathname;
const wanted = { service: pages.service, responsibilities: pages.responsibilities, roadmap: pages.roadmap };
// The pages count days: on any day the pictures are the same.
const today = new Date("2026-11-28T12:00:00Z");
const LARGEST = 150e3;

const site = await serve();
const chromium = await browser();
try {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 860 }, deviceScaleFactor: 1.5 });
  const page = await context.newPage();
  const studio = await context.newPage();
  await page.clock.setFixedTime(today);
  for (const [name, path] of Object.entries(wanted)) {
    await page.goto(site.url + path);
    await page.locator("button.version").waitFor();
    const png = (await page.screenshot()).toString("base64");
    const webp = await studio.evaluate(async (png) => {
      const image = new Image();
      image.src = `data:image/png;base64,${png}`;
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width: image.naturalWidth, height: image.naturalHeight });
      canvas.getContext("2d").drawImage(image, 0, 0);
      return canvas.toDataURL("image/webp", 0.85).split(",")[1];
    }, png);
    const bytes = Buffer.from(webp, "base64");
    if (bytes.length > LARGEST) throw new Error(`${name}: ${bytes.length} bytes are too many`);
    await writeFile(`${target}${name}.webp`, bytes);
    console.log(`${name}: ${bytes.length} bytes`);
  }
} finally {
  await chromium.close();
  await site.close();
}

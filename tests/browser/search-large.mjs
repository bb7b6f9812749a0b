// What a first search costs on a large site: bytes that move, and time until the answer is drawn.
// SITE=FOLDER node search-large.mjs WORDS...; each search is the first one of a fresh browser.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { browser, folder, serve } from "./site.mjs";

const searches = process.argv.length > 2 ? process.argv.slice(2) : ["restore a snapshot", "rotate certificate", "snapshto", "encrypted"];
const site = await serve();
const chromium = await browser();
let failed = false;
try {
  for (const words of searches) {
    const context = await chromium.newContext();
    const page = await context.newPage();
    const asked = [];
    page.on("request", (request) => {
      const path = new URL(request.url()).pathname;
      if (path.startsWith("/_s/")) asked.push(path);
    });
    await page.goto(`${site.url}/search/`);
    await page.waitForLoadState("networkidle");
    const session = await context.newCDPSession(page);
    await session.send("Performance.enable");
    const busy = async () => {
      const { metrics } = await session.send("Performance.getMetrics");
      // The time on a processor, whatever else the machine does; else the time that went by.
      const found = metrics.find((one) => one.name === "ThreadTime") ?? metrics.find((one) => one.name === "TaskDuration");
      return 1000 * found.value;
    };
    const before = await busy();
    // As if pasted: the time is that of one search, from the words to the list that is drawn.
    const taken = await page.evaluate((words) => new Promise((done) => {
      const field = document.querySelector("#search-form input");
      const start = performance.now();
      const watcher = new MutationObserver(() => {
        if (!document.querySelector(".hit")) return;
        watcher.disconnect();
        requestAnimationFrame(() => done(performance.now() - start));
      });
      watcher.observe(document.body, { childList: true, subtree: true });
      field.value = words;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }), words);
    const worked = (await busy()) - before;
    // The rest of the hits is fetched when the first are drawn.
    await page.waitForTimeout(500);
    const files = await Promise.all([...new Set(asked)].map((path) => readFile(join(folder, path))));
    const moved = files.reduce((sum, bytes) => sum + gzipSync(bytes).length, 0);
    const raw = files.reduce((sum, bytes) => sum + bytes.length, 0);
    failed ||= moved > 150e3;
    console.log(`"${words}": ${files.length} files, ${moved} bytes compressed (${raw} as they are); ${taken.toFixed(0)} ms, processor ${worked.toFixed(0)} ms; ${await page.locator(".hit").count()} hits shown`);
    await context.close();
  }
} finally {
  await chromium.close();
  await site.close();
}
process.exitCode = failed ? 1 : 0;

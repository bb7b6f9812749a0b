// Lighthouse on six kinds of pages, on a phone and on a desk: four times 100, or it fails.
// node lighthouse.mjs [KIND...]; SITE is the built site.
import lighthouse from "lighthouse";
import { chromium } from "playwright-core";
import { flags, pages, serve } from "./site.mjs";

const wanted = process.argv.length > 2 ? process.argv.slice(2) : ["home", "catalogue", "service", "roadmap", "responsibilities", "page"];
const site = await serve();
const port = 9000 + Math.floor(Math.random() * 900);
const browser = await chromium.launch({ ...flags, args: [...flags.args, `--remote-debugging-port=${port}`] });
let failed = false;
try {
  for (const kind of wanted) {
    for (const formFactor of ["mobile", "desktop"]) {
      const screen = { mobile: formFactor === "mobile", width: formFactor === "mobile" ? 390 : 1350, height: 844, deviceScaleFactor: 1, disabled: false };
      const settings = { formFactor, screenEmulation: screen, onlyCategories: ["performance", "accessibility", "best-practices", "seo"] };
      if (formFactor === "desktop") settings.throttling = { rttMs: 40, throughputKbps: 10240, cpuSlowdownMultiplier: 1, requestLatencyMs: 0, downloadThroughputKbps: 0, uploadThroughputKbps: 0 };
      const result = await lighthouse(site.url + pages[kind], { port, logLevel: "error" }, { extends: "lighthouse:default", settings });
      const scores = Object.values(result.lhr.categories).map((category) => `${category.id} ${Math.round(category.score * 100)}`);
      console.log(`${kind}, ${formFactor}: ${scores.join(", ")}`);
      for (const category of Object.values(result.lhr.categories)) {
        if (category.score === 1) continue;
        failed = true;
        for (const { id, weight } of category.auditRefs) {
          const audit = result.lhr.audits[id];
          if (weight && audit.score !== null && audit.score < 1) console.log(`  ${id}: ${audit.title} ${audit.displayValue ?? ""}`);
        }
      }
    }
  }
} finally {
  await browser.close();
  await site.close();
}
process.exitCode = failed ? 1 : 0;

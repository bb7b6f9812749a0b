// What all browser tests need: the built site on a port of this machine, and a browser.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";

// The folder that `groundplan build` wrote.
export const folder = process.env.SITE ?? "public";

// In a site with versions, what every version has for itself stands below its name.
export const version = existsSync(join(folder, "versions.json")) ? "/latest" : "";

// One page of each kind, by the name its pictures have.
export const pages = {
  home: "/",
  section: `${version}/guides/`,
  printed: `${version}/guides/print/`,
  page: `${version}/guides/first-deployment/`,
  catalogue: `${version}/services/`,
  service: `${version}/services/postgres/`,
  tabs: `${version}/services/postgres/connect/`,
  compare: `${version}/services/compare/data/`,
  connections: `${version}/services/connections/`,
  benefits: `${version}/benefits/`,
  responsibilities: `${version}/responsibilities/`,
  party: `${version}/responsibilities/customer/`,
  matrix: `${version}/responsibilities/postgres/`,
  roadmap: "/roadmap/",
  timeline: "/roadmap/timeline/",
  balance: "/roadmap/balance/",
  goals: "/roadmap/goals/",
  quarter: "/roadmap/2026-q4/",
  item: "/roadmap/retire-old-ci/",
  changes: "/roadmap/changes/",
  personas: "/personas/",
  persona: "/personas/developer/",
  feedback: "/feedback/",
  survey: "/surveys/happiness/",
  "net-promoters": "/surveys/recommend/",
  interviews: "/interviews/db-2026-05/",
  events: "/events/",
  event: "/events/restore-night/",
  series: "/events/office-hours/",
  communities: "/communities/",
  scorecard: "/scorecard/",
  defaults: `${version}/services/kubernetes/defaults/`,
  deep: `${version}/groundplan/findings/link-dead/`,
  formula: `${version}/groundplan/owner/diagrams/`,
  parts: `${version}/groundplan/theme/parts/`,
  glossary: `${version}/glossary/`,
  news: "/news/",
  "news-item": "/news/2026-11-12-postgresql-14-has-ended/",
  tags: `${version}/tags/`,
  tag: `${version}/tags/kubernetes/`,
  search: "/search/?q=restore%20a%20database",
  "not-found": "/no/such/page/",
};
if (version) {
  Object.assign(pages, {
    "what-changed": `${version}/changes/`,
    versions: "/versions/",
    contents: `${version}/`,
    "old-version": "/2025.4/guides/first-deployment/",
  });
}

const types = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".md": "text/markdown; charset=utf-8",
  ".xml": "application/xml",
  ".txt": "text/plain; charset=utf-8",
  ".json": "application/json",
};

// Serves the folder as a plain web server would: the page of a folder, 404.html for the rest.
export async function serve(root = folder) {
  if (!existsSync(join(root, "index.html"))) {
    throw new Error(`there is no site in ${root}: run groundplan build, or set SITE to its folder`);
  }
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://site").pathname);
    const file = join(root, normalize(path.endsWith("/") ? `${path}index.html` : path));
    try {
      const bytes = await readFile(file);
      response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" });
      response.end(bytes);
    } catch {
      response.writeHead(404, { "content-type": types[".html"] });
      response.end(await readFile(join(root, "404.html")));
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${server.address().port}`;
  return { url, close: () => new Promise((done) => server.close(done)) };
}

// How the browser is started: without anything it would do on its own.
export const flags = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
};

export function browser() {
  return chromium.launch(flags);
}

// Diagrams and formulas, on a site that names a library of its own and on one that names a program.
//
// GROUNDPLAN names the program. MERMAID names a copy of the real library; without it a small one with
// the same two functions draws, which is enough to see what the page does with a picture.
import { spawnSync } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { browser, serve } from "./site.mjs";

const program = resolve(process.env.GROUNDPLAN ?? "target/debug/groundplan");
const page = `# Traffic

Half of it needs $t_{50} < 20$ ms, for $5 a month.

\`\`\`mermaid title="How a request travels"
flowchart LR
  browser --> ingress --> pod
\`\`\`

\`\`\`mermaid
flowchart LR
  broken -->
\`\`\`
`;
// Styles inside of what it draws, as the real one has them, and a complaint about a bad diagram.
const library = `
let look = "";
globalThis.mermaid = {
  initialize: (settings) => (look = settings.theme),
  render: (id, text) => text.trim().endsWith("-->") ? Promise.reject(new Error("Parse error on line 3")) : Promise.resolve({
    svg: \`<svg id="\${id}" width="200" height="80" viewBox="0 0 200 80"><style>#\${id} rect { fill: \${look === "dark" ? "rgb(9, 9, 9)" : "rgb(250, 250, 250)"}; }</style><rect width="200" height="80" style="stroke-width: 3px"/></svg>\`,
  }),
};`;
let chromium;
const roots = [];

before(async () => {
  chromium = await browser();
});
after(async () => {
  await chromium.close();
  for (const root of roots) await rm(root, { recursive: true, force: true });
});

// Builds a site with this page and these settings.
async function built(settings, files = {}) {
  const root = await mkdtemp(join(tmpdir(), "groundplan-diagram-"));
  roots.push(root);
  const all = { "groundplan.toml": `title = "Test"\n${settings}`, "content/index.md": "# Home\n\nNo diagram.\n", "content/traffic.md": page, ...files };
  for (const [path, text] of Object.entries(all)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  if (process.env.MERMAID && files["content/assets/mermaid.js"]) await copyFile(process.env.MERMAID, join(root, "content/assets/mermaid.js"));
  const { stdout, stderr, status } = spawnSync(program, ["build", "--root", root, "--output", join(root, "out")], { encoding: "utf8" });
  return { root, out: join(root, "out"), said: stdout + stderr, status };
}

async function look(out, options, act) {
  const site = await serve(out);
  const context = await chromium.newContext(options);
  const tab = await context.newPage();
  const complaints = [];
  tab.on("console", (message) => complaints.push(message.text()));
  tab.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(site.url)) complaints.push(`asked ${request.url()}`);
  });
  try {
    await tab.goto(`${site.url}/traffic/`);
    await act(tab);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
    await site.close();
  }
}

test("without settings the source is shown, and the formula needs no script", async () => {
  const { out, said, status } = await built("");
  assert.equal(status, 0, said);
  await look(out, { javaScriptEnabled: false }, async (tab) => {
    assert.equal(await tab.locator("code.language-mermaid").first().isVisible(), true);
    assert.equal(await tab.locator("figure").count(), 0);
    assert.equal(await tab.locator("math msub").count(), 1);
    assert.match(await tab.locator("main").textContent(), /for \$5 a month/);
  });
  const twin = await readFile(join(out, "traffic/index.md"), "utf8");
  assert.match(twin, /\$t_\{50\} < 20\$/);
  assert.match(twin, /browser --> ingress/);
});

test("a library of the site draws for both looks, on pages with a diagram alone", async () => {
  const { out, said, status } = await built('[mermaid]\nscript = "content/assets/mermaid.js"\n', { "content/assets/mermaid.js": library });
  assert.equal(status, 0, said);
  assert.doesNotMatch(await readFile(join(out, "index.html"), "utf8"), /unsafe-inline|mermaid/);
  for (const colorScheme of ["light", "dark"]) {
    await look(out, { colorScheme }, async (tab) => {
      const figure = tab.locator("figure.diagram").first();
      const shown = figure.locator(".drawn:visible");
      await shown.waitFor();
      assert.equal(await shown.count(), 1);
      assert.equal(await shown.getAttribute("aria-label"), "How a request travels");
      assert.match(await shown.getAttribute("class"), new RegExp(colorScheme));
      // The source is there, put away.
      assert.match(await figure.locator("details").textContent(), /browser --> ingress/);
      const broken = tab.locator("figure.failed");
      await broken.waitFor();
      assert.match(await broken.locator(".trouble").textContent(), /could not be drawn: .*rror/);
      assert.ok(await broken.locator("code").isVisible());
      await tab.emulateMedia({ media: "print" });
      assert.match(await shown.getAttribute("class"), /light/);
      assert.ok(await figure.locator("code").isVisible());
    });
  }
  await look(out, { javaScriptEnabled: false }, async (tab) => {
    assert.ok(await tab.locator("code.language-mermaid").first().isVisible());
  });
});

test("a program draws while the site is built, and what it says of a bad diagram is said where it stands", async () => {
  const draw = `let text = "";
process.stdin.on("data", (part) => (text += part)).on("end", () => {
  if (text.trim().endsWith("-->")) { console.error("Parse error on line 2"); process.exit(3); }
  console.log('<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80"><style>rect{fill:' + (process.argv[2] === "dark" ? "#222" : "#eee") + '}</style><rect width="200" height="80"/></svg>');
});`;
  const { root, out, said, status } = await built("");
  await writeFile(join(root, "draw.cjs"), draw);
  await writeFile(join(root, "groundplan.toml"), `title = "Test"\n[mermaid]\ncommand = ["node", ${JSON.stringify(join(root, "draw.cjs"))}, "{look}"]\n`);
  assert.equal(status, 0, said);
  const again = spawnSync(program, ["build", "--root", root, "--output", out], { encoding: "utf8" });
  const words = again.stdout + again.stderr;
  assert.match(words, /markdown\/bad-diagram/);
  assert.match(words, /traffic\.md:10/);
  assert.match(words, /Parse error on line 2/);
  for (const colorScheme of ["light", "dark"]) {
    await look(out, { colorScheme, javaScriptEnabled: false }, async (tab) => {
      const shown = tab.locator("figure.diagram img:visible");
      assert.equal(await shown.count(), 1);
      assert.equal(await shown.getAttribute("alt"), "How a request travels");
      assert.match(await shown.getAttribute("class"), new RegExp(colorScheme));
      assert.equal((await shown.boundingBox()).width, 200);
      assert.equal(await tab.locator("code.language-mermaid:visible").count(), 1);
    });
  }
  // What was drawn is remembered: the program may be gone.
  await rm(join(root, "draw.cjs"));
  await rm(out, { recursive: true });
  spawnSync(program, ["build", "--root", root, "--output", out], { encoding: "utf8" });
  assert.match(await readFile(join(out, "traffic/index.html"), "utf8"), /class="drawn light" src="data:image\/svg/);
});

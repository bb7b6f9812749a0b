// What a person sees who writes with the preview beside the editor.
//
// GROUNDPLAN names the program, CHROMIUM the browser.
import { spawn } from "node:child_process";
import { mkdtemp, mkdir, rm, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const program = resolve(process.env.GROUNDPLAN ?? "target/debug/groundplan");

// A theme with what a reader can change and with a script that changes the page, as themes do.
const template = `{% extends "default/page.html" %}
{% block main %}
<script src="{{ root }}{{ assets["test.js"] }}" defer></script>
<input name="search" type="search">
<div class="tabs"><button id="one">One</button><button id="two">Two</button>
<div class="tab" id="tab-one">First tab</div><div class="tab" id="tab-two" hidden>Second tab</div></div>
<details id="more"><summary>More</summary><p>Inside</p></details>
{{ super() }}
{% endblock %}
`;
const script = `
document.documentElement.dataset.scripted = "yes";
const choose = (name) => { for (const tab of document.querySelectorAll(".tab")) tab.hidden = tab.id !== "tab-" + name; };
for (const name of ["one", "two"]) document.getElementById(name).addEventListener("click", () => choose(name));
function wrap() {
  for (const pre of document.querySelectorAll("main pre")) {
    if (pre.parentNode.className === "wrapped") continue;
    const box = document.createElement("div");
    box.className = "wrapped";
    pre.replaceWith(box);
    box.append(pre);
  }
}
wrap();
document.addEventListener("groundplan:changed", wrap);
`;
const paragraphs = Array.from({ length: 60 }, (_, n) => `Paragraph ${n} of the page.\n`).join("\n");

let root;
let preview;
let browser;

async function put(path, text) {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

// Starts the preview on any free port and waits for its address.
async function start() {
  const child = spawn(program, ["serve", "--root", root, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  const address = await new Promise((done, fail) => {
    child.stdout.on("data", (text) => {
      said += text;
      const found = said.match(/http:\/\/[\d.]+:\d+/);
      if (found && said.includes("watching")) done(found[0]);
    });
    child.on("exit", (code) => fail(new Error(`the preview ended with ${code}: ${said}`)));
  });
  return { child, address };
}

before(async () => {
  root = await mkdtemp(join(tmpdir(), "preview-"));
  await put("groundplan.toml", 'title = "Test"\ntheme = "mine"\n');
  await put("themes/mine/templates/page.html", template);
  await put("themes/mine/assets/test.js", script);
  await put("themes/mine/assets/style.css", "body{color:rgb(1,2,3)}");
  await put("content/index.md", "# Home\n\nWelcome.\n");
  await put("content/a.md", `# A\n\nOld words.\n\n\`\`\`\ncode\n\`\`\`\n\n${paragraphs}`);
  await put("content/b.md", "# B\n\nAnother page.\n");
  preview = await start();
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  });
});

after(async () => {
  await browser?.close();
  if (preview) process.kill(preview.child.pid, "SIGINT");
  await rm(root, { recursive: true, force: true });
});

async function open(path) {
  const page = await browser.newPage();
  page.troubles = [];
  page.on("console", (message) => {
    const isIcon = message.location().url.endsWith("/favicon.ico");
    if (message.type() === "error" && !isIcon) page.troubles.push(message.text());
  });
  page.on("pageerror", (error) => page.troubles.push(String(error)));
  // The first news means that the tab is known to the server.
  const heard = new Promise((done) => {
    page.on("websocket", (socket) => socket.on("framereceived", done));
  });
  await page.goto(preview.address + path);
  await heard;
  return page;
}

test("a save changes the text and nothing a reader did", async () => {
  const page = await open("/a/");
  await page.fill("input[name=search]", "typed words");
  await page.click("#two");
  await page.click("#more summary");
  await page.evaluate(() => {
    window.mark = 1;
    document.querySelector("input[name=search]").focus();
    document.querySelector("input[name=search]").setSelectionRange(2, 5);
    window.scrollTo(0, 600);
  });
  const scroll = await page.evaluate(() => window.scrollY);
  await put("content/a.md", `# A\n\nNew words.\n\n\`\`\`\nother code\n\`\`\`\n\n${paragraphs}\nThe end.\n`);
  await page.waitForFunction(() => document.querySelector("main").textContent.includes("New words."));
  const state = await page.evaluate(() => ({
    mark: window.mark,
    typed: document.querySelector("input[name=search]").value,
    focus: document.activeElement.name,
    selection: [document.querySelector("input[name=search]").selectionStart, document.querySelector("input[name=search]").selectionEnd],
    tab: document.getElementById("tab-two").hidden,
    details: document.getElementById("more").open,
    scroll: window.scrollY,
    old: document.body.textContent.includes("Old words."),
    code: document.querySelector(".wrapped pre").textContent.trim(),
    end: document.body.textContent.includes("The end."),
    scripted: document.documentElement.dataset.scripted,
  }));
  assert.deepEqual(state, {
    mark: 1,
    typed: "typed words",
    focus: "search",
    selection: [2, 5],
    tab: false,
    details: true,
    scroll,
    old: false,
    code: "other code",
    end: true,
    scripted: "yes",
  });
  assert.deepEqual(page.troubles, []);
  await page.close();
});

test("a style sheet is swapped without loading the page", async () => {
  const page = await open("/b/");
  await page.evaluate(() => { window.mark = 1; });
  await put("themes/mine/assets/style.css", "body{color:rgb(9,8,7)}");
  await page.waitForFunction(() => getComputedStyle(document.body).color === "rgb(9, 8, 7)");
  await page.waitForFunction(() => document.querySelectorAll("head link[rel=stylesheet]").length === 1);
  assert.equal(await page.evaluate(() => window.mark), 1);
  await page.close();
});

test("ten tabs follow, and only those of the page change", async () => {
  const tabs = await Promise.all(Array.from({ length: 10 }, (_, n) => open(n < 9 ? "/a/" : "/b/")));
  const other = tabs[9];
  await other.evaluate(() => {
    window.changes = 0;
    document.addEventListener("groundplan:changed", () => { window.changes += 1; });
  });
  await put("content/a.md", `# A\n\nFor ten tabs.\n\n${paragraphs}`);
  await Promise.all(tabs.slice(0, 9).map((tab) =>
    tab.waitForFunction(() => document.body.textContent.includes("For ten tabs."))));
  assert.equal(await other.evaluate(() => window.changes), 0);
  await Promise.all(tabs.map((tab) => tab.close()));
});

test("findings come as cards over the last good page, and go by themselves", async () => {
  const page = await open("/b/");
  const panel = page.locator("groundplan-preview .panel");
  assert.equal(await panel.isVisible(), false);
  await put("content/b.md", '+++\nreviewed = "<b>soon</b>"\n+++\n# B\n\nAnother page.\n');
  await panel.locator("article.error").waitFor();
  const text = await panel.locator("article").first().textContent();
  assert.match(text, /page\/bad-date/);
  assert.match(text, /<b>soon<\/b>/);
  assert.equal(await panel.locator("pre b").count(), 0);
  const link = await panel.locator("a.place").first().getAttribute("href");
  assert.match(link, /^vscode:\/\/file\/.*content\/b\.md:2:\d+$/);
  assert.match(await page.textContent("main"), /Another page/);
  await put("content/b.md", "# B\n\nAnother page, mended.\n");
  await panel.waitFor({ state: "hidden" });
  await page.close();
});

test("all findings are a key away", async () => {
  await put("content/b.md", "# B\n\n[dead](nowhere.md)\n");
  const page = await open("/a/");
  await page.locator("groundplan-preview .pill").waitFor();
  await page.keyboard.press("!");
  const panel = page.locator("groundplan-preview .panel");
  await panel.getByText("link/dead").first().waitFor();
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
  await put("content/b.md", "# B\n\nAnother page.\n");
  await page.locator("groundplan-preview .pill").waitFor({ state: "hidden" });
  await page.close();
});

test("a new page offers itself, a page that moved says where it is", async () => {
  const page = await open("/b/");
  await put("content/fresh.md", "# A fresh page\n");
  const line = page.locator("groundplan-preview .line", { hasText: "New page" });
  await line.waitFor();
  assert.equal(await line.locator("a").getAttribute("href"), "/fresh/");
  await rename(join(root, "content/b.md"), join(root, "content/c.md"));
  const gone = page.locator("groundplan-preview .line", { hasText: "moved" });
  await gone.waitFor();
  assert.equal(await gone.locator("a").getAttribute("href"), "/c/");
  assert.match(await page.textContent("main"), /Another page/);
  await rename(join(root, "content/c.md"), join(root, "content/b.md"));
  await gone.waitFor({ state: "detached" });
  await page.close();
});

test("a preview that is started anew finds its tabs again", async () => {
  const page = await open("/a/");
  const { port } = new URL(preview.address);
  const ended = new Promise((done) => preview.child.removeAllListeners("exit").on("exit", done));
  process.kill(preview.child.pid, "SIGINT");
  assert.equal(await ended, 0);
  await put("content/a.md", "# A\n\nWritten while nobody watched.\n");
  const child = spawn(program, ["serve", "--root", root, "--port", port], { stdio: "ignore" });
  preview = { child, address: preview.address };
  await page.waitForFunction(() => document.body.textContent.includes("Written while nobody watched."));
  await page.close();
});

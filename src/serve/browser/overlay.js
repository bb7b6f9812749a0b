// What the preview has to say about a page: findings as cards, news as lines. All of it stands in a
// shadow of its own, so that the theme's style sheet and this one do not meet; texts are set as text.

/** Makes an element. */
function make(name, classes, text) {
  const element = document.createElement(name);
  if (classes) element.className = classes;
  if (text !== undefined) element.textContent = text;
  return element;
}

/** The part of the preview that a reader sees. */
class Overlay {
  constructor() {
    this.host = make("groundplan-preview");
    this.host.setAttribute("role", "region");
    this.host.setAttribute("aria-label", "Preview");
    const shadow = this.host.attachShadow({ mode: "open" });
    const style = make("link");
    style.rel = "stylesheet";
    style.href = "/_/overlay.css";
    this.lines = make("div", "lines");
    this.lines.setAttribute("role", "status");
    this.panel = make("section", "panel");
    this.panel.hidden = true;
    this.pill = make("button", "pill");
    this.pill.type = "button";
    this.pill.hidden = true;
    this.pill.addEventListener("click", () => this.toggle());
    shadow.append(style, this.panel, this.lines, this.pill);
    document.documentElement.append(this.host);
    document.addEventListener("keydown", (event) => this.key(event));
    this.news = null;
    this.closed = "";
    this.mode = "";
  }

  key(event) {
    const target = event.composedPath()[0];
    const isTyping = target instanceof Element && target.matches("input, textarea, select, [contenteditable]");
    if (event.key === "Escape" && this.mode) this.close();
    else if (event.key === "!" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      if (this.mode === "all") this.close();
      else this.showAll();
    }
  }

  /** Shows what the server says of this page now. */
  show(news) {
    this.news = news;
    const total = news.errors + news.warnings;
    const key = JSON.stringify([news.findings.map((finding) => finding.frame), news.trouble]);
    const isUrgent = news.trouble || news.findings.some((finding) => finding.severity === "error");
    this.pill.hidden = !total && !news.findings.length && !news.trouble;
    this.pill.classList.toggle("bad", Boolean(isUrgent));
    this.pill.textContent = `${counted(news.here, "finding")} here, ${total} in all`;
    this.pill.title = "All findings: press !";
    if (this.mode === "all") this.showAll();
    else if (!isUrgent && (this.mode !== "page" || !news.findings.length)) this.close(false);
    else if (this.closed !== key) this.showPage();
    this.current = key;
  }

  toggle() {
    if (this.mode) this.close();
    else if (this.news?.findings.length || this.news?.trouble) this.showPage();
    else this.showAll();
  }

  showPage() {
    const cards = this.news.findings.map(card);
    if (this.news.trouble) cards.unshift(troubleCard(this.news.trouble));
    const rest = this.news.here - this.news.findings.length;
    if (rest > 0) cards.push(make("p", "rest", `and ${rest} more on this page`));
    this.open("page", counted(this.news.here, "finding") + " on this page", cards);
  }

  async showAll() {
    const answer = await fetch("/_/findings.json", { cache: "no-store" });
    if (!answer.ok) return;
    const all = await answer.json();
    const title = `${counted(all.errors, "error")}, ${counted(all.warnings, "warning")} in all`;
    const cards = all.findings.map(card);
    const rest = all.errors + all.warnings - all.findings.length;
    if (rest > 0) cards.push(make("p", "rest", `and ${rest} more: groundplan check prints all`));
    this.open("all", title, cards);
  }

  open(mode, title, cards) {
    const scroll = this.mode === mode ? this.panel.scrollTop : 0;
    const head = make("header");
    const close = make("button", "close", "Close");
    close.type = "button";
    close.addEventListener("click", () => this.close());
    const other = make("a", "other", "Local view");
    other.href = "/_/";
    head.append(make("h2", "", title), other, close);
    this.panel.replaceChildren(head, ...cards);
    this.panel.hidden = false;
    this.panel.scrollTop = scroll;
    this.mode = mode;
  }

  /** Closes the panel. It stays closed until there is something else to say. */
  close(byReader = true) {
    this.closed = byReader ? this.current : "";
    this.panel.hidden = true;
    this.panel.replaceChildren();
    this.mode = "";
  }

  /** A line of news; an earlier one of the same kind goes. */
  line(kind, text, address, words) {
    this.lines.querySelector(`[data-kind="${CSS.escape(kind)}"]`)?.remove();
    const line = make("p", "line", text);
    line.dataset.kind = kind;
    if (address) {
      const link = make("a", "", words);
      link.href = address;
      line.append(" ", link);
    }
    const close = make("button", "close", "×");
    close.type = "button";
    close.setAttribute("aria-label", "Close");
    close.addEventListener("click", () => line.remove());
    line.append(close);
    this.lines.append(line);
    while (this.lines.children.length > 5) this.lines.firstChild.remove();
  }

  /** Takes a line away that is no longer true. */
  unline(kind) {
    this.lines.querySelector(`[data-kind="${CSS.escape(kind)}"]`)?.remove();
  }
}

function card(finding) {
  const card = make("article", finding.severity);
  const head = make("header");
  head.append(make("strong", "", finding.severity), " ", make("code", "", finding.code), " ");
  if (finding.editor) {
    const link = make("a", "place", finding.place);
    link.href = finding.editor;
    link.title = "Open in the editor";
    head.append(link);
  } else {
    head.append(make("span", "place", finding.place));
  }
  card.append(head, make("pre", "", finding.frame));
  return card;
}

function troubleCard(trouble) {
  const card = make("article", "error");
  card.append(make("strong", "", trouble.message));
  if (trouble.help) card.append(make("p", "", trouble.help));
  card.append(make("p", "", "You see the last site that could be read."));
  return card;
}

const counted = (count, noun) => (count === 1 ? `1 ${noun}` : `${count} ${noun}s`);

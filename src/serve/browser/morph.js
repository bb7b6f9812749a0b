// Makes the page in the browser like a newer one, and leaves alone what a reader did to it.
//
// Three trees are compared: `base` is the page as it was served before, `fresh` as it is served now,
// and the live page is what scripts and the reader made of `base`. Only what differs between `base`
// and `fresh` is done to the live page. So an opened <details>, a chosen tab, the focus, a selection
// and typed text stay: none of them is in what was served.

/** Keeps a page up to date. To be made while the page is still as it was served. */
class Morph {
  constructor(root) {
    this.base = root.cloneNode(true);
    this.live = new WeakMap();
    this.pair(this.base, root);
    this.isFirst = true;
  }

  /** Notes which live node every node of the base stands for. Both trees are alike. */
  pair(base, live) {
    this.live.set(base, live);
    let other = live.firstChild;
    for (let child = base.firstChild; child && other; child = child.nextSibling) {
      this.pair(child, other);
      other = other.nextSibling;
    }
  }

  /** Makes the page like `fresh`. False when only loading it anew would do. */
  to(fresh) {
    if (scripts(this.base) !== scripts(fresh)) return false;
    if (this.isFirst) {
      // Scripts in the head have marked these two before the base was copied.
      for (const name of ["html", "body"]) adopt(this.base, fresh, name);
      this.isFirst = false;
    }
    const active = document.activeElement;
    this.element(this.base, fresh);
    if (active && !active.isConnected) focusAgain(active);
    return true;
  }

  element(base, fresh) {
    if (base.isEqualNode(fresh)) return;
    const live = this.live.get(base);
    if (isStyle(base)) return this.style(base, fresh, live);
    for (const { name } of [...base.attributes]) {
      if (!fresh.hasAttribute(name)) {
        base.removeAttribute(name);
        live.removeAttribute(name);
      }
    }
    for (const { name, value } of [...fresh.attributes]) {
      if (base.getAttribute(name) !== value) {
        base.setAttribute(name, value);
        live.setAttribute(name, value);
      }
    }
    this.children(base, fresh, live);
  }

  children(base, fresh, live) {
    const olds = [...base.childNodes];
    const news = [...fresh.childNodes];
    // What a script took from its place or put elsewhere cannot be mended piece by piece.
    const shown = new Set(olds.map((old) => this.below(old, live)));
    if (shown.has(null) || shown.size < olds.length) return this.replaceAll(base, fresh, live);
    const partners = align(olds, news);
    const kept = new Set(partners);
    for (const old of olds) {
      if (!kept.has(old)) {
        this.below(old, live).remove();
        old.remove();
      }
    }
    let before = null;
    news.forEach((next, index) => {
      const old = partners[index];
      if (!old) {
        before = this.insert(next, base, live, before);
        return;
      }
      if (next.nodeType === Node.ELEMENT_NODE) this.element(old, next);
      else if (old.data !== next.data) {
        old.data = next.data;
        this.live.get(old).data = next.data;
      }
      before = old;
    });
  }

  /** What stands for a base node directly below `live`: its own, or what a script put around it. */
  below(base, live) {
    let node = this.live.get(base) ?? null;
    while (node && node.parentNode !== live) node = node.parentNode;
    return node;
  }

  /** Puts a copy of `next` behind `before`, or first, into both trees. */
  insert(next, base, live, before) {
    const copy = document.importNode(next, true);
    const shown = document.importNode(next, true);
    base.insertBefore(copy, before ? before.nextSibling : base.firstChild);
    // Beside the neighbour, so that what a script added stays where it is.
    const neighbour = before ? this.below(before, live) : null;
    const following = copy.nextSibling ? this.below(copy.nextSibling, live) : null;
    if (neighbour) neighbour.after(shown);
    else live.insertBefore(shown, following);
    this.pair(copy, shown);
    return copy;
  }

  replaceAll(base, fresh, live) {
    base.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
    live.replaceChildren(...[...base.childNodes].map((node) => node.cloneNode(true)));
    this.pair(base, live);
  }

  /** The old style sheet stays until the new one is there, or the page would be bare for a moment. */
  style(base, fresh, live) {
    const shown = document.importNode(fresh, true);
    const done = () => live.remove();
    shown.addEventListener("load", done, { once: true });
    shown.addEventListener("error", done, { once: true });
    live.after(shown);
    const copy = document.importNode(fresh, true);
    base.replaceWith(copy);
    this.live.set(copy, shown);
  }
}

/** The scripts of a page: they have run already, and cannot run again. */
function scripts(root) {
  const own = (script) => !script.src.includes("/_/");
  const all = [...root.querySelectorAll("script")].filter(own);
  return all.map((script) => `${script.getAttribute("src")} ${script.type} ${script.text}`).join("\n");
}

function adopt(base, fresh, name) {
  const find = (root) => (root.localName === name ? root : root.querySelector(name));
  const [old, next] = [find(base), find(fresh)];
  if (!old || !next) return;
  for (const attribute of [...old.attributes]) old.removeAttribute(attribute.name);
  for (const { name, value } of [...next.attributes]) old.setAttribute(name, value);
}

const isStyle = (node) => node.localName === "link" && node.rel === "stylesheet";

/** For each new node the old one that becomes it, in order; undefined for those that have none. */
function align(olds, news) {
  const partners = new Array(news.length);
  let start = 0;
  let oldEnd = olds.length;
  let newEnd = news.length;
  while (start < oldEnd && start < newEnd && olds[start].isEqualNode(news[start])) {
    partners[start] = olds[start];
    start += 1;
  }
  while (oldEnd > start && newEnd > start && olds[oldEnd - 1].isEqualNode(news[newEnd - 1])) {
    oldEnd -= 1;
    newEnd -= 1;
    partners[newEnd] = olds[oldEnd];
  }
  // Between the two ends: first those that are the same, then neighbours of one kind.
  const same = common(olds.slice(start, oldEnd), news.slice(start, newEnd));
  let at = start;
  let from = start;
  for (const [old, next] of [...same, [oldEnd - start, newEnd - start]]) {
    inOrder(olds, at, start + old, news, from, start + next, partners);
    if (start + next < newEnd) partners[start + next] = olds[start + old];
    at = start + old + 1;
    from = start + next + 1;
  }
  return partners;
}

/** Pairs of indices of equal nodes: the longest sequence that both lists have. */
function common(olds, news) {
  // A page with thousands of children is not worth the square of them.
  if (olds.length * news.length > 250000) return [];
  const table = Array.from({ length: olds.length + 1 }, () => new Uint32Array(news.length + 1));
  const equal = olds.map((old) => news.map((next) => isAlike(old, next) && old.isEqualNode(next)));
  for (let a = olds.length - 1; a >= 0; a -= 1) {
    for (let b = news.length - 1; b >= 0; b -= 1) {
      table[a][b] = equal[a][b] ? table[a + 1][b + 1] + 1 : Math.max(table[a + 1][b], table[a][b + 1]);
    }
  }
  const pairs = [];
  for (let a = 0, b = 0; a < olds.length && b < news.length; ) {
    if (equal[a][b]) pairs.push([a++, b++]);
    else if (table[a + 1][b] >= table[a][b + 1]) a += 1;
    else b += 1;
  }
  return pairs;
}

function inOrder(olds, at, oldEnd, news, from, newEnd, partners) {
  for (let next = from; next < newEnd; next += 1) {
    const found = olds.slice(at, oldEnd).findIndex((old) => isAlike(old, news[next]));
    if (found >= 0) {
      partners[next] = olds[at + found];
      at += found + 1;
    }
  }
}

/** Whether one node may become the other: of one kind, with one id. */
function isAlike(old, next) {
  if (old.nodeType !== next.nodeType || old.nodeName !== next.nodeName) return false;
  if (old.nodeType !== Node.ELEMENT_NODE) return true;
  const same = (name) => old.getAttribute(name) === next.getAttribute(name);
  return same("id") && (old.localName !== "input" || same("type")) && (old.localName !== "link" || same("rel"));
}

/** The reader was in an element that was replaced: its successor takes the focus and the text. */
function focusAgain(lost) {
  const named = lost.getAttribute("name");
  const next =
    (lost.id && document.getElementById(lost.id)) ||
    (named && document.querySelector(`${lost.localName}[name="${CSS.escape(named)}"]`));
  if (!next) return;
  if (typeof lost.value === "string" && "defaultValue" in lost && lost.value !== lost.defaultValue) {
    next.value = lost.value;
  }
  next.focus({ preventScroll: true });
  if (typeof lost.selectionStart === "number") {
    next.setSelectionRange(lost.selectionStart, lost.selectionEnd);
  }
}

// Keeps this tab up to date: the server says what is new, the tab fetches its own page if that is
// another, and changes what differs. This script is put into pages when they are served, never written.

const own = document.currentScript;
let channel = own.dataset.live;
let tag = own.dataset.tag;
let morph = new Morph(document.documentElement);
let isGone = false;
let failures = 0;
let updating = Promise.resolve();
const overlay = new Overlay();

function connect() {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const at = encodeURIComponent(location.pathname);
  const socket = new WebSocket(`${scheme}://${location.host}${channel}?at=${at}`);
  socket.onmessage = (event) => {
    failures = 0;
    overlay.unline("away");
    const news = JSON.parse(event.data);
    // One after the other: two changes of a page at once would not know of each other.
    updating = updating.then(() => hear(news)).catch(() => location.reload());
  };
  socket.onclose = () => {
    failures += 1;
    if (failures === 4) overlay.line("away", "The preview has ended. This page waits for it.");
    setTimeout(again, Math.min(200 * 2 ** failures, 3000));
  };
}

/** The preview was started anew perhaps: then it has another channel, and the page says which. */
async function again() {
  try {
    const page = await fetched();
    if (page.text) await show(page);
  } catch {
    // It is not there yet.
  }
  connect();
}

async function hear(news) {
  overlay.show(news);
  for (const page of news.appeared) {
    if (page.address !== location.pathname) {
      overlay.line(`new ${page.address}`, "New page:", page.address, page.title || page.address);
    }
  }
  if (news.status === 404 && !isGone && tag !== news.tag) {
    // The last content stays: somebody may be reading it.
    isGone = true;
    if (news.moved) overlay.line("gone", "This page has moved:", news.moved, news.moved);
    else overlay.line("gone", "This page is gone.", "/", "To the home page");
    return;
  }
  if (news.status === 404 && isGone) {
    if (news.moved) overlay.line("gone", "This page has moved:", news.moved, news.moved);
    return;
  }
  if (isGone) {
    isGone = false;
    overlay.unline("gone");
  }
  if (news.tag && news.tag !== tag) {
    const page = await fetched();
    if (page.text) await show(page);
  }
}

/** The page as it is now; without a text when it is the one that is shown. */
async function fetched() {
  const answer = await fetch(location.pathname + location.search, {
    cache: "no-store",
    headers: { "If-None-Match": `"${tag}"` },
  });
  if (answer.status === 304) return {};
  const isPage = (answer.headers.get("content-type") ?? "").startsWith("text/html");
  if (!isPage || (answer.status === 404 && !is404())) return {};
  return { tag: (answer.headers.get("etag") ?? "").replaceAll('"', ""), text: await answer.text() };
}

/** Whether this tab shows the page for addresses that do not exist. */
function is404() {
  const entry = performance.getEntriesByType("navigation")[0];
  return entry !== undefined && entry.responseStatus === 404;
}

async function show(page) {
  const fresh = new DOMParser().parseFromString(page.text, "text/html");
  const script = fresh.querySelector("script[data-live]");
  if (!script) return location.reload();
  channel = script.dataset.live;
  tag = script.dataset.tag;
  if (!morph.to(fresh.documentElement)) return location.reload();
  // The theme's scripts set up what is new.
  document.dispatchEvent(new CustomEvent("groundplan:changed"));
}

connect();

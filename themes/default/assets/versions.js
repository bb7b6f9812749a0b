// The versions of a site: a choice that keeps the page, and what a reader of an old one should know.
// A page says nothing of versions. All of it comes from /versions.json and from the page map of each
// version, <version>/_m/pages.js. A page from a disk can read nothing but scripts: it has /versions.js.
(function () {
  "use strict";

  // ---- Where a reader lands. src/versions/resolve.rs takes the same steps; one table of cases,
  // ---- tests/versions/resolve.json, holds both.

  // An address as maps have it: "/docs/start/index.html" is "docs/start/".
  function plain(address) {
    address = address.replace(/^\/+/, "").replace(/index\.html$/, "");
    var last = address.split("/").pop();
    return last === "" || last.indexOf(".") >= 0 ? address : address + "/";
  }

  function bare(address) {
    return address.replace(/\/+$/, "");
  }

  // The part of a divided map that has the pages of a name.
  function shard(name, count) {
    var hash = 0x811c9dc5;
    new TextEncoder().encode(bare(name)).forEach(function (byte) {
      hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
    });
    return hash % count;
  }

  // The pages of a version. `fetchFile(name)` promises a file of its `_m`, or null.
  function Pages(fetchFile) {
    var files = {};

    function get(name) {
      files[name] = files[name] || fetchFile(name).then(function (file) {
        return file && file.schema === 1 ? file : null;
      });
      return files[name];
    }

    // The pages that may have a name; null where that is not known.
    function about(name) {
      return get("pages").then(function (file) {
        if (!file || !file.shards) return file && file.pages;
        return get("pages-" + shard(name, file.shards)).then(function (part) {
          return part && part.pages;
        });
      });
    }

    return { about: about };
  }

  function idOf(address, entry) {
    return entry.id === undefined ? bare(address) : entry.id;
  }

  // The first page, by its address, that a test fits.
  function first(pages, fits) {
    return Object.keys(pages).sort().filter(function (address) {
      return fits(address, pages[address]);
    })[0];
  }

  // The same page in another version: by its id, by what was moved since, by its address, by what
  // was moved before. Undefined where there is none, null where nobody knows.
  function same(from, to, address) {
    return from.about(address).then(function (known) {
      var own = (known && known[address]) || {};
      var id = idOf(address, own);
      var earlier = own.from || [];
      var names = [id, address].concat(earlier);
      return Promise.all(names.map(to.about)).then(function (found) {
        if (found.indexOf(null) >= 0) return null;
        function moved(pages, name) {
          return first(pages, function (at, entry) {
            return (entry.from || []).indexOf(name) >= 0;
          });
        }
        function landing(how, at) {
          return at === undefined ? undefined : { address: at, how: how };
        }
        function ofEarlier(pick) {
          return earlier.map(pick).filter(function (at) {
            return at !== undefined;
          })[0];
        }
        var byId = first(found[0], function (at, entry) {
          return idOf(at, entry) === id;
        });
        var here = found[1][address] ? address : undefined;
        return landing("same", byId) || landing("moved", moved(found[1], address)) || landing("same", here) ||
          landing("moved", ofEarlier(function (name, at) {
            return found[at + 2][name] ? name : undefined;
          })) ||
          landing("moved", ofEarlier(function (name, at) {
            return moved(found[at + 2], name);
          }));
      });
    });
  }

  // Promises where a reader of `address` lands: the address in the other version, and how near that
  // is: "same", "moved", "section", "root"; "unknown" where the other does not say what it has.
  function land(from, to, address) {
    function step(at, how) {
      return same(from, to, at).then(function (landing) {
        if (landing === null) return { address: "", how: "unknown" };
        if (landing) return { address: landing.address, how: how || landing.how };
        var above = at.replace(/[^/]*\/?$/, "");
        return above ? step(above, "section") : { address: "", how: "root" };
      });
    }
    return step(plain(address), "");
  }

  // ---- What a list of versions says. ----------------------------------------------------------

  function about(entry) {
    return (entry.properties && entry.properties.groundplan) || {};
  }

  function isUnreleased(entry) {
    return about(entry).stage === "prerelease" || about(entry).stage === "development";
  }

  function isOver(entry, today) {
    return Boolean(about(entry).supported_until) && about(entry).supported_until < today;
  }

  // The version that `latest` is; else the newest that is released; else the newest.
  function newestOf(list) {
    function named(entry) {
      return (entry.aliases || []).indexOf("latest") >= 0;
    }
    return list.filter(named)[0] || list.filter(function (entry) {
      return !isUnreleased(entry);
    })[0] || list[0];
  }

  function find(list, name) {
    return list.filter(function (entry) {
      return entry.version === name || (entry.aliases || []).indexOf(name) >= 0;
    })[0];
  }

  function titleOf(entry) {
    return entry.title || entry.version;
  }

  // ---- The page. ------------------------------------------------------------------------------

  if (typeof document === "undefined") {
    // A test asks for the steps alone.
    globalThis.groundplanVersionsOf = { Pages: Pages, land: land, shard: shard };
    return;
  }

  var link = document.querySelector("#version-slot a[data-root]");
  if (!link) return;
  var top = new URL(link.getAttribute("data-root"), document.baseURI);
  var maps = {};
  var list = [];
  var asked = false;

  function make(name, attributes, text) {
    var element = document.createElement(name);
    for (var key in attributes) element.setAttribute(key, attributes[key]);
    if (text) element.textContent = text;
    return element;
  }

  // Fetches a script that calls a function with what it holds; null where there is none.
  function load(address, name) {
    return new Promise(function (done) {
      var script = make("script", { src: new URL(address, top).href });
      window[name] = function (value) {
        var own = document.currentScript;
        if (own && own.groundplanDone) own.groundplanDone(value);
      };
      script.groundplanDone = done;
      script.onload = script.onerror = function () {
        script.remove();
        done(null);
      };
      document.head.append(script);
    });
  }

  function pagesOf(entry) {
    var name = entry.version;
    maps[name] = maps[name] || Pages(function (file) {
      // What another program published has no map; asking for it would only be an error.
      if (!about(entry).schema) return Promise.resolve(null);
      return load(encodeURIComponent(name) + "/_m/" + file + ".js", "groundplanPages");
    });
    return maps[name];
  }

  // The version that is read, the name by which the address calls it, and the address below it.
  function place() {
    var path = location.pathname;
    if (path.indexOf(top.pathname) !== 0) return null;
    var parts;
    try {
      parts = path.slice(top.pathname.length).split("/").map(decodeURIComponent);
    } catch (error) {
      return null;
    }
    var entry = parts.length > 1 && find(list, parts[0]);
    return entry ? { entry: entry, name: parts[0], address: plain(parts.slice(1).join("/")) } : null;
  }

  function addressOf(name, address) {
    var parts = [name].concat(address.split("/")).map(encodeURIComponent).join("/");
    var isDisk = location.protocol === "file:" && /\/$/.test(parts);
    return new URL(parts + (isDisk ? "index.html" : ""), top).href;
  }

  // The query of the page, without what this script itself put there.
  function query() {
    var own = new URLSearchParams(location.search);
    own.delete("was");
    var text = own.toString();
    return text ? "?" + text : "";
  }

  // The address of a page in a version: an exact hit keeps query and fragment, any other says whence
  // the reader came.
  function target(name, landing, here) {
    var address = addressOf(name, landing.address);
    if (landing.how === "same") return address + query() + location.hash;
    if (!here) return address;
    var was = [here.name].concat(here.address.split("/")).map(encodeURIComponent).join("/");
    return address + "?was=" + landing.how + ":" + was;
  }

  function today() {
    var now = new Date();
    function two(number) {
      return (number < 10 ? "0" : "") + number;
    }
    return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  }

  function long(day) {
    var at = new Date(day + "T00:00:00Z");
    if (isNaN(at) || !window.Intl) return day;
    return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(at);
  }

  // ---- The choice. ----------------------------------------------------------------------------

  function choice() {
    var here = place();
    var newest = newestOf(list);
    var read = here ? here.entry : newest;
    var button = make("button", { type: "button", class: "tool version", "aria-expanded": "false", "aria-controls": "versions-panel" });
    var name = make("span", { class: "version-name" }, titleOf(read));
    button.append(make("span", { class: "unseen" }, here ? "You read version " : "Versions: the newest is "), name);
    if (here && read !== newest) button.classList.add(isOver(read, today()) ? "over" : "other");
    button.title = "Version " + titleOf(read);
    var panel = make("div", { class: "versions-panel", id: "versions-panel" });
    panel.hidden = true;
    var items = make("ul");
    var rows = list.map(function (entry) {
      return row(entry, entry === read && Boolean(here), entry === newest);
    });
    rows.forEach(function (one) {
      items.append(one.item);
    });
    var all = make("a", { class: "versions-all", href: link.href }, "All versions");
    panel.append(items, all);
    // The link stays what it was to whoever reads without this script; here it is a choice.
    link.replaceWith(button, panel);

    function row(entry, isRead, isNewest) {
      var way = make("a", { href: addressOf(entry.version, "") });
      if (isRead) way.setAttribute("aria-current", "true");
      way.append(make("span", { class: "version-name" }, titleOf(entry)));
      words(entry, isNewest).forEach(function (word) {
        way.append(" ", make("span", { class: "chip " + word.tone }, word.text));
      });
      var note = way.appendChild(make("span", { class: "version-note" }));
      var item = make("li");
      item.append(way);
      return { entry: entry, item: item, way: way, note: note, landing: null, isRead: isRead };
    }

    // Where each link leads, for the page as it is now.
    function aim() {
      rows.forEach(function (one) {
        if (one.landing) one.way.href = target(one.entry.version, one.landing, here);
      });
    }

    function know() {
      if (asked) return;
      asked = true;
      rows.forEach(function (one) {
        if (!here) return one.way.setAttribute("data-known", "");
        return land(pagesOf(here.entry), pagesOf(one.entry), here.address).then(function (landing) {
          one.landing = landing;
          one.item.classList.toggle("without", landing.how === "section" || landing.how === "root");
          one.note.textContent = one.isRead ? "" : {
            moved: "page moved",
            section: "without this page",
            root: "without this page",
          }[landing.how] || "";
          one.way.setAttribute("data-known", "");
          aim();
        });
      });
    }

    function show(isOpen) {
      panel.hidden = !isOpen;
      button.setAttribute("aria-expanded", String(isOpen));
      if (isOpen) know();
    }

    function ways() {
      return Array.prototype.slice.call(panel.querySelectorAll("a"));
    }

    button.addEventListener("pointerenter", know);
    button.addEventListener("click", function () {
      show(panel.hidden);
    });
    button.addEventListener("keydown", function (event) {
      if (event.key !== "ArrowDown") return;
      event.preventDefault();
      show(true);
      (panel.querySelector("[aria-current]") || ways()[0]).focus();
    });
    panel.addEventListener("keydown", function (event) {
      var links = ways();
      var at = links.indexOf(document.activeElement);
      var to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      links[(to + links.length) % links.length].focus();
    });
    ["pointerdown", "focusin"].forEach(function (name) {
      panel.addEventListener(name, aim);
    });
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || panel.hidden) return;
      var hadFocus = panel.contains(document.activeElement);
      show(false);
      if (hadFocus) button.focus();
    });
    document.addEventListener("pointerdown", function (event) {
      if (!panel.hidden && !panel.contains(event.target) && !button.contains(event.target)) show(false);
    });
    panel.addEventListener("focusout", function (event) {
      var next = event.relatedTarget;
      if (next && !panel.contains(next) && next !== button) show(false);
    });
    addEventListener("hashchange", aim);
  }

  // What there is to say of a version, in words first and then in colour.
  function words(entry, isNewest) {
    var own = about(entry);
    var found = [];
    if (isNewest) found.push({ text: "newest", tone: "good" });
    if (own.stage === "prerelease") found.push({ text: "pre-release", tone: "try" });
    if (own.stage === "development") found.push({ text: "in development", tone: "soon" });
    if (isOver(entry, today())) found.push({ text: "no longer supported", tone: "bad" });
    return found;
  }

  // ---- What a reader should know: which version this is, and what became of a choice. ----------

  // The box stands at the foot of the window, so that nothing of the page moves when it comes.
  function box() {
    var old = document.querySelector(".version-says");
    if (old) return old;
    var main = document.getElementById("content");
    var box = make("aside", { class: "version-says", "aria-label": "About this version" });
    if (document.documentElement.scrollHeight > innerHeight) document.documentElement.classList.add("has-version-says");
    main.insertBefore(box, main.firstChild);
    return box;
  }

  function say(kind, parts, onClose) {
    var message = make("div", { class: "version-message version-" + kind });
    var text = make("p");
    text.append.apply(text, parts);
    var close = make("button", { type: "button", class: "tool", title: "Hide" });
    close.append(make("span", { class: "sign sign-close" }), make("span", { class: "unseen" }, "Hide what is said about this version"));
    close.addEventListener("click", function () {
      var around = message.parentNode;
      message.remove();
      if (!around.children.length) {
        around.remove();
        document.documentElement.classList.remove("has-version-says");
      }
      document.getElementById("content").focus({ preventScroll: true });
      if (onClose) onClose();
    });
    message.append(text, close);
    box().append(message);
  }

  function isHidden(name) {
    try {
      return sessionStorage.getItem("groundplan-version-hidden") === name;
    } catch (error) {
      return false;
    }
  }

  function hide(name) {
    try {
      sessionStorage.setItem("groundplan-version-hidden", name);
    } catch (error) {
      // It is then hidden on this page.
    }
  }

  function strong(text) {
    return make("strong", {}, text);
  }

  function noteOf(entry) {
    var note = about(entry).note;
    return note ? " " + note.replace(/[.!?]?$/, ".") : "";
  }

  // What is said of the version that is read; null where that is the newest, and supported.
  function warning(entry, newest) {
    var own = about(entry);
    var over = isOver(entry, today());
    var note = noteOf(entry);
    if (over) return { kind: "over", parts: [strong("Version " + titleOf(entry) + " is no longer supported"), " since " + long(own.supported_until) + "." + note] };
    if (entry === newest) return null;
    if (own.stage === "development") return { kind: "other", parts: [strong("Version " + titleOf(entry) + " is in development."), " What stands here can still change." + note] };
    if (own.stage === "prerelease") return { kind: "other", parts: [strong("Version " + titleOf(entry) + " is not released yet."), " What stands here can still change." + note] };
    if (list.indexOf(entry) < list.indexOf(newest)) return null;
    return { kind: "old", parts: [strong("You read version " + titleOf(entry) + "."), " The newest is " + titleOf(newest) + "." + note] };
  }

  function banner(here) {
    var newest = newestOf(list);
    var warned = here && warning(here.entry, newest);
    if (!warned || isHidden(here.entry.version)) return Promise.resolve();
    if (here.entry === newest) {
      say(warned.kind, warned.parts, function () { hide(here.entry.version); });
      return Promise.resolve();
    }
    return land(pagesOf(here.entry), pagesOf(newest), here.address).then(function (landing) {
      var name = (newest.aliases || []).indexOf("latest") >= 0 ? "latest" : newest.version;
      var to = titleOf(newest);
      var text = here.address === "" ? "" : { same: "This page in " + to, moved: "This page in " + to, section: "The nearest section there" }[landing.how];
      text = text || "The contents of " + to;
      if (landing.how === "section" || landing.how === "root") {
        var parts = warned.kind === "old" ? warned.parts.slice(0, 1) : warned.parts;
        var words = warned.kind === "old" ? " The newest, " + to + ", is without this page." + noteOf(here.entry) : " Version " + to + " is without this page.";
        warned.parts = parts.concat(words);
      }
      var way = make("a", { href: target(name, landing, here) }, text);
      ["pointerdown", "focusin"].forEach(function (event) {
        way.addEventListener(event, function () { way.href = target(name, landing, here); });
      });
      say(warned.kind, warned.parts.concat(" ", way), function () { hide(here.entry.version); });
    });
  }

  // What became of a choice that did not lead to the same page.
  function arrival(here) {
    var was = new URLSearchParams(location.search).get("was");
    if (was === null) return;
    try {
      history.replaceState(history.state, "", location.pathname + query() + location.hash);
    } catch (error) {
      // From a disk the address stays as it is.
    }
    var parts = /^(moved|section|root|unknown):([^/]+)\/(.*)$/.exec(was);
    var from = parts && find(list, parts[2]);
    // An address that somebody made up says nothing here.
    var isWithin = parts && !/(^|\/)\.\.?(\/|$)|\\|^\/|\/\//.test(parts[3]);
    if (!here || !from || !isWithin) return;
    var page = make("a", { href: addressOf(parts[2], parts[3]) }, "the page you read in " + titleOf(from));
    var now = titleOf(here.entry);
    say("plain", {
      moved: [strong("This page has another place in " + now + "."), " You came from ", page, "."],
      section: [strong("Version " + now + " is without the page you read."), " This is the nearest section; back to ", page, "."],
      root: [strong("Version " + now + " is without the page you read."), " These are its contents; back to ", page, "."],
      unknown: [strong("These are the contents of version " + now + "."), " Which pages it has is not known; back to ", page, "."],
    }[parts[1]]);
  }

  // ---- What a service's page in a version shows of roadmap, events and news: what is true today.

  // The page itself names the script that has it and calls this, before anything is drawn.
  window.groundplanCurrent = function (services) {
    ["roadmap", "events", "news"].forEach(function (kind) {
      document.querySelectorAll("[data-" + kind + "]").forEach(function (hole) {
        var id = new URLSearchParams(hole.getAttribute("data-" + kind)).get("service");
        var told = Object.prototype.hasOwnProperty.call(services, id) && services[id][kind];
        // What is not told any more stays a link to where it was told.
        if (told) fill(hole, told, "data-" + kind);
      });
    });
    document.dispatchEvent(new Event("groundplan:changed"));
  };

  // Puts in what the templates of the theme made, seen from the top of the site.
  function fill(hole, html, name) {
    var template = make("template");
    template.innerHTML = html;
    template.content.querySelectorAll("[href]").forEach(function (link) {
      link.setAttribute("href", new URL(link.getAttribute("href"), top).href);
    });
    var block = template.content.querySelector(".block") || template.content.firstElementChild;
    if (block) block.setAttribute(name, hole.getAttribute(name));
    hole.replaceWith(template.content);
  }

  // ---- The page of all versions: as the list is now, which may have grown since the page was made.

  function allVersions() {
    var box = document.getElementById("versions");
    if (!box) return;
    var rows = {};
    box.querySelectorAll("li[data-version]").forEach(function (row) {
      rows[row.getAttribute("data-version")] = row;
      row.remove();
    });
    list.forEach(function (entry) {
      var row = rows[entry.version] || pageRow(entry);
      var title = row.querySelector(".title");
      words(entry, entry === newestOf(list)).forEach(function (word) {
        var isSaid = Array.prototype.some.call(title.querySelectorAll(".chip"), function (chip) {
          return chip.textContent === word.text;
        });
        if (!isSaid) title.append(make("span", { class: "chip " + word.tone }, word.text));
      });
      box.append(row);
    });
  }

  function pageRow(entry) {
    var own = about(entry);
    var address = addressOf(entry.version, "");
    var row = make("li", { "data-version": entry.version });
    var title = row.appendChild(make("p", { class: "title" }));
    title.append(make("a", { href: address }, titleOf(entry)));
    var facts = make("p", { class: "facts-line" });
    [["Released ", own.released], ["Supported until ", own.supported_until]].forEach(function (fact) {
      if (!fact[1]) return;
      var span = facts.appendChild(make("span", {}, fact[0]));
      span.append(make("time", { datetime: fact[1] }, long(fact[1])));
    });
    var text = row.appendChild(make("div"));
    text.append(facts);
    if (own.note) text.append(make("p", { class: "note" }, own.note));
    var ways = row.appendChild(make("ul", { class: "ways" }));
    ways.appendChild(make("li")).append(make("a", { href: address, "aria-label": "Contents of " + titleOf(entry) }, "Contents"));
    return row;
  }

  // The list of versions. Other programs change the list alone, so that is read where it can be.
  function listed() {
    function script() {
      return load("versions.js", "groundplanVersions");
    }
    if (location.protocol === "file:" || !window.fetch) return script();
    return fetch(new URL("versions.json", top).href).then(function (answer) {
      return answer.ok ? answer.json() : script();
    }).catch(script);
  }

  listed().then(function (found) {
    list = Array.isArray(found) ? found.filter(function (entry) {
      return entry && typeof entry.version === "string";
    }) : [];
    // Nothing to choose from: the link leads to a page that says so.
    if (!list.length) return;
    choice();
    allVersions();
    var here = place();
    arrival(here);
    banner(here);
  });
})();

// Searches the site: fetches the files of the index that a question needs, and shows what it finds.
// It is loaded when somebody begins to search.
(function () {
  "use strict";

  // ---- The engine: words, files, scores. ------------------------------------------------------

  var FORMAT = 1;
  var LONGEST = 16;
  // A word that only begins as asked, or is spelled a little otherwise, counts less.
  var PREFIX = 0.7;
  var TYPO = 0.55;
  var SYNONYM = 0.7;
  var PHRASE = 0.3;
  // A page that has all words of a question comes before one that has only some.
  var COVERAGE = 1.5;
  // So many hits are seen at once on a phone, and are read first anywhere: they wait for nothing else.
  var SCREEN = 3;
  // A page with less than this part of the best score is not shown.
  var TAIL = 0.18;
  // More words than this cost more files than they are worth.
  var MEANINGS = 12;

  function fold(text) {
    if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
    return text.normalize("NFD").replace(/\p{M}+/gu, "").toLowerCase();
  }

  // The same cuts as when the index was made: tests/search/words.json holds both to one table.
  function stem(word) {
    if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
    if (word.length > 4 && /ies$/.test(word)) word = word.slice(0, -3) + "y";
    else if (/s$/.test(word) && !/(ss|us|is)$/.test(word)) word = word.slice(0, -1);
    var ending = /ing$/.test(word) ? 3 : /ed$/.test(word) ? 2 : 0;
    var left = word.slice(0, word.length - ending);
    if (ending && left.length >= 3 && /[aeiouy]/.test(left)) {
      word = left;
      if (word.length > 3 && /(.)\1$/.test(word) && !/[lsz]$/.test(word)) word = word.slice(0, -1);
    }
    return word.length > 4 && /e$/.test(word) ? word.slice(0, -1) : word;
  }

  var DENSE = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{2ffff}]/u;
  var PARTS = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{2ffff}]+|(?:(?![\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{2ffff}])[\p{Alphabetic}\p{N}])+/gu;

  // The words of a text, as they are written and as they are looked up.
  function words(text, head) {
    var found = [];
    (fold(text).match(PARTS) || []).forEach(function (part) {
      if (DENSE.test(part)) {
        var letters = Array.from(part);
        if (letters.length === 1) found.push({ typed: part, word: part });
        for (var at = 1; at < letters.length; at++) {
          var pair = letters[at - 1] + letters[at];
          found.push({ typed: pair, word: pair });
        }
      } else if (Array.from(part).length <= 40 && head.stop.indexOf(part) < 0) {
        found.push({ typed: part, word: head.english ? stem(part) : part });
      }
    });
    return found;
  }

  // Whether two words differ by one letter: put in, left out, another, or two that changed places.
  function isNear(a, b) {
    if (a === b) return true;
    if (Math.abs(a.length - b.length) > 1) return false;
    var at = 0;
    while (at < a.length && at < b.length && a[at] === b[at]) at++;
    var left = a.slice(at);
    var right = b.slice(at);
    return left.slice(1) === right || left === right.slice(1) || left.slice(1) === right.slice(1) ||
      (left.length > 1 && left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2));
  }

  // `fetchFile(name, done)` brings a file of the index.
  function Engine(fetchFile) {
    var files = {};

    function get(name, done) {
      var file = files[name] || (files[name] = { waiting: [] });
      if ("data" in file) return done(file.data);
      file.waiting.push(done);
      if (file.waiting.length > 1) return undefined;
      return fetchFile(name, function (data) {
        if (name === "index" && data && data.format !== FORMAT) data = null;
        file.data = data;
        file.waiting.forEach(function (waiting) {
          waiting(data);
        });
        file.waiting = [];
      });
    }

    function all(names, done) {
      var left = names.length;
      var found = [];
      if (!left) return done(found);
      names.forEach(function (name, at) {
        get(name, function (data) {
          found[at] = data;
          left -= 1;
          if (!left) done(found);
        });
      });
      return undefined;
    }

    // The files that may hold words which begin so.
    function filesOf(head, start, isPrefix) {
      var last = isPrefix ? start + "\uffff" : start;
      var names = [];
      for (var at = 0; at < head.words.length; at++) {
        var first = head.words[at];
        if (at > 0 && first === "") break;
        var next = head.words[at + 1];
        if (first <= last && (!next || next > start)) names.push("w" + at);
      }
      // A letter or two may begin half of all words: those of the first files must do.
      return names.slice(0, 3);
    }

    // `isLast` finds words that begin so; `isAsked` looks for another spelling where there is none.
    function lookUp(head, word, isLast, isAsked, done) {
      all(filesOf(head, word.word, isLast), function (found) {
        var hits = [];
        found.forEach(function (file) {
          (file || []).forEach(function (entry) {
            if (entry[0] === word.word || entry[0] === word.typed) hits.push({ list: entry[1], part: 1 });
            else if (isLast && (entry[0].indexOf(word.typed) === 0 || entry[0].indexOf(word.word) === 0)) {
              hits.push({ list: entry[1], part: PREFIX * Math.max(0.4, word.typed.length / entry[0].length) });
            }
          });
        });
        if (hits.length || !isAsked || word.word.length < 4) return done(hits);
        return respell(head, word, done);
      });
    }

    // Nothing begins so: perhaps it is spelled wrong.
    function respell(head, word, done) {
      var length = Array.from(word.word).length;
      var names = [length - 1, length, length + 1]
        .map(function (letters) {
          return "s" + Math.min(LONGEST, Math.max(3, letters));
        })
        .filter(function (name, at, all) {
          return all.indexOf(name) === at;
        });
      all(names, function (found) {
        var near = [];
        found.forEach(function (text) {
          (text || "").split(" ").forEach(function (other) {
            if (other && isNear(word.word, other)) near.push(other);
          });
        });
        near = near.slice(0, 4);
        var wanted = [];
        near.forEach(function (other) {
          wanted = wanted.concat(filesOf(head, other, false));
        });
        all(wanted, function (lists) {
          var hits = [];
          lists.forEach(function (file) {
            (file || []).forEach(function (entry) {
              if (near.indexOf(entry[0]) >= 0) hits.push({ list: entry[1], part: TYPO });
            });
          });
          done(hits);
        });
      });
    }

    // Other words for parts of a question: those that mean the same, and terms of the glossary.
    function meanings(head, asked) {
      var own = asked.map(function (one) { return one.word; });
      var text = " " + own.join(" ") + " ";
      var more = [];
      head.synonyms.forEach(function (group) {
        var phrases = group.map(function (phrase) { return words(phrase, head); });
        var said = phrases.filter(function (phrase) {
          return phrase.length && text.indexOf(" " + phrase.map(function (one) { return one.word; }).join(" ") + " ") >= 0;
        });
        if (!said.length) return;
        var stands = [].concat.apply([], said).map(function (one) { return one.word; });
        phrases.forEach(function (phrase) {
          phrase.forEach(function (other) {
            if (own.indexOf(other.word) >= 0) return;
            more.push({ typed: other.typed, word: other.word, for: stands, part: phrase.length > 1 ? PHRASE : SYNONYM });
          });
        });
      });
      return more;
    }

    // Calls `done` with the pages a question leads to, best first: page, score, passages.
    function find(question, done) {
      get("index", function (head) {
        if (!head) return done(null);
        var asked = words(question, head);
        if (!asked.length) return done({ head: head, asked: asked, hits: [] });
        var ends = /[\s.,;:!?]$/.test(question);
        var more = meanings(head, asked).slice(0, MEANINGS);
        var every = asked.concat(more);
        var left = every.length;
        var tally = Tally(head.pages, asked.length);
        every.forEach(function (word, at) {
          var isAsked = at < asked.length;
          var isLast = at === asked.length - 1 && !ends;
          lookUp(head, word, isLast || isAsked && word.typed.length > 3, isAsked, function (hits) {
            // A synonym answers for the words that it stands for, and shares their place.
            var slots = isAsked ? [at] : asked.map(function (_, slot) { return slot; }).filter(function (slot) {
              return word.for.indexOf(asked[slot].word) >= 0;
            });
            tally.add(hits, slots, isAsked ? 1 : word.part / slots.length);
            left -= 1;
            if (!left) done({ head: head, asked: asked, hits: tally.rank() });
          });
        });
        return undefined;
      });
    }

    // What is known of each page: how well it answers each of `count` words, and where. Numbers in rows,
    // since a word may be on every page of a large site.
    function Tally(pages, count) {
      var scores = new Float64Array(pages * count);
      var best = new Float64Array(pages);
      var where = new Int32Array(pages);
      var said = new Array(pages);
      var met = [];

      // What was found for one word; of each page its best.
      function add(hits, slots, part) {
        var now = [];
        hits.forEach(function (hit) {
          var page = 0;
          for (var i = 0; i < hit.list.length; i += 3) {
            page += hit.list[i];
            var score = hit.list[i + 1] * hit.part;
            if (best[page] === 0) now.push(page);
            if (score <= best[page]) continue;
            best[page] = score;
            where[page] = hit.list[i + 2];
          }
        });
        now.forEach(function (page) {
          var score = best[page] * part;
          best[page] = 0;
          if (!said[page]) {
            said[page] = [];
            met.push(page);
          }
          said[page].push(where[page], score);
          slots.forEach(function (slot) {
            var at = page * count + slot;
            if (score > scores[at]) scores[at] = score;
          });
        });
      }

      // The pages, best first.
      function rank() {
        var hits = met.map(function (page) {
          var sum = 0;
          var words = 0;
          for (var at = page * count; at < (page + 1) * count; at++) {
            if (!scores[at]) continue;
            sum += scores[at];
            words += 1;
          }
          return { page: page, score: sum * Math.pow(words / count, COVERAGE), met: words, said: said[page] };
        });
        hits.sort(function (a, b) {
          return b.score - a.score || a.page - b.page;
        });
        // What is far behind the first has the words by chance.
        var least = hits.length ? hits[0].score * TAIL : 0;
        return hits.filter(function (hit) { return hit.score >= least; });
      }

      return { add: add, rank: rank };
    }

    // The passages of a hit, those first that say most about what was asked.
    function passages(hit) {
      var scores = {};
      for (var i = 0; i < hit.said.length; i += 2) scores[hit.said[i]] = (scores[hit.said[i]] || 0) + hit.said[i + 1];
      return Object.keys(scores).map(Number).sort(function (a, b) {
        return scores[b] - scores[a];
      });
    }

    // Calls `done` with what is shown of these pages.
    function show(head, pages, done) {
      var names = pages.map(function (page) { return "p" + Math.floor(page / head.group); });
      all(names, function (groups) {
        done(pages.map(function (page, at) {
          var one = (groups[at] || [])[page % head.group];
          return one && { url: one[0], title: one[1], kind: one[2], summary: one[3], owner: one[4], support: one[5], passages: one[6] };
        }));
      });
    }

    function facets(done) {
      get("facets", done);
    }

    // The first file of all, before anything is asked.
    function begin() {
      get("index", function () {});
    }

    return { begin: begin, find: find, show: show, facets: facets, passages: passages, words: words };
  }

  if (typeof document === "undefined") {
    // Tests run the engine without a page.
    globalThis.groundplanEngine = Engine;
    globalThis.groundplanWords = words;
    return;
  }

  // ---- The page: a dialog everywhere, and /search/ with its address. --------------------------

  var own = document.currentScript;
  var base = own.getAttribute("data-index");
  var top = own.getAttribute("data-root");
  var waiting = {};
  window.groundplanSearch = function (name, data) {
    if (waiting[name]) waiting[name](data);
  };
  // Files are scripts, since a page from disk may load nothing else.
  var engine = Engine(function (name, done) {
    var script = document.createElement("script");
    var isDone = false;
    waiting[name] = function (data) {
      isDone = true;
      done(data);
    };
    script.src = base + name + ".js";
    script.onload = script.onerror = function () {
      script.remove();
      if (!isDone) done(null);
    };
    document.head.appendChild(script);
  });

  function make(name, attributes, children) {
    var element = document.createElement(name);
    for (var key in attributes) element.setAttribute(key, attributes[key]);
    [].concat(children || []).forEach(function (child) {
      element.append(child);
    });
    return element;
  }

  // A text with the words marked that were asked for.
  function marked(text, asked) {
    var parts = [];
    var at = 0;
    var wanted = asked.map(function (one) { return one.word; });
    var pattern = /[\p{L}\p{N}\p{M}]+/gu;
    var found;
    while ((found = pattern.exec(text))) {
      var plain = fold(found[0]);
      var cut = stem(plain);
      var isHit = wanted.some(function (word) {
        return cut === word || (word.length > 2 && plain.indexOf(word) === 0) || (DENSE.test(word) && plain.indexOf(word) >= 0);
      });
      if (!isHit) continue;
      parts.push(text.slice(at, found.index), make("mark", {}, found[0]));
      at = found.index + found[0].length;
    }
    parts.push(text.slice(at));
    return parts;
  }

  function address(one, passage) {
    var url = top + one.url;
    if (location.protocol === "file:") url = url.replace(/(^|\/)$/, "$1index.html");
    return passage && passage[0] ? url + "#" + encodeURIComponent(passage[0]) : url;
  }

  // One hit: the page, and the passages that say most about what was asked.
  function entry(one, hit, asked, number) {
    var link = make("a", { href: address(one), id: number === undefined ? "" : "hit-" + number, class: "hit-link" }, marked(one.title, asked));
    var head = make("div", { class: "hit-head" }, [link, make("span", { class: "chip" }, one.kind)]);
    var item = make("li", { class: "hit" }, [head]);
    if (one.summary) item.append(make("p", { class: "hit-summary" }, marked(one.summary, asked)));
    var people = [one.owner, one.support].filter(Boolean).join(" · ");
    if (one.kind === "Service" && people) item.append(make("p", { class: "small" }, people));
    var passages = engine.passages(hit)
      .map(function (at) { return one.passages && one.passages[at]; })
      .filter(function (passage) { return passage && passage[0]; })
      .slice(0, 2);
    if (passages.length) {
      item.append(make("ul", { class: "hit-passages" }, passages.map(function (passage) {
        return make("li", {}, [
          make("a", { href: address(one, passage) }, marked(passage[1], asked)),
          make("span", { class: "small" }, [" · "].concat(marked(passage[2], asked))),
        ]);
      })));
    }
    return item;
  }

  // Asks, and puts as many hits into a list as `limit` says; `narrow` may leave some out.
  function Asking(list, output, limit, narrow) {
    var round = 0;
    return function (question, done) {
      var mine = (round += 1);
      if (!question.trim()) {
        list.replaceChildren();
        output.textContent = "";
        return done && done([], null);
      }
      return engine.find(question, function (found) {
        if (mine !== round) return;
        if (!found) {
          output.textContent = "The search could not be loaded.";
          return;
        }
        narrow(found.hits, function (hits) {
          if (mine !== round) return;
          var shown = hits.slice(0, limit());
          // The first hits are drawn before the rest is asked for.
          draw(0, Math.min(SCREEN, shown.length));
          function draw(from, to) {
            var now = shown.slice(from, to);
            engine.show(found.head, now.map(function (hit) { return hit.page; }), function (pages) {
              if (mine !== round) return;
              var items = pages.map(function (one, at) {
                return one ? entry(one, now[at], found.asked, from + at) : "";
              });
              if (from === 0) list.replaceChildren.apply(list, items);
              else list.append.apply(list, items);
              output.textContent = hits.length === 0 ? "Nothing found. Try another word, or fewer." : hits.length === 1 ? "1 page" : hits.length + " pages";
              if (to < shown.length) painted(function () { draw(to, shown.length); });
              else if (done) done(hits, found);
            });
          }
        });
      });
    };
  }

  // Calls `done` when the browser has shown what was drawn; soon, where it shows nothing.
  function painted(done) {
    var isDone = false;
    function once() {
      if (isDone) return;
      isDone = true;
      done();
    }
    requestAnimationFrame(function () { setTimeout(once); });
    setTimeout(once, 100);
  }

  function everything(hits, done) {
    done(hits);
  }

  // The dialog.
  var dialog = null;
  function open() {
    if (!dialog) dialog = build();
    if (!dialog.open) dialog.showModal();
    var field = dialog.querySelector("input");
    field.focus();
    field.select();
  }

  function build() {
    var field = make("input", { type: "search", name: "q", autocomplete: "off", spellcheck: "false", "aria-label": "Search", "aria-controls": "hits", placeholder: "Search services, guides, roadmap …" });
    var close = make("button", { type: "button", class: "tool" }, "Close");
    var output = make("output", { class: "small" });
    var list = make("ol", { class: "hits", id: "hits" });
    var more = make("a", { class: "hit-all", href: page("") }, "All results");
    more.hidden = true;
    var box = make("dialog", { class: "search-box", "aria-label": "Search" }, [
      make("div", { class: "search-line" }, [field, close]), list, make("div", { class: "search-foot" }, [output, more]),
    ]);
    var ask = Asking(list, output, function () { return 8; }, everything);
    engine.begin();
    function search() {
      more.href = page(field.value);
      ask(field.value, function (hits) {
        more.hidden = hits.length < 1;
      });
    }
    field.addEventListener("input", search);
    close.addEventListener("click", function () {
      box.close();
    });
    box.addEventListener("click", function (event) {
      if (event.target === box) box.close();
    });
    // Arrows go through the hits, Enter follows one, as in a list.
    box.addEventListener("keydown", function (event) {
      var links = Array.from(list.querySelectorAll(".hit-link"));
      var at = links.indexOf(document.activeElement);
      if (event.key === "ArrowDown" && links.length) {
        event.preventDefault();
        links[Math.min(at + 1, links.length - 1)].focus();
      } else if (event.key === "ArrowUp" && at >= 0) {
        event.preventDefault();
        if (at === 0) field.focus();
        else links[at - 1].focus();
      } else if (event.key === "Enter" && document.activeElement === field && field.value.trim()) {
        event.preventDefault();
        location.href = page(field.value);
      }
    });
    document.body.append(box);
    return box;
  }

  function page(question) {
    var url = top + "search/" + (location.protocol === "file:" ? "index.html" : "");
    return question.trim() ? url + "?q=" + encodeURIComponent(question.trim()) : url;
  }

  // The page of the search: everything found, narrowed by kind, service and persona.
  function ofPage(form) {
    var list = document.getElementById("search-hits");
    var output = form.querySelector("output");
    var field = form.querySelector("input");
    var choices = Array.from(form.querySelectorAll("select"));
    var more = document.getElementById("search-more");
    var limit = 20;
    engine.begin();
    // What was found, before the choices narrow it.
    var all = [];

    // Whether a page is what the choices ask for, but for one of them.
    function Fit(facets) {
      var tests = {
        kind: function (page, value) { return facets.kinds[facets.kind[page]] === value; },
        service: function (page, value) { return has(facets.services, facets.of_service, page, value); },
        persona: function (page, value) { return has(facets.personas, facets.of_persona, page, value); },
      };
      return function (page, but, more) {
        return choices.every(function (choice) {
          var value = choice === but ? more : choice.value;
          return !value || tests[choice.name](page, value);
        });
      };
    }

    function narrow(hits, done) {
      all = hits;
      if (!choices.some(function (choice) { return choice.value; })) return done(hits);
      return engine.facets(function (facets) {
        var fits = facets && Fit(facets);
        done(fits ? hits.filter(function (hit) { return fits(hit.page); }) : hits);
      });
    }

    // How many pages each choice would leave. The hits themselves come first.
    function count() {
      engine.facets(function (facets) {
        if (!facets) return;
        var fits = Fit(facets);
        choices.forEach(function (choice) {
          var left = all.filter(function (hit) { return fits(hit.page, choice); });
          Array.from(choice.options).forEach(function (option) {
            if (!option.value) return;
            var count = left.filter(function (hit) { return fits(hit.page, choice, option.value); }).length;
            option.textContent = option.getAttribute("data-label") + " (" + count + ")";
            option.disabled = !count && !option.selected;
          });
        });
      });
    }

    // Nothing is asked: nothing is counted.
    function forget() {
      choices.forEach(function (choice) {
        Array.from(choice.options).forEach(function (option) {
          if (option.value) option.textContent = option.getAttribute("data-label");
          option.disabled = false;
        });
      });
    }

    function has(names, of, page, value) {
      for (var at = 0; at < names.length; at++) if (names[at][1] === value) return of[at].indexOf(page) >= 0;
      return false;
    }

    function fill(done) {
      engine.facets(function (facets) {
        var options = facets && {
          kind: facets.kinds.map(function (kind) { return [kind, kind]; }),
          service: facets.services,
          persona: facets.personas,
        };
        choices.forEach(function (choice) {
          ((options && options[choice.name]) || []).forEach(function (one) {
            choice.append(make("option", { value: one[1], "data-label": one[0] }, one[0]));
          });
          choice.closest("label").hidden = choice.options.length < 3;
        });
        done();
      });
    }

    var ask = Asking(list, output, function () { return limit; }, narrow);
    var addressing = 0;
    function search() {
      ask(field.value, function (hits, found) {
        more.hidden = hits.length <= limit;
        if (found) count();
        else forget();
      });
      // The address follows when the typing rests: browsers refuse to change it too often.
      clearTimeout(addressing);
      addressing = setTimeout(keep, 150);
    }

    // Puts the search into the address of the page, so that it can be shared.
    function keep() {
      clearTimeout(addressing);
      var query = new URLSearchParams();
      [field].concat(choices).forEach(function (one) {
        if (one.value.trim()) query.set(one.name, one.value.trim());
      });
      var text = query.toString();
      try {
        history.replaceState(null, "", location.pathname + (text ? "?" + text : ""));
      } catch (error) {
        // From disk the address stays as it is.
      }
    }

    var asked = new URLSearchParams(location.search);
    fill(function () {
      field.value = asked.get("q") || "";
      choices.forEach(function (choice) {
        choice.value = asked.get(choice.name) || "";
        if (choice.selectedIndex < 0) choice.value = "";
      });
      if (field.value) search();
    });
    form.addEventListener("input", function () {
      limit = 20;
      search();
    });
    list.addEventListener("click", keep);
    form.addEventListener("submit", function (event) {
      event.preventDefault();
    });
    more.addEventListener("click", function () {
      limit += 20;
      search();
    });
    field.focus();
  }

  window.groundplanOpenSearch = open;
  var form = document.getElementById("search-form");
  if (form) ofPage(form);
  if (own.hasAttribute("data-open")) open();
})();

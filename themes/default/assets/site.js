// What a reader gains with script. Every page is whole without it.
(function () {
  "use strict";
  var root = document.documentElement;

  function all(selector, from) {
    return Array.prototype.slice.call((from || document).querySelectorAll(selector));
  }

  function make(name, attributes, text) {
    var element = document.createElement(name);
    for (var key in attributes) element.setAttribute(key, attributes[key]);
    if (text) element.textContent = text;
    return element;
  }

  // What is remembered between pages; storage can be forbidden.
  function remembered(key) {
    try {
      return localStorage.getItem("groundplan-" + key);
    } catch (error) {
      return null;
    }
  }

  function remember(key, value) {
    try {
      if (value === null) localStorage.removeItem("groundplan-" + key);
      else localStorage.setItem("groundplan-" + key, value);
    } catch (error) {
      // The choice then holds for this page.
    }
  }

  // Says something to readers of the screen by ear.
  var voice = null;
  function say(text) {
    if (!voice) voice = document.body.appendChild(make("div", { class: "unseen", role: "status" }));
    voice.textContent = text;
  }

  // The look: as the system says, light, dark.
  function look() {
    var button = document.querySelector(".theme");
    if (!button) return;
    var names = { system: "as the system says", light: "light", dark: "dark" };
    var order = ["system", "light", "dark"];
    function show() {
      var now = root.getAttribute("data-theme") || "system";
      button.querySelector(".unseen").textContent = "Look: " + names[now];
      button.title = "Look: " + names[now];
    }
    button.addEventListener("click", function () {
      var now = root.getAttribute("data-theme") || "system";
      var next = order[(order.indexOf(now) + 1) % 3];
      if (next === "system") root.removeAttribute("data-theme");
      else root.setAttribute("data-theme", next);
      remember("theme", next === "system" ? null : next);
      show();
      say("Look: " + names[next]);
    });
    show();
  }

  // The drawer is a popover and needs no script; a window that becomes wide closes it.
  function drawer() {
    var menu = document.getElementById("menu");
    if (!menu) return;
    matchMedia("(min-width: 64rem)").addEventListener("change", function (wide) {
      if (wide.matches && menu.hidePopover && menu.matches(":popover-open")) menu.hidePopover();
    });
    var current = menu.querySelector("a[aria-current]");
    if (current && menu.scrollHeight > menu.clientHeight) {
      menu.scrollTop = current.offsetTop - menu.clientHeight / 3;
    }
  }

  // On this page: the heading that is being read.
  function contents() {
    var links = all(".contents-side a");
    if (!links.length || !window.IntersectionObserver) return;
    var pairs = links
      .map(function (link) {
        return { link: link, head: document.getElementById(decodeURIComponent(link.hash.slice(1))) };
      })
      .filter(function (pair) {
        return pair.head;
      });
    var now = null;
    function follow() {
      var found = null;
      var atEnd = innerHeight + scrollY >= root.scrollHeight - 4;
      pairs.forEach(function (pair) {
        if (atEnd || pair.head.getBoundingClientRect().top < innerHeight * 0.3) found = pair.link;
      });
      if (atEnd && scrollY === 0) found = null;
      if (found === now) return;
      if (now) now.removeAttribute("aria-current");
      if (found) found.setAttribute("aria-current", "true");
      now = found;
    }
    var watcher = new IntersectionObserver(follow, { rootMargin: "0px 0px -70% 0px" });
    pairs.forEach(function (pair) {
      watcher.observe(pair.head);
    });
    var end = document.querySelector(".foot");
    if (end) new IntersectionObserver(follow, { threshold: [0, 1] }).observe(end);
  }

  // Tabs: those of one label turn together over the page, and the next page remembers.
  function tabs() {
    var groups = [];
    all(".tabs").forEach(function (box, number) {
      if (box.querySelector(".tab-list")) return;
      var panels = all(":scope > .tab", box);
      if (panels.length < 2) return;
      var list = make("div", { class: "tab-list", role: "tablist", "aria-label": box.getAttribute("aria-label") || "Choice" });
      var group = { buttons: [], panels: panels, labels: [] };
      panels.forEach(function (panel, index) {
        var title = panel.querySelector(":scope > .tab-label");
        var label = (panel.getAttribute("data-label") || (title ? title.textContent : String(index + 1))).trim();
        var id = "tab-" + number + "-" + index;
        var button = make("button", { type: "button", role: "tab", id: id, "aria-controls": id + "-panel" }, label);
        panel.id = panel.id || id + "-panel";
        button.setAttribute("aria-controls", panel.id);
        panel.setAttribute("role", "tabpanel");
        panel.setAttribute("aria-labelledby", id);
        if (title) title.hidden = true;
        button.addEventListener("click", function () {
          turn(label, group, index);
        });
        group.buttons.push(button);
        group.labels.push(label);
        list.appendChild(button);
      });
      list.addEventListener("keydown", function (event) {
        var at = group.buttons.indexOf(document.activeElement);
        var last = group.buttons.length - 1;
        var to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
        if (at < 0 || to === undefined) return;
        event.preventDefault();
        group.buttons[to].focus();
        turn(group.labels[to], group, to);
      });
      box.insertBefore(list, box.firstChild);
      groups.push(group);
      show(group, 0);
    });

    function show(group, chosen) {
      group.panels.forEach(function (panel, index) {
        panel.hidden = index !== chosen;
        group.buttons[index].setAttribute("aria-selected", String(index === chosen));
        group.buttons[index].tabIndex = index === chosen ? 0 : -1;
      });
    }

    function turn(label, own, index) {
      // What the reader looks at stays where it is, whatever grows or shrinks above it.
      var before = own.buttons[index].getBoundingClientRect().top;
      groups.forEach(function (group) {
        var at = group === own ? index : group.labels.indexOf(label);
        if (at >= 0) show(group, at);
      });
      scrollBy({ top: own.buttons[index].getBoundingClientRect().top - before, behavior: "instant" });
      var kept = [label].concat(recall().filter(function (other) {
        return other !== label;
      }));
      remember("tabs", JSON.stringify(kept.slice(0, 20)));
    }

    function recall() {
      try {
        var kept = JSON.parse(remembered("tabs") || "[]");
        return Array.isArray(kept) ? kept : [];
      } catch (error) {
        return [];
      }
    }

    var kept = recall();
    groups.forEach(function (group) {
      var best = kept
        .map(function (label) {
          return group.labels.indexOf(label);
        })
        .filter(function (index) {
          return index >= 0;
        })[0];
      if (best) show(group, best);
    });

    // A link into a tab that is not seen.
    function reveal() {
      var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!target) return;
      groups.forEach(function (group) {
        group.panels.forEach(function (panel, index) {
          if (panel.hidden && panel.contains(target)) {
            show(group, index);
            target.scrollIntoView();
          }
        });
      });
    }
    addEventListener("hashchange", reveal);
    reveal();
  }

  // Code: a button that copies what one would type: no prompts, no output, no removed lines.
  function copying() {
    all(".code").forEach(function (block) {
      var code = block.querySelector("code");
      if (!code || block.querySelector(".copy")) return;
      var button = make("button", { type: "button", class: "tool copy", title: "Copy" });
      button.appendChild(make("span", { class: "unseen" }, "Copy the code"));
      button.addEventListener("click", function () {
        write(typed(code)).then(function () {
          button.classList.add("done");
          say("Copied");
          setTimeout(function () {
            button.classList.remove("done");
          }, 1600);
        }, function () {
          getSelection().selectAllChildren(code);
          say("The code is selected: copy it with the keyboard");
        });
      });
      block.appendChild(button);
    });

    function typed(code) {
      var copy = code.cloneNode(true);
      all(".del", copy).forEach(function (line) {
        line.remove();
      });
      var hasPrompt = copy.querySelector(".p") && /\b(console|shell-session|terminal)\b/.test(code.className);
      if (hasPrompt) {
        all(".o, .p", copy).forEach(function (part) {
          part.textContent = "";
        });
        return copy.textContent.replace(/^[ \t]+/gm, "").replace(/\n{2,}/g, "\n").trim() + "\n";
      }
      return copy.textContent;
    }

    function write(text) {
      if (navigator.clipboard) return navigator.clipboard.writeText(text);
      return Promise.reject(new Error("no clipboard"));
    }
  }

  // Lists that can be narrowed. What is asked stands in the address, so that it can be sent on.
  function filters() {
    all("form.filters").forEach(function (form) {
      var list = document.getElementById(form.getAttribute("data-list"));
      if (!list) return;
      var items = all("[data-item]", list);
      var fields = all("input, select", form);
      var output = form.querySelector("output");
      var nothing = document.getElementById(list.id + "-nothing");
      var asked = new URLSearchParams(location.search);
      fields.forEach(function (field) {
        var value = asked.get(field.name);
        if (value !== null) field.value = value;
        if (field.value !== value && value !== null) field.value = "";
      });

      function plain(text) {
        return text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
      }

      function narrow() {
        var shown = 0;
        var tests = fields
          .filter(function (field) {
            return field.value.trim();
          })
          .map(function (field) {
            return { name: field.name, words: plain(field.value).split(/\s+/).filter(Boolean), isText: field.tagName === "INPUT" };
          });
        items.forEach(function (item) {
          var fits = tests.every(function (test) {
            if (!test.isText) return plain(item.getAttribute("data-" + test.name) || "").split(/\s+/).indexOf(test.words[0]) >= 0;
            var text = plain(item.textContent + " " + (item.getAttribute("data-also") || ""));
            return test.words.every(function (word) {
              return text.indexOf(word) >= 0;
            });
          });
          item.hidden = !fits;
          if (fits) shown += 1;
        });
        // What fits and is folded is shown; when nothing is asked for any more, it is folded again.
        all("details", list).forEach(function (fold) {
          var holds = fold.querySelector("[data-item]:not([hidden])");
          if (tests.length && holds && !fold.open) {
            fold.open = true;
            fold.setAttribute("data-opened", "");
          } else if (!tests.length && fold.hasAttribute("data-opened")) {
            fold.open = false;
            fold.removeAttribute("data-opened");
          }
        });
        if (output) output.textContent = tests.length ? shown + " of " + items.length : items.length + " in all";
        if (nothing) nothing.hidden = shown > 0;
      }

      function keep() {
        var query = new URLSearchParams(location.search);
        fields.forEach(function (field) {
          if (field.value.trim()) query.set(field.name, field.value.trim());
          else query.delete(field.name);
        });
        var text = query.toString();
        try {
          history.replaceState(null, "", location.pathname + (text ? "?" + text : "") + location.hash);
        } catch (error) {
          // From disk the address cannot be changed; the list is narrowed all the same.
        }
      }

      // What is already chosen is seen on a phone too.
      var more = form.querySelector(".choices-open");
      function unfold(isOpen) {
        form.classList.toggle("open", isOpen);
        more.setAttribute("aria-expanded", String(isOpen));
      }
      if (more) {
        more.addEventListener("click", function () {
          unfold(!form.classList.contains("open"));
        });
        unfold(fields.some(function (field) {
          return field.tagName === "SELECT" && field.value;
        }));
      }

      form.addEventListener("input", function () {
        narrow();
        keep();
      });
      form.addEventListener("submit", function (event) {
        event.preventDefault();
      });
      form.addEventListener("reset", function () {
        setTimeout(function () {
          narrow();
          keep();
        });
      });
      narrow();
    });
  }

  // How long ago a page was reviewed, in whole days of the reader's calendar.
  function ages() {
    var now = new Date();
    var today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
    var words = window.Intl && Intl.RelativeTimeFormat && new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });
    all("time[data-age]").forEach(function (time) {
      var day = Date.parse(time.dateTime + "T00:00:00Z");
      if (isNaN(day) || !words) return;
      var days = Math.round((today - day) / 864e5);
      if (days < 0) return;
      time.title = time.textContent;
      time.textContent = words.format(-days, "day");
      var due = Date.parse(time.getAttribute("data-due") + "T00:00:00Z");
      if (due < today) {
        var late = Math.round((today - due) / 864e5);
        time.classList.add("overdue");
        time.textContent += ", " + late + (late === 1 ? " day" : " days") + " overdue";
      }
    });
  }

  // Days until which something has to be done: how long that is, and no list of what is past.
  function deadlines() {
    var now = new Date();
    var today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
    var words = window.Intl && Intl.RelativeTimeFormat && new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });
    function days(text) {
      return Math.round((Date.parse(text + "T00:00:00Z") - today) / 864e5);
    }
    all("[data-until]").forEach(function (one) {
      var isTime = one.tagName === "TIME";
      var left = days(isTime ? one.dateTime : one.getAttribute("data-until"));
      if (isNaN(left)) return;
      if (!isTime && one.closest(".acts")) one.hidden = left < 0;
      else if (!isTime) one.classList.toggle("past", left < 0);
      else if (words && !one.querySelector(".left")) one.appendChild(make("span", { class: "left" }, " (" + (left < 0 ? "past" : words.format(left, "day")) + ")"));
    });
    all(".acts").forEach(function (list) {
      list.hidden = !list.querySelector("li:not([hidden])");
    });
  }

  // A picture that is shown smaller than it is can be seen whole.
  function zooming() {
    if (!window.HTMLDialogElement) return;
    all(".prose img").forEach(function (image) {
      if (image.closest("a, button")) return;
      function offer() {
        if (image.closest("button") || image.naturalWidth < image.clientWidth * 1.2) return;
        var words = image.alt ? "Enlarge the picture: " + image.alt : "Enlarge the picture";
        var button = make("button", { type: "button", class: "zoom", "aria-label": words });
        image.before(button);
        button.appendChild(image);
        button.addEventListener("click", function () {
          var dialog = make("dialog", { class: "zoomed", "aria-label": image.alt || "Picture" });
          var close = make("button", { type: "button", class: "tool" }, "Close");
          dialog.appendChild(close);
          dialog.appendChild(make("img", { src: image.src, alt: image.alt }));
          // A click anywhere closes it, as Escape does.
          dialog.addEventListener("click", function () {
            dialog.close();
          });
          dialog.addEventListener("close", function () {
            dialog.remove();
          });
          document.body.appendChild(dialog);
          dialog.showModal();
        });
      }
      // A picture further down is loaded later, and may then still have no width.
      if (image.naturalWidth) offer();
      else image.addEventListener("load", offer);
    });
  }

  // The search is fetched when somebody begins to search. Keys: `/`, and Ctrl-K as in editors.
  function searching() {
    var link = document.querySelector(".search-open");
    if (!link) return;
    var isAsked = false;
    function open() {
      if (window.groundplanOpenSearch) return window.groundplanOpenSearch();
      if (isAsked) return undefined;
      isAsked = true;
      var style = make("link", { rel: "stylesheet", href: link.getAttribute("data-style") });
      var script = make("script", { src: link.getAttribute("data-script"), "data-open": "" });
      ["index", "root"].forEach(function (name) {
        script.setAttribute("data-" + name, link.getAttribute("data-" + name));
      });
      script.onerror = function () {
        location.href = link.href;
      };
      document.head.append(style);
      // Without its style the dialog would be drawn twice.
      style.onload = style.onerror = function () {
        document.head.append(script);
      };
      return undefined;
    }
    var form = document.getElementById("search-form");
    function begin() {
      if (form) form.querySelector("input").focus();
      else open();
    }
    link.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      begin();
    });
    document.addEventListener("keydown", function (event) {
      var isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
      var isSlash = event.key === "/" && !root.hasAttribute("data-keys-off") && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey;
      var isK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (!isSlash && !isK) return;
      event.preventDefault();
      begin();
    });
  }

  // An address without a page may still say what somebody wanted.
  function instead() {
    var link = document.querySelector(".search-instead");
    if (!link) return;
    var ends = decodeURIComponent(location.pathname).replace(/(index)?\.\w+$/, "").split("/").filter(Boolean).slice(-2);
    var words = ends.join(" ").split(/[-_+\s]+/).filter(Boolean).join(" ");
    if (!words) return;
    link.search = "?q=" + encodeURIComponent(words);
    link.textContent = "Search for \u201c" + words + "\u201d";
  }

  // The meaning of a word is put away with Escape, until the word is left.
  function terms() {
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape") return;
      all(".term:hover, .term:focus").forEach(function (term) {
        term.setAttribute("data-closed", "");
        ["mouseleave", "blur"].forEach(function (name) {
          term.addEventListener(name, function () {
            term.removeAttribute("data-closed");
          }, { once: true });
        });
      });
    });
  }

  // Printing is offered where it can be done, and so is copying the page as markdown.
  function printing() {
    var list = document.querySelector(".page-foot ul, .print-here");
    if (!list || list.querySelector("button")) return;
    function offer(words, act) {
      var button = make("button", { type: "button", class: "as-link" }, words);
      button.addEventListener("click", function () {
        act(button);
      });
      var item = list.tagName === "UL" ? list.appendChild(make("li", {})) : list;
      item.append(item === list ? " " : "", button);
    }
    var twin = document.querySelector('link[rel="alternate"][type="text/markdown"]');
    // A page on a disk may not read another file.
    if (twin && navigator.clipboard && window.fetch && location.protocol !== "file:") {
      offer("Copy as markdown", function (button) {
        fetch(twin.href).then(function (answer) {
          if (!answer.ok) throw new Error(answer.statusText);
          return answer.text();
        }).then(function (text) {
          return navigator.clipboard.writeText(text);
        }).then(function () {
          button.textContent = "Copied";
          say("Copied");
          setTimeout(function () {
            button.textContent = "Copy as markdown";
          }, 1600);
        }).catch(function () {
          location.href = twin.href;
        });
      });
    }
    if (window.print) {
      offer("Print", function () {
        window.print();
      });
    }
  }

  // A site on a disk has no server that finds the page of a folder.
  function fromDisk() {
    if (location.protocol !== "file:") return;
    document.addEventListener("click", function (event) {
      var link = event.target.closest && event.target.closest("a[href]");
      if (!link || link.protocol !== "file:" || !/\/$/.test(link.pathname)) return;
      link.href = link.href.replace(/\/(?=[?#]|$)/, "/index.html");
    }, true);
  }

  function run(parts) {
    parts.forEach(function (part) {
      // One part that fails must not take the others with it.
      try {
        part();
      } catch (error) {
        console.error(error);
      }
    });
  }

  run([look, drawer, contents, tabs, copying, filters, ages, deadlines, zooming, terms, printing, searching, instead, fromDisk]);
  // A preview has put new text into the page.
  document.addEventListener("groundplan:changed", function () {
    run([tabs, copying, ages, deadlines, zooming, printing]);
  });
})();

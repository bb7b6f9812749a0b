// Single keys: the next page, the one before, and what keys there are. Never while somebody types, and
// not at all where a reader turned them off, as some must who speak to their machine.
(function () {
  "use strict";
  var root = document.documentElement;
  var KEPT = "groundplan-keys";
  var KEYS = [
    ["/", "Search; Ctrl and K do the same"],
    ["n", "The next page"],
    ["p", "The page before"],
    ["?", "This list"],
    ["Esc", "Closes what is open"],
  ];

  try {
    root.toggleAttribute("data-keys-off", localStorage.getItem(KEPT) === "off");
  } catch (error) {
    // Storage can be forbidden; the keys are then there.
  }

  function make(name, attributes, children) {
    var element = document.createElement(name);
    for (var key in attributes) element.setAttribute(key, attributes[key]);
    element.append.apply(element, children || []);
    return element;
  }

  function keep(isOn) {
    root.toggleAttribute("data-keys-off", !isOn);
    try {
      if (isOn) localStorage.removeItem(KEPT);
      else localStorage.setItem(KEPT, "off");
    } catch (error) {
      // The choice then holds for this page.
    }
  }

  function help() {
    if (!window.HTMLDialogElement || document.querySelector("dialog.keys")) return;
    var rows = KEYS.map(function (pair) {
      return make("div", {}, [make("dt", {}, [make("kbd", {}, [pair[0]])]), make("dd", {}, [pair[1]])]);
    });
    var box = make("input", { type: "checkbox" });
    box.checked = !root.hasAttribute("data-keys-off");
    box.addEventListener("change", function () {
      keep(box.checked);
    });
    var close = make("button", { type: "button", class: "tool" }, ["Close"]);
    var dialog = make("dialog", { class: "keys", "aria-labelledby": "keys-title" }, [
      make("h2", { id: "keys-title" }, ["Keyboard"]),
      make("dl", {}, rows),
      make("label", {}, [box, " Single keys work on these pages"]),
      close,
    ]);
    close.addEventListener("click", function () {
      dialog.close();
    });
    dialog.addEventListener("click", function (event) {
      // The ground beside the dialog.
      if (event.target === dialog) dialog.close();
    });
    dialog.addEventListener("close", function () {
      dialog.remove();
    });
    document.body.appendChild(dialog);
    dialog.showModal();
  }

  document.addEventListener("keydown", function (event) {
    var target = event.target;
    var isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
    if (isTyping || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (root.hasAttribute("data-keys-off") || document.querySelector("dialog[open]")) return;
    if (event.key === "?") {
      event.preventDefault();
      help();
      return;
    }
    var way = { n: "next", p: "prev" }[event.key];
    var link = way && document.querySelector('.around a[rel="' + way + '"]');
    if (link) link.click();
  });
  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest(".keys-open")) help();
  });
})();

// The kind of reader somebody says to be: what is for them stands first, here and on every page that
// follows. Nothing is ever hidden, and the choice can be taken back.
(function () {
  "use strict";
  var root = document.documentElement;
  var select = document.querySelector("select.persona");
  if (!select) return;
  var orders = [];

  function all(selector, from) {
    return Array.prototype.slice.call((from || document).querySelectorAll(selector));
  }

  function make(name, attributes, text) {
    var element = document.createElement(name);
    for (var key in attributes) element.setAttribute(key, attributes[key]);
    if (text) element.textContent = text;
    return element;
  }

  function option(id) {
    return all("option", select).filter(function (one) {
      return id && one.value === id;
    })[0];
  }

  function recall() {
    try {
      return localStorage.getItem("groundplan-persona");
    } catch (error) {
      return root.getAttribute("data-persona");
    }
  }

  function keep(id) {
    try {
      if (id) localStorage.setItem("groundplan-persona", id);
      else localStorage.removeItem("groundplan-persona");
    } catch (error) {
      // The choice then holds for this page.
    }
  }

  // Whether an element is for this persona, or has something in it that is.
  function isFor(element, id) {
    var own = element.getAttribute("data-for") || element.getAttribute("data-persona");
    if (own !== null) return own.split(/\s+/).indexOf(id) >= 0;
    return all("[data-for], [data-item]", element).some(function (inner) {
      return isFor(inner, id);
    });
  }

  // Puts what is for this persona first, and leaves the order otherwise as it was.
  function sort(id) {
    orders.forEach(function (order) {
      var first = order.items.filter(function (item) {
        return id && isFor(item, id);
      });
      var rest = order.items.filter(function (item) {
        return first.indexOf(item) < 0;
      });
      var some = first.length > 0 && rest.length > 0;
      order.items.forEach(function (item) {
        item.classList.toggle("for-you", some && item.hasAttribute("data-for") && first.indexOf(item) >= 0);
      });
      first.concat(rest).forEach(function (item, index, wanted) {
        var next = wanted[index - 1] ? wanted[index - 1].nextElementSibling : order.box.firstElementChild;
        if (next !== item) order.box.insertBefore(item, next);
      });
    });
  }

  // What has happened, with the way to the persona's page and the way back.
  function tell(one) {
    all("[data-persona-note]").forEach(function (note) {
      note.textContent = "";
      note.hidden = !one;
      if (!one) return;
      note.append("What is for you as ", make("a", { href: one.getAttribute("data-url") }, one.textContent), " stands first. ");
      var undo = make("button", { type: "button", class: "as-link" }, "Show it as it was");
      undo.addEventListener("click", function () {
        choose("");
        var back = document.querySelector(".who button");
        if (back) back.focus();
      });
      note.append(undo);
    });
  }

  function show() {
    var one = option(recall());
    var id = one ? one.value : "";
    if (id) root.setAttribute("data-persona", id);
    else root.removeAttribute("data-persona");
    select.value = id;
    all(".who button").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-persona") === id));
    });
    all("[data-choose]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-choose") === id));
    });
    tell(one);
    sort(id);
  }

  function choose(id) {
    keep(id);
    if (id) root.setAttribute("data-persona", id);
    else root.removeAttribute("data-persona");
    show();
  }

  // The links to the personas' pages become a choice; the page is one step behind it.
  function offer() {
    all(".who a[data-persona]").forEach(function (link) {
      var id = link.getAttribute("data-persona");
      var button = make("button", { type: "button", "data-persona": id, "aria-pressed": "false" }, link.textContent);
      if (link.title) button.title = link.title;
      button.addEventListener("click", function () {
        choose(button.getAttribute("aria-pressed") === "true" ? "" : id);
      });
      link.replaceWith(button);
    });
    all("[data-choose]").forEach(function (button) {
      button.onclick = function () {
        choose(button.getAttribute("aria-pressed") === "true" ? "" : button.getAttribute("data-choose"));
      };
    });
    orders = all("[data-sorts]").map(function (box) {
      return { box: box, items: all(":scope > *", box) };
    });
    show();
  }

  select.addEventListener("change", function () {
    choose(select.value);
  });
  addEventListener("storage", function (event) {
    if (event.key === "groundplan-persona") show();
  });
  offer();
  // A preview has put new text into the page: its order is that of the file again.
  document.addEventListener("groundplan:changed", offer);
})();

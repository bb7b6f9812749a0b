// What depends on the reader's day: what is past due, and where today stands in the timeline.
(function () {
  "use strict";
  var now = new Date();
  var today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  function day(text) {
    return Date.parse(text + "T00:00:00Z");
  }
  function all(selector) {
    return Array.prototype.slice.call(document.querySelectorAll(selector));
  }

  function pastDue() {
    all("[data-past]").forEach(function (time) {
      var due = day(time.getAttribute("data-past"));
      if (isNaN(due) || due >= today || time.querySelector(".past")) return;
      var late = Math.round((today - due) / 864e5);
      var note = document.createElement("span");
      note.className = "past";
      note.textContent = late + (late === 1 ? " day" : " days") + " overdue";
      time.append(" ", note);
    });
  }

  function line() {
    all("g.today").forEach(function (group) {
      var first = day(group.getAttribute("data-first"));
      var last = day(group.getAttribute("data-last")) + 864e5;
      var from = Number(group.getAttribute("data-from"));
      var to = Number(group.getAttribute("data-to"));
      if (!(today >= first && today < last)) return;
      var x = from + ((to - from) * (today - first)) / (last - first);
      group.setAttribute("transform", "translate(" + x.toFixed(1) + " 0)");
      group.classList.add("shown");
    });
  }

  // A filter that leaves something in a folded group opens it; taken back, it is folded again.
  function unfold() {
    var form = document.querySelector('form.filters[data-list="board"]');
    if (!form) return;
    function look() {
      var asked = all('form.filters[data-list="board"] input, form.filters[data-list="board"] select').some(function (field) {
        return field.value.trim();
      });
      all("#board details.lane").forEach(function (lane) {
        if (asked && !lane.open) {
          lane.open = true;
          lane.setAttribute("data-opened", "");
        } else if (!asked && lane.hasAttribute("data-opened")) {
          lane.open = false;
          lane.removeAttribute("data-opened");
        }
      });
    }
    form.addEventListener("input", look);
    look();
  }

  function start() {
    pastDue();
    line();
    unfold();
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
  document.addEventListener("groundplan:changed", start);
})();

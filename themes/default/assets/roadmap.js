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

  function start() {
    pastDue();
    line();
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
  document.addEventListener("groundplan:changed", start);
})();

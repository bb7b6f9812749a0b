// What the reader's clock knows of events: which are over, which is next, what it shows then.
(function () {
  "use strict";

  function all(selector, from) {
    return Array.prototype.slice.call((from || document).querySelectorAll(selector));
  }

  function make(name, className, text) {
    var element = document.createElement(name);
    element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  // The words of the pages are English, and so are the days between them.
  var language = "en-GB";
  if (language === "en") language = "en-GB";
  var now = Date.now();
  var hour = 36e5;

  // A whole day lasts until its end by the reader's clock; what has no length counts as an hour.
  function begins(text) {
    var day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
    return day ? new Date(+day[1], day[2] - 1, +day[3]).getTime() : Date.parse(text);
  }

  function ends(start, end) {
    if (/^\d{4}-\d{2}-\d{2}$/.test(end)) return begins(end) + 24 * hour;
    return Math.max(begins(end), begins(start) + (end === start ? hour : 0));
  }

  function isOver(item) {
    var time = item.querySelector("time");
    return Boolean(time) && ends(time.dateTime, time.getAttribute("data-end") || time.dateTime) <= now;
  }

  function words(moment, zone, isWhole) {
    var options = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
    if (!isWhole) {
      options.hour = "2-digit";
      options.minute = "2-digit";
      options.timeZone = zone || undefined;
    }
    var parts = {};
    new Intl.DateTimeFormat(language, options).formatToParts(moment).forEach(function (part) {
      if (part.type !== "literal") parts[part.type] = part.value;
    });
    var day = parts.weekday + " " + parts.day + " " + parts.month + " " + parts.year;
    return isWhole ? day : day + ", " + parts.hour + ":" + parts.minute;
  }

  // Dates behind a line that opens them, by month where the list has months.
  function aside(block, name, title, items) {
    var box = make("details", name);
    box.appendChild(make("summary", "", title));
    var lists = {};
    items.forEach(function (item) {
      var group = item.closest(".group");
      var key = group ? group.querySelector("h3").textContent : "";
      if (!lists[key]) {
        lists[key] = make("ul", "entries");
        var place = box;
        if (group) {
          place = box.appendChild(make("section", "group"));
          place.appendChild(make("h3", "", key));
        }
        place.appendChild(lists[key]);
      }
      lists[key].appendChild(item);
    });
    block.appendChild(box);
    return box;
  }

  // What is over stands at the end, the newest first; of what repeats the next three dates are seen.
  function dates(block) {
    if (block.querySelector(".past-dates, .later-dates, .soonest")) return;
    var over = all(".date", block).filter(isOver);
    var coming = all(".date", block).length - over.length;
    var seen = {};
    var later = all(".date", block).filter(function (item) {
      var series = item.getAttribute("data-series");
      if (!series || over.indexOf(item) >= 0) return false;
      seen[series] = (seen[series] || 0) + 1;
      return seen[series] > 3;
    });
    block.querySelector(".none").hidden = coming > 0;
    block.querySelector("h2").textContent = "Coming";
    if (later.length) aside(block, "later-dates", later.length === 1 ? "One later date" : later.length + " later dates of what repeats", later);
    if (over.length) {
      var past = aside(block, "past-dates", over.length === 1 ? "One date is over" : over.length + " dates are over", over.reverse());
      past.open = coming === 0;
    }
    all(".group", block).forEach(function (group) {
      if (!group.querySelector(".date")) group.remove();
    });
    all(":scope > .entries", block).forEach(function (list) {
      list.hidden = !list.children.length;
    });
    var next = block.querySelector(".date:not(.past-dates .date, .cancelled)");
    if (next) {
      next.classList.add("soonest");
      var fact = document.querySelector(".next-date");
      if (fact && !block.hasAttribute("data-dates-by-month")) {
        var parts = all("time, .clock, .zone", next).map(function (part) {
          return part.cloneNode(true);
        });
        fact.querySelector("dd").replaceChildren(parts[0], parts[1], " ", parts[2]);
        fact.hidden = false;
      }
    }
  }

  // A date of a series may have a title of its own, a topic for example.
  function named(item, date) {
    var written = item.getAttribute("data-titles");
    if (!written) return;
    var title = item.querySelector(".title a") || item.querySelector(".title");
    var usual = item.getAttribute("data-title") || title.textContent;
    item.setAttribute("data-title", usual);
    title.textContent = JSON.parse(written)[date] || usual;
  }

  // Of events with many dates the next one; what has none any more is not shown.
  function upcoming(list) {
    var limit = Number(list.getAttribute("data-limit")) || Infinity;
    var found = [];
    all(":scope > .entry", list).forEach(function (item) {
      var minutes = Number(item.getAttribute("data-minutes")) || 60;
      var next = item.getAttribute("data-dates").split(" ").filter(function (date) {
        var length = date.length === 10 ? 24 * hour : minutes * 6e4;
        return begins(date) + length > now;
      })[0];
      item.hidden = !next;
      if (!next) return;
      var isWhole = next.length === 10;
      var when = item.querySelector(".when");
      var old = when.querySelector(".next-on");
      if (old) old.remove();
      var text = words(new Date(begins(next)), item.getAttribute("data-zone"), isWhole);
      if (item.getAttribute("data-dates").indexOf(" ") > 0) when.prepend(make("span", "next-on", text));
      named(item, next);
      found.push({ item: item, at: begins(next) });
    });
    found.sort(function (a, b) {
      return a.at - b.at;
    });
    found.forEach(function (one, place) {
      list.appendChild(one.item);
      if (place >= limit) one.item.hidden = true;
    });
    var block = list.closest(".block");
    if (!found.length && block && block.classList.contains("next-event")) block.hidden = true;
    else if (!found.length && !list.querySelector(".none")) {
      list.appendChild(make("li", "none small", "No date is planned at the moment."));
    }
  }

  // What the reader's own clock shows, where it shows something else.
  function here() {
    all("time[data-end]").forEach(function (time) {
      if (time.dateTime.length === 10 || time.parentNode.querySelector(".here")) return;
      var moment = new Date(time.dateTime);
      var local = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" }).format(moment);
      var offset = /([+-])(\d\d):(\d\d)$/.exec(time.dateTime);
      if (!offset) return;
      var minutes = (offset[1] === "-" ? -1 : 1) * (offset[2] * 60 + +offset[3]);
      if (-moment.getTimezoneOffset() === minutes) return;
      var zone = time.parentNode.querySelector(".zone") || time;
      zone.after(" ", make("span", "here", local + " by your clock"));
    });
  }

  function run() {
    [
      function () { all("[data-dates-by-month], [data-dates-in-one]").forEach(dates); },
      function () { all(".entries.next").forEach(upcoming); },
      here,
    ].forEach(function (part) {
      try {
        part();
      } catch (error) {
        console.error(error);
      }
    });
  }

  run();
  document.addEventListener("groundplan:changed", run);
})();

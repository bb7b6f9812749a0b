// Draws the diagrams of a page with the library that the site brings along, for light and for dark: the
// style sheet shows the one that fits. The source stays below each picture.
(function () {
  "use strict";
  var library = window.mermaid;
  var count = 0;

  function all(selector, from) {
    return Array.prototype.slice.call((from || document).querySelectorAll(selector));
  }

  function failed(figure, why) {
    figure.classList.add("failed");
    var words = document.createElement("p");
    words.className = "trouble";
    words.textContent = "This diagram could not be drawn: " + why;
    figure.insertBefore(words, figure.firstChild);
  }

  // The library has one setting for all it draws, so one diagram follows the other.
  function drawn(figure, look) {
    library.initialize({ startOnLoad: false, securityLevel: "strict", suppressErrorRendering: true, theme: look });
    count += 1;
    return library.render("diagram-" + count, figure.querySelector("code").textContent).then(function (made) {
      var holder = document.createElement("div");
      holder.className = "drawn " + (look === "dark" ? "dark" : "light");
      holder.setAttribute("role", "img");
      holder.setAttribute("aria-label", figure.getAttribute("data-alt"));
      holder.innerHTML = made.svg;
      return holder;
    });
  }

  function draw(figure) {
    return drawn(figure, "default").then(function (light) {
      return drawn(figure, "dark").then(function (dark) {
        var source = figure.querySelector("details");
        figure.insertBefore(light, source);
        figure.insertBefore(dark, source);
        source.open = false;
        figure.classList.add("done");
      });
    }).catch(function (error) {
      failed(figure, String((error && error.message) || error).split("\n")[0].replace(/:\s*$/, ""));
    });
  }

  function run() {
    var figures = all("figure[data-mermaid]:not(.done, .failed)");
    if (!library) {
      figures.forEach(function (figure) {
        failed(figure, "the library is not there");
      });
      return;
    }
    figures.reduce(function (before, figure) {
      return before.then(function () {
        return draw(figure);
      });
    }, Promise.resolve());
  }

  run();
  // A preview has put new text into the page.
  document.addEventListener("groundplan:changed", run);
})();

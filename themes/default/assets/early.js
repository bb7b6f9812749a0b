// Runs before the page is drawn, so that nothing changes under the reader's eyes.
(function () {
  "use strict";
  var root = document.documentElement;
  root.setAttribute("data-script", "");
  try {
    var theme = localStorage.getItem("groundplan-theme");
    if (theme === "light" || theme === "dark") root.setAttribute("data-theme", theme);
    var persona = localStorage.getItem("groundplan-persona");
    if (persona) root.setAttribute("data-persona", persona);
  } catch (error) {
    // Storage can be forbidden; the system then decides.
  }
})();

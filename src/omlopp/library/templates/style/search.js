"use strict";
// Search in the sections of the site: all words of the question must begin a word of the section. Titles weigh most.
(function () {
  const field = document.querySelector("main input[name=q]");
  const list = document.getElementById("found");
  const told = document.getElementById("told");
  const all = document.getElementById("all");
  const sections = window.OMLOPP_SECTIONS;
  if (!field || !list || !sections) return;
  const plain = (text) => text.toLowerCase();
  function score(section, words) {
    let points = 0;
    for (const word of words) {
      const inTitle = plain(section[1]).includes(word);
      if (!inTitle && !(" " + section[3]).includes(" " + word)) return 0;
      points += inTitle ? 10 : 1;
    }
    return points;
  }
  function show() {
    const words = plain(field.value).split(/\s+/).filter((word) => word.length > 1);
    list.replaceChildren();
    all.hidden = words.length > 0;
    if (!words.length) { told.textContent = ""; return; }
    const hits = sections.map((one) => [score(one, words), one]).filter((one) => one[0] > 0);
    hits.sort((one, other) => other[0] - one[0]);
    for (const [, one] of hits.slice(0, 60)) {
      const item = document.createElement("li"), link = document.createElement("a"), where = document.createElement("small");
      link.href = one[0]; link.textContent = one[1]; where.textContent = one[2];
      item.append(link, where); list.append(item);
    }
    told.textContent = (hits.length ? told.dataset.found : told.dataset.none).replace("%", String(hits.length));
  }
  field.value = new URLSearchParams(location.search).get("q") || "";
  field.addEventListener("input", show);
  show();
})();

// Hides what does not match the search, in the contents and on the page; "/" goes to the search box.
const search = document.getElementById("search");
const named = [...document.querySelectorAll("[data-name]")];
const groups = [...document.querySelectorAll("nav details, section")];
const opened = new Map([...document.querySelectorAll("nav details")].map((group) => [group, group.open]));

function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const element of named) {
    const text = element.tagName === "ARTICLE" ? element.textContent : element.dataset.name;
    const own = element.dataset.name.toLowerCase();
    // Names count everywhere; a whole card also when it speaks of the word and the word is long enough to mean something.
    element.hidden = !words.every((word) => own.includes(word) || (word.length > 3 && element.tagName === "ARTICLE" && text.toLowerCase().includes(word)));
  }
  for (const group of groups) group.hidden = !group.querySelector("[data-name]:not([hidden])");
  for (const [group, open] of opened) group.open = words.length > 0 || open;
  document.getElementById("nothing").hidden = groups.some((group) => !group.hidden);
}

search.addEventListener("input", filter);
addEventListener("hashchange", () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target || !target.hidden) return;
  search.value = "";
  filter();
  target.scrollIntoView();
});
addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== search) { event.preventDefault(); search.focus(); }
  if (event.key === "Escape" && document.activeElement === search) { search.value = ""; filter(); }
});

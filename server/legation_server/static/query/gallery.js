// The examples beside the editor: found by words and by tags.
import { button, make } from "./dom.js";
import { grouped, say } from "./words.js";

function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

// Show below each example what it gives, once that has come: the number of rows, and the first.
export async function showPreviews(gallery, address) {
  const response = await fetch(address);
  if (!response.ok) return;
  const found = await response.json();
  for (const link of gallery.querySelectorAll("a.example")) {
    const preview = found[link.dataset.example];
    if (!preview) continue;
    const count = preview.rows === 1 ? say("1 row") : say("%(n)s rows", { n: grouped(preview.rows) });
    const first = preview.first.length ? `: ${preview.first.join(" · ")}` : "";
    link.after(make("span", { class: "preview", dir: "auto" }, `${count}${first}`));
  }
}

// Make the list of examples searchable; `open` is called with the name of the one that is clicked.
export function startGallery(gallery, open) {
  const field = gallery.querySelector("input");
  const items = [...gallery.querySelectorAll("li")];
  const none = gallery.querySelector("[data-none]");
  const place = gallery.querySelector(".tags");
  const tagsOf = (item) => item.dataset.tags.split(" ").filter(Boolean);
  // Without the previews, which come later.
  const texts = new Map(items.map((item) => [item, folded(`${item.textContent} ${item.dataset.tags}`)]));
  let chosen = "";

  function filter() {
    const words = folded(field.value).split(/\s+/).filter(Boolean);
    for (const item of items) {
      const fits = words.every((word) => texts.get(item).includes(word));
      item.hidden = !fits || (chosen !== "" && !tagsOf(item).includes(chosen));
    }
    none.hidden = items.some((item) => !item.hidden);
  }

  function choose(tag) {
    chosen = chosen === tag ? "" : tag;
    for (const each of place.children) each.setAttribute("aria-pressed", String(each.textContent === chosen));
    filter();
  }

  const tags = [...new Set(items.flatMap(tagsOf))].sort();
  place.append(...tags.map((tag) => button(tag, () => choose(tag), { "aria-pressed": "false" })));
  field.addEventListener("input", filter);
  for (const link of gallery.querySelectorAll("a.example")) {
    link.addEventListener("click", (event) => {
      // With a key held down the browser opens the link elsewhere, and it works there.
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      open(link.dataset.example);
    });
  }
  return (name) => {
    for (const link of gallery.querySelectorAll("a.example")) {
      link.removeAttribute("aria-current");
      if (link.dataset.example !== name) continue;
      link.setAttribute("aria-current", "true");
      // Into sight within the list; the page stays where it is.
      const list = link.closest("ul");
      const above = link.parentElement.offsetTop - list.offsetTop;
      const isSeen = above >= list.scrollTop && above + link.offsetHeight <= list.scrollTop + list.clientHeight;
      if (!isSeen) list.scrollTop = above;
    }
  };
}

// Take a query away: a link to it, and programs that send it.
import { button, make } from "./dom.js";
import { isTooLong, PROGRAMS } from "./programs.js";
import { say } from "./words.js";

// Return the address of this page that opens and runs a query.
export function linkTo(query, parameters) {
  const address = new URL(window.location.pathname, window.location.href);
  address.hash = new URLSearchParams([["query", query], ...parameters]);
  return address.href;
}

async function copy(text, said) {
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = say("Copied.");
  } catch {
    said.textContent = say("The browser does not let pages copy: select the text and copy it.");
  }
}

// Fill a panel with the link and the programs; `current` returns the query that is asked now.
export function startSharing(panel, current) {
  const said = make("span", { role: "status", class: "said" });
  const link = make("input", { type: "text", readonly: true, "aria-label": say("Link to this query"), onfocus: (event) => event.target.select() });
  const code = make("code");
  const program = make("pre", { dir: "ltr", tabindex: "0", "aria-label": say("Program") }, code);
  let language = "curl";
  const choices = Object.keys(PROGRAMS).map((name) => button(name, () => choose(name), { "aria-pressed": "false" }));

  function choose(name) {
    language = name;
    fill();
  }

  function fill() {
    const now = current();
    link.value = linkTo(now.query, now.parameters);
    // The link keeps the query behind its #, which is not sent; an address with the query is.
    const asForm = isTooLong(language, now);
    const shown = asForm ? "curl" : language;
    code.textContent = PROGRAMS[shown](now);
    said.textContent = asForm ? say("An address may have 65,536 bytes, and this query is longer: curl and JavaScript send it as a form.") : "";
    for (const each of choices) each.setAttribute("aria-pressed", String(each.textContent === shown));
  }

  panel.querySelector("[data-share]").append(
    make("p", { class: "link" }, link, button(say("Copy link"), () => copy(link.value, said))),
    make("p", { class: "languages", role: "group", "aria-label": say("Programming language") }, ...choices, button(say("Copy program"), () => copy(code.textContent, said)), said),
    program,
  );
  panel.addEventListener("toggle", () => panel.open && fill());
}

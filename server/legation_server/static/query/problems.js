// Show what went wrong: title, detail, remedy and the place, above the result.
import { make } from "./dom.js";
import { say } from "./words.js";

const SHOWN_FIRST = new Set(["type", "title", "status", "detail", "remedy", "line", "column", "excerpt", "expected"]);

function shown(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}

// Fill a box with a problem document (RFC 9457), whole.
export function showProblem(box, problem) {
  const status = problem.status ? ` (${problem.status})` : "";
  const parts = [make("h2", {}, problem.title + status)];
  if (problem.detail) parts.push(make("p", {}, problem.detail));
  if (problem.excerpt) parts.push(make("pre", { dir: "ltr", tabindex: "0", "aria-label": say("The place in the query") }, problem.excerpt));
  if (problem.remedy) parts.push(make("p", { class: "remedy" }, problem.remedy));
  for (const [name, value] of Object.entries(problem)) {
    if (!SHOWN_FIRST.has(name)) parts.push(make("p", { class: "member" }, `${name}: ${shown(value)}`));
  }
  box.replaceChildren(...parts);
  box.hidden = false;
}

// Explain a result without rows, or one that may lack some: missing terms, and matches among what is unconfirmed.
import { readAnswer } from "./answers.js";
import { button, make } from "./dom.js";
import { limited, MOST_ROWS } from "./limit.js";
import { ask } from "./run.js";
import { grouped, say } from "./words.js";

const FIRM = ["Event", "Situation"];

// Return a query about suppositions instead of events and situations; undefined if it asks for none.
export function amongUnconfirmed(query, namespace, prefixes) {
  const names = Object.entries(prefixes).filter(([, each]) => each === namespace).map(([prefix]) => prefix);
  let changed = query;
  for (const kind of FIRM) {
    changed = changed.replaceAll(`<${namespace}${kind}>`, `<${namespace}Supposition>`);
    for (const prefix of names) {
      const name = new RegExp(`(?<![\\w:.-])${prefix}:${kind}(?![\\w-])`, "g");
      changed = changed.replace(name, `${prefix}:Supposition`);
    }
  }
  return changed === query ? undefined : changed;
}

// Return how many rows a query has among unconfirmed statements, in words; undefined if none.
async function found(endpoint, query, parameters, signal) {
  const { type, text } = await ask(endpoint, limited(query), parameters, signal);
  const { kind, value, rows } = readAnswer(type, text);
  if (kind === "boolean") return value ? say("Yes") : undefined;
  if (rows.length === 0) return undefined;
  return rows.length < MOST_ROWS ? grouped(rows.length) : say("%(n)s or more", { n: grouped(MOST_ROWS) });
}

// Tell whether rows are nothing: there are none, or a count found only zeros.
const isNothing = (rows) => rows.every((row) => Object.values(row).every((term) => term.value === "0"));

// Fill a notice with why nothing was found; `open` opens another query.
export async function explainEmpty(notice, { answer, hints, query, configuration, endpoint, parameters, signal, open }) {
  const isGeneral = hints.length === 0;
  const { kind, rows, value } = answer;
  if (value === true || !isNothing(rows)) {
    // A part of the query may have found nothing, as in an OPTIONAL.
    notice.textContent = hints.join(" ");
    notice.hidden = false;
    return;
  }
  const lead = kind === "boolean" ? say("The answer is no.") : say("Nothing was found.");
  const why = say("Nothing fits all parts of the query together.");
  notice.replaceChildren(`${lead} ${isGeneral ? (kind === "boolean" ? "" : why) : hints.join(" ")}`.trim());
  notice.hidden = false;
  const other = amongUnconfirmed(query, configuration.namespace, configuration.prefixes);
  if (!other || !isGeneral) return;
  try {
    const number = await found(endpoint, other, parameters, signal);
    if (!number) return;
    const said = ` ${say("Matches among what is only reported, held or planned, or is denied: %(n)s.", { n: number })} `;
    notice.append(make("span", { class: "unconfirmed" }, said), button(say("Show them"), () => open(other)));
  } catch {
    // The count is a help, no answer: without it the notice still says what is known.
  }
}

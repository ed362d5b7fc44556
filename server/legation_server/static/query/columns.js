// What the columns of a result are: things with their labels, times, numbers, how firmly.
import { readNumber } from "./terms.js";
import { readTime } from "./times.js";

const FIRMLY = /^(status|modality|stance|firmly)(Label)?$/i;
// As everywhere on this site: how firmly a word of `bil:status` or `bil:modality` says it.
const STYLES = { stated: "stated", asserted: "stated", affirms: "stated", denied: "denied", denies: "denied" };
for (const word of ["attributed", "opinion", "found"]) STYLES[word] = "attributed";
for (const word of ["prospective", "planned", "possible", "planned or possible"]) STYLES[word] = "prospective";
const ICONS = { stated: "●", attributed: "❝", unconfirmed: "◐", prospective: "○", denied: "⊘" };

function most(rows, name, test) {
  const bound = rows.slice(0, 200).map((row) => row[name]).filter(Boolean);
  return bound.length > 0 && bound.every(test);
}

// Return the columns that are shown: `name`, the column of its `label` if there is one, and the
// `kind` of what is in it: iri, time, number or text.
export function readColumns({ columns, rows }) {
  const isIri = (term) => term.type === "uri";
  const labelled = new Set(
    columns.filter((name) => columns.includes(`${name}Label`) && most(rows, name, isIri)),
  );
  return columns
    .filter((name) => !(name.endsWith("Label") && labelled.has(name.slice(0, -5))))
    .map((name) => {
      const kind = most(rows, name, isIri)
        ? "iri"
        : most(rows, name, (term) => readTime(term) !== undefined)
          ? "time"
          : most(rows, name, (term) => readNumber(term) !== undefined)
            ? "number"
            : "text";
      return { name, label: labelled.has(name) ? `${name}Label` : undefined, kind };
    });
}

// Return a row's text in a column.
export function shownText(terms, row, { name, label }) {
  const term = row[name];
  if (!term) return "";
  return (label && row[label]?.value) || terms.text(term);
}

// Return how firmly a row is said, by a column that tells it: `style`, `icon` and `word`.
export function readFirmness(terms, row, columns) {
  const column = columns.find(({ name }) => FIRMLY.test(name) && row[name]);
  if (!column) return undefined;
  const word = shownText(terms, row, column).replace(/^.*:/, "");
  const term = row[column.name];
  const code = term.type === "uri" ? term.value.replace(/^.*[/#]/, "") : word;
  const style = STYLES[code] ?? "unconfirmed";
  return { style, icon: ICONS[style], word, column };
}

// The table of a result: a label is the link of its name, and columns sort.
import { plain } from "../answers.js";
import { button, make } from "../dom.js";
import { grouped, LANGUAGE, say } from "../words.js";

// What a browser draws at once without a pause.
const ROWS_AT_ONCE = 500;
// And what it can hold.
const MOST_ROWS = 10_000;
const COLLATOR = new Intl.Collator(LANGUAGE, { numeric: true, sensitivity: "base" });

function compared(one, other) {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return COLLATOR.compare(String(one), String(other));
}

function cell(terms, row, { name, label, kind }) {
  const term = row[name];
  const labelled = label && row[label];
  // The terms themselves are kept beside what is shown of them.
  const kept = { "data-value": term && plain(term), "data-label": labelled ? labelled.value : undefined };
  const element = make("td", { class: kind, ...kept });
  if (term) element.append(terms.node(term, labelled));
  else if (labelled) element.append(terms.node(labelled));
  return element;
}

// Return the rows in the order of a column: 1 up, -1 down, 0 as they came; without a value, last.
function sorted(terms, rows, column, direction) {
  if (!direction) return rows;
  const keys = new Map(rows.map((row) => [row, terms.key(row[column.label] ?? row[column.name])]));
  return [...rows].sort((a, b) => {
    const [one, other] = [keys.get(a), keys.get(b)];
    if (one === undefined || other === undefined) return (one === undefined) - (other === undefined);
    return direction * compared(one, other);
  });
}

// Return a table of rows; `caption` says what it is.
export function showTable({ terms, columns, rows, caption }) {
  const body = make("tbody");
  const more = make("p", { class: "more" });
  const state = { column: undefined, direction: 0, shown: ROWS_AT_ONCE };
  const heads = columns.map((column) => {
    const head = make("th", {
      scope: "col",
      class: column.kind,
      "data-column": column.name,
      "data-label-column": column.label,
      "aria-sort": "none",
    });
    head.append(button(column.name, () => sortBy(column), { class: "sort", title: say("Sort by %(name)s", { name: column.name }) }));
    return head;
  });

  function fill() {
    const order = sorted(terms, rows, state.column, state.direction);
    const shown = order.slice(0, state.shown);
    body.replaceChildren(
      ...shown.map((row) => make("tr", {}, ...columns.map((column) => cell(terms, row, column)))),
    );
    more.replaceChildren();
    if (shown.length < rows.length) {
      const most = Math.min(rows.length, MOST_ROWS);
      more.append(say("First %(n)s of %(all)s shown.", { n: grouped(shown.length), all: grouped(rows.length) }), " ");
      if (shown.length < most) more.append(button(say("Show %(n)s", { n: grouped(most) }), () => showMore(most)));
      else more.append(say("The downloads have all."));
    }
  }

  function showMore(most) {
    state.shown = most;
    fill();
  }

  function sortBy(column) {
    const next = { 0: 1, 1: -1, "-1": 0 };
    state.direction = state.column === column ? next[state.direction] : 1;
    state.column = column;
    const words = { 0: "none", 1: "ascending", "-1": "descending" };
    heads.forEach((head, place) => {
      head.setAttribute("aria-sort", columns[place] === column ? words[state.direction] : "none");
    });
    fill();
  }

  fill();
  const table = make("table", {}, make("caption", {}, caption), make("thead", {}, make("tr", {}, ...heads)), body);
  return make("div", {}, make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, table), more);
}

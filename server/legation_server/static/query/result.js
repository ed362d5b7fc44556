// The result of a query: its views, one of them shown, and what can be downloaded.
import { asCsv, asJson } from "./answers.js";
import { readColumns } from "./columns.js";
import { button, make } from "./dom.js";
import { hasNumbers, showChart } from "./views/chart.js";
import { hasLinks, showGraph } from "./views/graph.js";
import { showTable } from "./views/table.js";
import { hasTimes, showTimeline } from "./views/timeline.js";
import { counted, LANGUAGE, say } from "./words.js";

// As the Wikidata Query Service has it: a comment of the query names the view it is shown in.
const DEFAULT_VIEW = /^\s*#\s*defaultView:\s*([A-Za-z]+)/m;
const KEPT_MILLISECONDS = 60_000;
const DIGITS = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
const NAMES = { Table: say("Table"), Timeline: say("Timeline"), Chart: say("Chart"), Graph: say("Graph") };
const NAMED = { table: "Table", timeline: "Timeline", graph: "Graph", chart: "Chart" };
const CHARTS = { barchart: "bar", linechart: "line", areachart: "line", scatterchart: "scatter", bubblechart: "bar" };

// Return the view that a query asks for: its `view`, and the `chart` it wants; undefined if none.
export function viewOf(query) {
  const name = DEFAULT_VIEW.exec(query)?.[1].toLowerCase();
  if (!name) return undefined;
  if (CHARTS[name]) return { view: "Chart", chart: CHARTS[name] };
  return { view: NAMED[name] ?? "Table", chart: "" };
}

function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  make("a", { href: url, download: name }).click();
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MILLISECONDS);
}

// The place where results are shown.
export class ResultArea {
  constructor(element, { terms, vendor, loadTerms }) {
    this.element = element;
    this.terms = terms;
    this.vendor = vendor;
    this.loadTerms = loadTerms;
  }

  // Grey what is shown while another answer is on its way.
  wait(isWaiting) {
    this.element.toggleAttribute("data-old", isWaiting);
    this.element.setAttribute("aria-busy", isWaiting);
  }

  // Show nothing.
  clear() {
    this.element.replaceChildren();
  }

  // Show an answer; `seconds` is how long it took.
  async show({ answer, query, seconds, chosen }) {
    const said = answer.kind === "boolean" ? "" : counted(answer.rows.length, answer.kind);
    const facts = [said, seconds === undefined ? "" : `${seconds.toLocaleString(LANGUAGE, DIGITS)} s`].filter(Boolean).join(" · ");
    if (answer.kind === "boolean") {
      const verdict = make("p", { class: "verdict", "data-value": String(answer.value) }, answer.value ? say("Yes") : say("No"));
      this.element.replaceChildren(verdict, this.bar(answer, [], "", facts));
      return;
    }
    const columns = readColumns(answer);
    const views = this.views(answer, columns);
    const asked = viewOf(query);
    const wanted = chosen ?? asked?.view ?? "Table";
    const name = views[wanted] ? wanted : "Table";
    const panel = make("div", { class: "view", "data-view": name });
    const content = await views[name](asked?.chart);
    panel.append(content);
    const bar = this.bar(answer, Object.keys(views), name, facts, (view) => {
      this.show({ answer, query, seconds, chosen: view }).then(() => {
        this.element.querySelector(`[data-show="${view}"]`)?.focus();
      });
    });
    this.element.replaceChildren(bar, panel);
    // A picture wider than its place begins in the middle.
    const wide = panel.querySelector(".graph .scroll");
    wide?.scrollTo((wide.scrollWidth - wide.clientWidth) / 2, (wide.scrollHeight - wide.clientHeight) / 2);
  }

  // Return the views that an answer has, by name; each makes its element.
  views(answer, columns) {
    const { terms, vendor, loadTerms } = this;
    const shown = { terms, columns, rows: answer.rows, kind: answer.kind };
    const caption = say("Result: %(rows)s", { rows: counted(answer.rows.length, answer.kind) });
    const views = { Table: () => showTable({ ...shown, caption }) };
    if (!answer.rows.length) return views;
    if (hasTimes(columns)) views.Timeline = () => showTimeline(shown);
    if (hasNumbers(columns)) views.Chart = (kind) => showChart({ ...shown, kind });
    if (hasLinks(answer, columns)) views.Graph = () => showGraph({ ...shown, vendor, loadTerms });
    return views;
  }

  // Return the line above a result: its views, how much it is, and the downloads.
  bar(answer, names, shown, facts, choose) {
    const views = names.map((name) =>
      button(NAMES[name], () => choose(name), { "aria-pressed": String(name === shown), "data-show": name }),
    );
    const csv = () => download("result.csv", "text/csv", asCsv(answer));
    const json = () => download("result.json", "application/sparql-results+json", asJson(answer));
    const downloads = answer.kind === "boolean" ? [button("JSON", json)] : [button("CSV", csv), button("JSON", json)];
    return make(
      "div",
      { class: "bar" },
      ...(views.length > 1 ? [make("div", { class: "views", role: "group", "aria-label": say("View") }, ...views)] : []),
      make("span", { class: "count", role: "status" }, facts),
      make("div", { class: "downloads", role: "group", "aria-label": say("Download this result") }, make("span", {}, say("Download:"), " "), ...downloads),
    );
  }
}

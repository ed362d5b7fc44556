// Results in the query editor: tables of terms as text, and errors as the server words them.

function make(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

const PLAIN = "http://www.w3.org/2001/XMLSchema#string";

// Return a function from an IRI to the address it leads to, if any: ours for our own names.
export function findLinks(base, root) {
  return (iri) => {
    if (iri.startsWith(base)) return new URL(iri.slice(base.length), root).href;
    return /^https?:/i.test(iri) ? iri : undefined;
  };
}

function shortened(iri, prefixes) {
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    if (iri.startsWith(namespace)) return `${prefix}:${iri.slice(namespace.length)}`;
  }
  return undefined;
}

function named(iri, prefixes, link, bare) {
  const short = shortened(iri, prefixes);
  const text = short ?? iri;
  const href = link(iri);
  const name = href
    ? make("a", { className: "iri", href, title: iri, target: "_blank", rel: "noopener noreferrer" }, text)
    : make("span", { className: "iri", title: iri }, text);
  return short || bare ? [name] : ["<", name, ">"];
}

// Return the nodes that show a term of the SPARQL JSON results, `bare` without quotes and brackets.
function shown(term, prefixes, link, bare) {
  if (term.type === "uri") return named(term.value, prefixes, link, bare);
  if (term.type === "triple") {
    const { subject, predicate, object } = term.value;
    const parts = [subject, predicate, object].map((part) => shown(part, prefixes, link, bare));
    return ["<<( ", ...parts.flatMap((part) => [...part, " "]), ")>>"];
  }
  const language = term["xml:lang"];
  const typed = term.datatype && term.datatype !== PLAIN;
  if (bare || !(language || typed)) return [term.value];
  const kind = language ? [`@${language}`] : ["^^", ...named(term.datatype, prefixes, link, false)];
  return [`"${term.value}"`, make("sup", {}, ...kind)];
}

function text(term) {
  return typeof term.value === "string" ? term.value : Object.values(term.value).map(text).join(" ");
}

// DataTables reads what it filters by as HTML.
function escaped(value) {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

// Give an editor's results the terms of a JSON answer as they were sent: its own reader fills in
// what literals have in double braces, and knows no triple terms.
function readAsSent(results) {
  if (!results?.getContentType()?.includes("sparql-results+json") || results.json) return;
  results.json = JSON.parse(results.getOriginalResponseAsString());
  results.type = "json";
}

// Make tables of results show terms as text, where the editor's own reads them as HTML.
export function showTables(Yasr, link) {
  const { draw } = Yasr.prototype;
  Yasr.prototype.draw = function () {
    readAsSent(this.results);
    draw.call(this);
  };
  class TermTable extends Yasr.plugins.table {
    getColumns() {
      const prefixes = this.yasr.getPrefixes();
      const [numbers, ...variables] = super.getColumns();
      const render = (term, purpose) => {
        if (term === "") return "";
        if (purpose === "filter") return escaped(text(term));
        if (purpose !== "display") return text(term);
        const nodes = shown(term, prefixes, link, this.persistentConfig.compact);
        return make("div", {}, make("span", { className: term.type === "uri" ? "" : "nonIri" }, ...nodes));
      };
      return [numbers, ...variables.map((column) => ({ ...column, type: "string", render }))];
    }
  }
  Yasr.registerPlugin("table", TermTable);
}

const SHOWN_FIRST = new Set(["type", "title", "status", "detail", "remedy", "line", "column", "excerpt"]);

// Return an element that shows a problem document (RFC 9457) whole.
function problemBox(problem) {
  const others = Object.entries(problem).filter(([name]) => !SHOWN_FIRST.has(name));
  const box = make("div", { className: "problem" }, make("h2", {}, `${problem.title} (${problem.status})`));
  if (problem.detail) box.append(make("p", {}, problem.detail));
  if (problem.excerpt) box.append(make("pre", {}, problem.excerpt));
  if (problem.remedy) box.append(make("p", {}, problem.remedy));
  for (const [name, value] of others) {
    box.append(make("p", {}, `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`));
  }
  return box;
}

// What browsers say of a connection that broke.
const BROKEN = /failed to fetch|networkerror|network error|load failed/i;

// Show errors whole: problem documents in words, anything else as the text it is.
export function showErrors(Yasr) {
  const render = async ({ text }) => {
    try {
      const problem = JSON.parse(text);
      if (problem.title && problem.status) return problemBox(problem);
    } catch {
      // It is no problem document.
    }
    const title = BROKEN.test(text) ? "The answer did not come, or broke off." : "The query failed.";
    return make("div", { className: "problem" }, make("h2", {}, title), make("pre", {}, text));
  };
  Yasr.defaults.errorRenderers = [render];
}

// The graph of a result: things as circles, what relates them as lines between.
import { readFirmness, shownText } from "../columns.js";
import { draw, make } from "../dom.js";
import { grouped, say } from "../words.js";

export const MOST_NODES = 150;
const STEPS = 300;
const LIBRARY = ["d3-dispatch", "d3-quadtree", "d3-timer", "d3-force"];
const LONGEST_LABEL = 28;
const LABEL = "http://www.w3.org/2000/01/rdf-schema#label";

function load(source) {
  return new Promise((resolve, reject) => {
    const script = make("script", { src: source, onload: resolve, onerror: () => reject(new Error(source)) });
    document.head.append(script);
  });
}

let library;

// Load the layout when it is first needed; each part needs those before it.
function loadLayout(vendor) {
  library ??= LIBRARY.reduce((before, name) => before.then(() => load(`${vendor}${name}.min.js`)), Promise.resolve());
  return library;
}

function ends(columns) {
  return columns.filter(({ kind }) => kind === "iri").slice(0, 2);
}

// Tell whether a result has things to join: a graph, or two columns of them.
export function hasLinks({ kind }, columns) {
  return kind === "graph" || ends(columns).length === 2;
}

function isThing(term) {
  return term?.type === "uri" || term?.type === "bnode";
}

function labelsIn(rows) {
  const labelling = rows.filter(({ predicate }) => predicate.value === LABEL);
  return new Map(labelling.map(({ subject, object }) => [subject.value, object.value]));
}

// Return the nodes and links of a result, at most MOST_NODES nodes.
function read({ terms, columns, rows, kind, names }) {
  const nodes = new Map();
  const links = [];
  const node = (term, text) => {
    const key = `${term.type} ${term.value}`;
    if (!nodes.has(key)) {
      if (nodes.size === MOST_NODES) return undefined;
      nodes.set(key, { id: key, term, text });
    }
    return nodes.get(key);
  };
  const [from, to] = kind === "graph" ? [columns[0], columns[2]] : ends(columns);
  const name = kind === "graph" ? columns[1] : columns.find((column) => column !== from && column !== to);
  const labels = kind === "graph" ? labelsIn(rows) : new Map();
  // A result without labels has those of the vocabulary.
  const said = (row, column) => {
    const text = shownText(terms, row, column);
    return labels.get(row[column.name].value) ?? (column.label ? text : (names.get(text) ?? text));
  };
  let left = 0;
  for (const row of rows) {
    if (!isThing(row[from.name]) || !isThing(row[to.name])) continue;
    const source = node(row[from.name], said(row, from));
    const target = node(row[to.name], said(row, to));
    if (!source || !target) left += 1;
    else links.push({ source, target, text: name ? shownText(terms, row, name) : "", style: readFirmness(terms, row, columns)?.style });
  }
  return { nodes: [...nodes.values()], links, left };
}

function arrange({ nodes, links }) {
  const { forceSimulation, forceLink, forceManyBody, forceX, forceY, forceCollide } = window.d3;
  const simulation = forceSimulation(nodes)
    .force("link", forceLink(links).distance(100))
    .force("charge", forceManyBody().strength(-260))
    .force("x", forceX(0).strength(0.08))
    .force("y", forceY(0).strength(0.1))
    .force("collide", forceCollide(30))
    .stop();
  simulation.tick(STEPS);
}

function cut(text) {
  return text.length > LONGEST_LABEL ? `${text.slice(0, LONGEST_LABEL - 1)}…` : text;
}

function circle(terms, { term, text, x, y }) {
  const label = draw("text", { x: 9, y: 4 }, cut(text));
  const inside = [draw("title", {}, text), draw("circle", { r: 6 }), label];
  const href = term.type === "uri" ? terms.link(term.value) : undefined;
  const link = href ? [draw("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...inside)] : inside;
  return draw("g", { class: term.type, transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` }, ...link);
}

// Return a picture of things and their links; `vendor` is where the library lies, `loadTerms` gets
// the terms of the vocabulary.
export async function showGraph({ vendor, loadTerms, ...result }) {
  const [vocabulary] = await Promise.all([loadTerms(), loadLayout(vendor)]);
  const names = new Map(vocabulary.filter(({ label }) => label).map(({ name, label }) => [name, label]));
  const graph = read({ ...result, names });
  if (!graph.links.length) return make("p", {}, say("No row joins two things."));
  arrange(graph);
  const xs = graph.nodes.map(({ x }) => x);
  const ys = graph.nodes.map(({ y }) => y);
  const [left, top] = [Math.min(...xs) - 30, Math.min(...ys) - 30];
  const wide = Math.max(...xs) - left + 200;
  const high = Math.max(...ys) - top + 30;
  const lines = graph.links.map(({ source, target, text, style }) =>
    draw("line", { class: style ?? "stated", x1: source.x, y1: source.y, x2: target.x, y2: target.y }, draw("title", {}, `${source.text} – ${text} – ${target.text}`)),
  );
  const counts = { things: grouped(graph.nodes.length), links: grouped(graph.links.length) };
  const label = say("Graph of %(things)s things and %(links)s links; the table has the same", counts);
  const picture = draw(
    "svg",
    { role: "group", "aria-label": label, viewBox: `${left} ${top} ${wide} ${high}`, width: wide, height: high },
    ...lines,
    ...graph.nodes.map((node) => circle(result.terms, node)),
  );
  const said = graph.left ? [make("p", {}, say("%(n)s rows are left out: the picture has %(most)s things at most. The table has all.", { n: grouped(graph.left), most: MOST_NODES }))] : [];
  return make("div", { class: "graph" }, make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("Graph") }, picture), ...said);
}

// Answers of the endpoint as tables of terms: SPARQL JSON results, and graphs in N-Triples.
const TERM = /<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?/y;
const ESCAPES = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };
const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g;

function unescaped(text) {
  return text.replace(ESCAPE, (_, short, long, one) =>
    one ? (ESCAPES[one] ?? one) : String.fromCodePoint(Number.parseInt(short ?? long, 16)),
  );
}

// Return the term at a place of a line, and move the place behind it.
function readTerm(line, place) {
  while (line[place.at] === " ") place.at += 1;
  if (line.startsWith("<<(", place.at)) return readTriple(line, place);
  TERM.lastIndex = place.at;
  const found = TERM.exec(line);
  if (!found) throw new SyntaxError(line);
  place.at = TERM.lastIndex;
  const [, iri, node, text, language, datatype] = found;
  if (iri !== undefined) return { type: "uri", value: unescaped(iri) };
  if (node !== undefined) return { type: "bnode", value: node };
  const literal = { type: "literal", value: unescaped(text) };
  if (language) literal["xml:lang"] = language;
  if (datatype) literal.datatype = unescaped(datatype);
  return literal;
}

function readTriple(line, place) {
  place.at += 3;
  const [subject, predicate, object] = [0, 0, 0].map(() => readTerm(line, place));
  place.at = line.indexOf(")>>", place.at) + 3;
  return { type: "triple", value: { subject, predicate, object } };
}

function readTriples(text) {
  const rows = [];
  for (const line of text.split("\n")) {
    if (!line) continue;
    const place = { at: 0 };
    const [subject, predicate, object] = [0, 0, 0].map(() => readTerm(line, place));
    rows.push({ subject, predicate, object });
  }
  return rows;
}

// Return what an answer holds: its `kind` (boolean, table or graph), `columns` and `rows`, which
// map a column to a term of the SPARQL JSON results.
export function readAnswer(type, text) {
  if (type.startsWith("application/n-triples")) {
    return { kind: "graph", columns: ["subject", "predicate", "object"], rows: readTriples(text) };
  }
  const { head, results, boolean } = JSON.parse(text);
  if (boolean !== undefined) return { kind: "boolean", value: boolean, columns: [], rows: [] };
  return { kind: "table", columns: head.vars, rows: results.bindings };
}

function field(term) {
  const text = !term ? "" : term.type === "bnode" ? `_:${term.value}` : plain(term);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// Return the text of a term, without what it is.
export function plain(term) {
  if (typeof term.value === "string") return term.value;
  return `<<( ${Object.values(term.value).map(plain).join(" ")} )>>`;
}

// Return a table as CSV (SPARQL 1.1 Query Results CSV, section 3).
export function asCsv({ columns, rows }) {
  const lines = [columns, ...rows.map((row) => columns.map((name) => field(row[name])))];
  return lines.map((line) => `${line.join(",")}\r\n`).join("");
}

// Return a table as SPARQL JSON results.
export function asJson({ kind, value, columns, rows }) {
  if (kind === "boolean") return JSON.stringify({ head: {}, boolean: value });
  return JSON.stringify({ head: { vars: columns }, results: { bindings: rows } });
}

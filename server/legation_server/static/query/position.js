// Where the cursor stands in a query: at a subject, a property, a class or a value, and of what.
const TOKEN = new RegExp(
  [
    "(?<comment>#[^\\n]*)",
    "(?<iri><[^<>\"{}|^`\\\\\\s]*>)",
    '(?<long>"""[^]*?(?:"""|$)|\'\'\'[^]*?(?:\'\'\'|$))',
    '(?<text>"(?:[^"\\\\\\n]|\\\\.)*(?:"|$|\\n)|\'(?:[^\'\\\\\\n]|\\\\.)*(?:\'|$|\\n))',
    "(?<variable>[?$][\\w\\u00b7-\\uffff]*)",
    "(?<name>[\\w\\u00b7-\\uffff-]*:[\\w\\u00b7-\\uffff.:%-]*)",
    "(?<number>[+-]?\\d+(?:\\.\\d+)?)",
    "(?<tag>@[A-Za-z-]+|\\^\\^)",
    "(?<word>[A-Za-z_][\\w-]*)",
    "(?<mark>[{}\\[\\]().;,|/^*+?!])",
  ].join("|"),
  "gu",
);
const TYPES = new Set(["a", "rdf:type", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"]);
const TERMS = ["iri", "long", "text", "variable", "name", "number"];

// Walks over the triples of a query, and knows what comes next.
class Walk {
  constructor() {
    this.stack = [];
    this.brackets = 0;
    this.found = [];
    this.anew();
  }

  anew() {
    Object.assign(this, { place: 0, subject: undefined, property: undefined, isPath: false });
  }

  term(text) {
    if (this.place === 0) Object.assign(this, { subject: text, place: 1 });
    else if (this.place === 1 || this.isPath) Object.assign(this, { property: text, place: 2, isPath: false });
    else if (this.place === 2) {
      this.found.push([this.subject, this.property, text]);
      this.place = 3;
    }
  }

  mark(text) {
    if (text === "{" || text === "}" || text === ".") this.anew();
    else if (text === ";") Object.assign(this, { place: 1, property: undefined });
    else if (text === ",") this.place = 2;
    else if (text === "[") {
      this.stack.push([this.subject, this.property]);
      Object.assign(this, { subject: {}, property: undefined, place: 1 });
    } else if (text === "]" && this.stack.length) {
      const [subject, property] = this.stack.pop();
      Object.assign(this, { subject, property, place: property ? 3 : 1 });
    } else if ("|/^!".includes(text) && this.place <= 2) Object.assign(this, { isPath: true, place: 1 });
  }

  // Take a token; what stands in brackets of an expression is no part of a triple.
  take(kind, text) {
    if (text === "(") this.brackets += 1;
    else if (text === ")") this.brackets = Math.max(0, this.brackets - 1);
    else if (this.brackets || kind === "comment" || kind === "tag") return;
    else if (kind === "mark") this.mark(text);
    else if (kind === "word" && text !== "a") this.anew();
    else if (kind === "word" || TERMS.includes(kind)) this.term(text);
  }
}

function classesOf(subject, triples) {
  const types = triples.filter(([each, property]) => each === subject && TYPES.has(property));
  return types.map(([, , type]) => type);
}

// Return what stands before an offset of a query: the `word` begun there, the `role` of what comes
// (subject, property, class, value, variable or any), the classes of the subject that the query
// names, and the property of a value; undefined inside a text or a comment.
export function positionIn(query, offset) {
  const before = query.slice(0, offset);
  const walk = new Walk();
  let word = "";
  for (const found of before.matchAll(TOKEN)) {
    const [kind] = Object.entries(found.groups).find(([, text]) => text !== undefined);
    const isLast = found.index + found[0].length === offset;
    if (isLast && ["comment", "text", "long"].includes(kind)) return undefined;
    if (isLast && ["variable", "name", "word"].includes(kind)) word = found[0];
    else walk.take(kind, found[0]);
  }
  const whole = new Walk();
  for (const found of query.matchAll(TOKEN)) {
    const [kind] = Object.entries(found.groups).find(([, text]) => text !== undefined);
    whole.take(kind, found[0]);
  }
  const role = walk.brackets ? "any" : ["subject", "property", "value", "any"][walk.place];
  return {
    word,
    role: word.startsWith("?") || word.startsWith("$") ? "variable" : role === "value" && TYPES.has(walk.property) ? "class" : role,
    classes: role === "property" ? classesOf(walk.subject, whole.found) : [],
    property: role === "value" ? walk.property : undefined,
  };
}

// Show terms of results: names as links, times in words, numbers as they are read, texts as texts.
import { plain } from "./answers.js";
import { make } from "./dom.js";
import { readTime } from "./times.js";

const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMERIC = new Set(["integer", "decimal", "double", "float", "int", "long", "short", "byte"]);
for (const kind of ["nonNegativeInteger", "positiveInteger", "unsignedInt", "unsignedLong"]) NUMERIC.add(kind);
const NUMBER = /^([+-]?)(\d+)(\.\d+)?$/;

// Return a function from an IRI to the address it leads to, if any: ours for our own names.
export function findLinks(base, root) {
  return (iri) => {
    // Put together as texts: what follows our base could be read as an address of its own.
    if (iri.startsWith(base)) return new URL(root + iri.slice(base.length)).href;
    return /^https?:/i.test(iri) ? iri : undefined;
  };
}

// Return the number that a literal is, undefined for any other term.
export function readNumber(term) {
  if (term?.type !== "literal" || !term.datatype?.startsWith(XSD)) return undefined;
  if (!NUMERIC.has(term.datatype.slice(XSD.length))) return undefined;
  const number = Number(term.value);
  return Number.isFinite(number) ? number : undefined;
}

// Return digits in groups of three; four of them may be a year and stay together.
function grouped(text) {
  const found = NUMBER.exec(text);
  if (!found) return text;
  const [, sign, whole, rest = ""] = found;
  const digits = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole;
  return (sign === "-" ? "−" : "") + digits + rest.replace(/\.?0+$/, "");
}

// Shows the terms of one page's results.
export class Terms {
  constructor(prefixes, link) {
    // The longest namespace that fits names a term.
    this.prefixes = Object.entries(prefixes).sort((a, b) => b[1].length - a[1].length);
    this.link = link;
  }

  // Return an IRI with a prefix, or whole.
  name(iri) {
    for (const [prefix, namespace] of this.prefixes) {
      if (iri.startsWith(namespace) && iri.length > namespace.length) {
        return `${prefix}:${iri.slice(namespace.length)}`;
      }
    }
    return iri;
  }

  // Return the text of a term as it is shown.
  text(term) {
    if (term.type === "uri") return this.name(term.value);
    if (term.type === "bnode") return `_:${term.value}`;
    if (term.type === "triple") {
      const { subject, predicate, object } = term.value;
      return `<<( ${[subject, predicate, object].map((part) => this.written(part)).join(" ")} )>>`;
    }
    return readTime(term)?.words ?? (readNumber(term) === undefined ? term.value : grouped(term.value));
  }

  // Return a term as it is written in a query.
  written(term) {
    if (term.type === "uri") {
      const name = this.name(term.value);
      return name === term.value ? `<${name}>` : name;
    }
    if (term.type !== "literal") return this.text(term);
    const language = term["xml:lang"];
    const kind = language ? `@${language}` : term.datatype ? `^^${this.name(term.datatype)}` : "";
    return `"${term.value}"${kind}`;
  }

  // Return the node that shows a term; `label` is the text of its link.
  node(term, label) {
    const language = label?.["xml:lang"] ?? term["xml:lang"];
    const said = { lang: language || undefined, dir: language ? "auto" : undefined };
    if (term.type === "uri") {
      const text = label ? label.value : this.name(term.value);
      const href = this.link(term.value);
      if (!href) return make("span", { class: "iri", title: term.value, ...said }, text);
      const rel = "noopener noreferrer";
      return make("a", { class: "iri", href, title: term.value, target: "_blank", rel, ...said }, text);
    }
    const text = this.text(term);
    const plainText = plain(term);
    const title = text === plainText ? this.kind(term) : plainText;
    return make("span", { title, ...said, dir: "auto" }, text);
  }

  // Return what a title says of a literal whose text says all but its kind.
  kind(term) {
    if (term["xml:lang"] && term["xml:lang"] !== "en") return `@${term["xml:lang"]}`;
    const { datatype } = term;
    return datatype && datatype !== `${XSD}string` ? this.name(datatype) : undefined;
  }

  // Return a key to sort a term by: a number, or a text.
  key(term) {
    if (!term) return undefined;
    const time = readTime(term);
    return readNumber(term) ?? time?.earliest ?? time?.latest ?? this.text(term);
  }
}

// What to complete at the cursor: our classes, properties, codes and entities, by name or label.
import { make } from "./dom.js";
import { positionIn } from "./position.js";
import { say } from "./words.js";

const MOST_HINTS = 40;
const LEAST_TYPED = 2;
const VARIABLE = /[?$][\w\u00b7-\uffff]+/g;
const KINDS = {
  class: say("class"),
  property: say("property"),
  code: say("code"),
  entity: say("entity"),
  variable: say("variable"),
};
// What comes first where: the kinds of terms, by the role of what is written.
const ORDER = {
  class: ["class"],
  property: ["property"],
  value: ["code", "entity", "class"],
  subject: ["entity", "code"],
  any: ["property", "class", "entity", "code"],
};

function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function starts(text, typed) {
  return text.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(typed));
}

// Return how badly a term fits what was typed: 0 best, undefined not at all.
function misfit({ name, label, kind, also = [] }, typed) {
  const wanted = folded(typed);
  const full = folded(name);
  const [prefix, local] = [full.slice(0, full.indexOf(":") + 1), full.slice(full.indexOf(":") + 1)];
  const colon = wanted.indexOf(":");
  const rest = wanted.slice(colon + 1);
  if (colon >= 0 && prefix !== wanted.slice(0, colon + 1)) return undefined;
  const labels = [label, ...also].map(folded);
  if (local === rest || labels.includes(rest)) return 0;
  // People are found by their family name as soon as by the first.
  if (kind === "entity" && [local, ...labels].some((each) => starts(each, rest))) return 1;
  if (local.startsWith(rest) || (colon < 0 && full.startsWith(rest))) return 1;
  if (labels.some((each) => each.startsWith(rest))) return 2;
  if ([local, ...labels].some((each) => starts(each, rest))) return 3;
  return rest.length > 2 && (local.includes(rest) || labels.some((each) => each.includes(rest))) ? 4 : undefined;
}

// Return a number that is lower the better a term suits a place, whatever was typed.
function unsuited(term, { role, classes, property }, schemes) {
  const kind = ORDER[role].indexOf(term.kind);
  if (role === "property") return classes.some((each) => term.classes?.includes(each)) ? 0 : 1;
  if (role === "value" && property && term.kind === "code") {
    return term.schemes?.some((each) => schemes.includes(each)) ? 0 : 4;
  }
  return kind + 1;
}

// Return the terms that complete a query at an offset, best first, with the `word` they replace.
export function completionsAt(query, offset, terms) {
  const position = positionIn(query, offset);
  if (!position) return undefined;
  const { word, role } = position;
  if (role === "variable") {
    const others = [...new Set(query.match(VARIABLE) ?? [])].filter((each) => each !== word && each.startsWith(word));
    return { word, found: others.sort().map((name) => ({ name, label: "", kind: "variable" })) };
  }
  const schemes = terms.find(({ name }) => name === position.property)?.schemes ?? [];
  const ranked = terms
    .filter(({ kind }) => ORDER[role].includes(kind))
    .map((term, place) => [unsuited(term, position, schemes), misfit(term, word), place, term])
    .filter(([, fit]) => fit !== undefined)
    .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  return { word, found: ranked.slice(0, MOST_HINTS).map(([, , , term]) => term) };
}

function render(item, _, { term }) {
  item.append(make("code", {}, term.name), " ", make("span", { class: "label" }, term.label), " ", make("span", { class: "kind" }, KINDS[term.kind]));
}

// Complete terms in an editor: at Ctrl+Space, and while a name is typed. `load` gets the terms.
export function startCompletion(editor, container, load) {
  let terms = [];
  const ready = async () => {
    terms = await load();
  };

  function hints() {
    const cursor = editor.getCursor();
    const query = editor.getValue();
    const at = completionsAt(query, editor.indexFromPos(cursor), terms);
    if (!at) return undefined;
    const from = { line: cursor.line, ch: cursor.ch - at.word.length };
    const data = { from, to: cursor, list: at.found.map((term) => ({ text: term.name, term, render })) };
    // The library gives its list no name.
    window.CodeMirror.on(data, "shown", () => {
      editor.state.completionActive?.widget?.hints.setAttribute("aria-label", say("Completions"));
    });
    return data;
  }

  const show = () => editor.showHint({ hint: hints, completeSingle: false, container, closeCharacters: /[\s(){};>,]/ });
  editor.setOption("extraKeys", { ...editor.getOption("extraKeys"), "Ctrl-Space": () => ready().then(show) });
  editor.on("focus", ready);
  editor.on("inputRead", (_, { text, origin }) => {
    if (origin !== "+input" || editor.state.completionActive) return;
    const at = positionIn(editor.getValue(), editor.indexFromPos(editor.getCursor()));
    const isName = at && (at.word.includes(":") || at.word.length >= LEAST_TYPED);
    if (isName && text.length === 1) ready().then(show);
  });
}

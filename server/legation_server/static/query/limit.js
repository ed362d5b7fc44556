// Ask for no more rows than a page can show: a SELECT gets a LIMIT, or a smaller one.
export const MOST_ROWS = 10_000;
const TOKEN = new RegExp(
  [
    "#[^\\n\\r]*",
    "<[^<>\"{}|^`\\\\\\s]*>",
    '"""(?:(?:"{0,2})(?:[^"\\\\]|\\\\[^]))*"""',
    "'''(?:(?:'{0,2})(?:[^'\\\\]|\\\\[^]))*'''",
    '"(?:[^"\\\\\\n\\r]|\\\\.)*"',
    "'(?:[^'\\\\\\n\\r]|\\\\.)*'",
    "[{}]",
    "[?$][\\w\\u00b7-\\uffff]+",
    // A name with a prefix is one token, so that `ex:limit` is no LIMIT.
    "[\\w\\u00b7-\\uffff.-]*:[\\w\\u00b7-\\uffff.:%-]*",
    "[A-Za-z]+",
    "\\d+",
  ].join("|"),
  "g",
);

// Yield the tokens of a query that matter here, outside all braces; each with its place.
function* outside(text) {
  let depth = 0;
  for (const found of text.matchAll(TOKEN)) {
    if (found[0] === "{") depth += 1;
    else if (found[0] === "}") depth -= 1;
    else if (depth === 0 && !found[0].startsWith("#")) yield { word: found[0].toUpperCase(), at: found.index };
  }
}

// Return the form of a query: SELECT, ASK, CONSTRUCT or DESCRIBE; empty if it has none.
export function formOf(text) {
  const forms = ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"];
  for (const { word } of outside(text)) if (forms.includes(word)) return word;
  return "";
}

// Return a query that has at most so many rows, its lines where they were.
export function limited(text, most = MOST_ROWS) {
  if (formOf(text) !== "SELECT") return text;
  const words = [...outside(text)];
  const place = words.findIndex(({ word }) => word === "LIMIT");
  const number = words[place + 1];
  if (place >= 0) {
    if (!number || !(Number(number.word) > most)) return text;
    return text.slice(0, number.at) + most + text.slice(number.at + number.word.length);
  }
  // Values may follow the limit (SPARQL 1.1, section 19.8, ValuesClause), but not precede it.
  const values = words.findLast(({ word }) => word === "VALUES");
  const end = values ? values.at : text.length;
  return `${text.slice(0, end)}\nLIMIT ${most}\n${text.slice(end)}`;
}

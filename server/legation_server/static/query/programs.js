// Programs that send a query to the endpoint, in the languages that people analyse with.
// Tables come as CSV, graphs as Turtle, the answer to ASK as a word.

function inPython(query) {
  return `"""${query.replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"').replace(/"$/, '\\"')}"""`;
}

function inJavaScript(query) {
  return `\`${query.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${")}\``;
}

// Dashes enough that the text does not end the literal.
function inR(query) {
  let dashes = "";
  while (query.includes(`)${dashes}"`)) dashes += "-";
  return `r"${dashes}(${query})${dashes}"`;
}

// A line of the query must not end the text.
function inShell(query) {
  let word = "SPARQL";
  while (query.split("\n").includes(word)) word += "_";
  return `@- <<'${word}'\n${query}\n${word}`;
}

function addressOf({ endpoint, parameters }, format) {
  return `${endpoint}?${new URLSearchParams([["format", format], ...parameters])}`;
}

function lines(...parts) {
  return `${parts.join("\n")}\n`;
}

function inCurl(asked) {
  const address = addressOf(asked, asked.kind === "graph" ? "ttl" : "csv").replaceAll("'", "%27");
  return lines(`curl '${address}' --data-urlencode query${inShell(asked.query)}`);
}

function inPythonWith(asked) {
  const query = `query = ${inPython(asked.query)}`;
  const address = (format) => `address = "${addressOf(asked, format)}&" + urlencode({"query": query})`;
  const urls = "from urllib.parse import urlencode";
  const programs = {
    table: () => lines(urls, "", "import pandas as pd", "", query, address("csv"), "table = pd.read_csv(address)", "print(table)"),
    graph: () => lines(urls, "", "from rdflib import Graph", "", query, address("ttl"), 'graph = Graph().parse(address, format="turtle")', "print(len(graph))"),
    boolean: () => lines(urls, "from urllib.request import urlopen", "", query, address("csv"), 'print(urlopen(address).read().decode() == "true")'),
  };
  return programs[asked.kind]();
}

function inRWith(asked) {
  const format = asked.kind === "graph" ? "ttl" : "csv";
  const read = asked.kind === "table" ? "read.csv" : "readLines";
  return lines(
    `query <- ${inR(asked.query)}`,
    `address <- paste0("${addressOf(asked, format)}&query=", URLencode(query, reserved = TRUE))`,
    asked.kind === "table" ? `print(${read}(address))` : `writeLines(${read}(address, warn = FALSE))`,
  );
}

function inJavaScriptWith(asked) {
  const format = asked.kind === "graph" ? "ttl" : "json";
  const plain = "Object.fromEntries(Object.entries(row).map(([name, { value }]) => [name, value]))";
  const shown = {
    table: [
      "const { results } = await response.json();",
      `console.table(results.bindings.map((row) => ${plain}));`,
    ],
    graph: ["console.log(await response.text());"],
    boolean: ["console.log((await response.json()).boolean);"],
  };
  return lines(
    `const query = ${inJavaScript(asked.query)};`,
    `const response = await fetch("${addressOf(asked, format)}", {`,
    '  method: "POST",',
    "  body: new URLSearchParams({ query }),",
    "});",
    ...shown[asked.kind],
  );
}

// Functions from what is asked to a program, by language. Asked are a `query` at an `endpoint`, with
// `parameters` of the protocol, for a `kind` of answer: table, graph or boolean.
export const PROGRAMS = { curl: inCurl, Python: inPythonWith, R: inRWith, JavaScript: inJavaScriptWith };

// What an address may have (docs/server.md, "Errors"); these programs send the query in theirs.
const LONGEST_ADDRESS_BYTES = 65_536;
const BY_ADDRESS = ["Python", "R"];

// Return whether the program in a language would send an address that no server reads.
export function isTooLong(language, asked) {
  return BY_ADDRESS.includes(language) && `${addressOf(asked, "csv")}&query=${encodeURIComponent(asked.query)}`.length > LONGEST_ADDRESS_BYTES;
}

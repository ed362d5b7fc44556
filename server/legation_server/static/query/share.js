// Take a query away: a link to it, and programs that send it.
import { button, make } from "./dom.js";
import { say } from "./words.js";

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

function tail(parameters) {
  return parameters.map(([name, value]) => `&${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("");
}

// Programs that send a query to an endpoint, by language. Tables come as CSV, graphs as Turtle.
export const SNIPPETS = {
  curl: ({ endpoint, query, parameters, isGraph }) =>
    `curl '${endpoint}?format=${isGraph ? "ttl" : "csv"}${tail(parameters)}' --data-urlencode query${inShell(query)}\n`,
  Python: ({ endpoint, query, parameters, isGraph }) =>
    isGraph
      ? `from urllib.parse import urlencode\n\nfrom rdflib import Graph\n\nquery = ${inPython(query)}\naddress = "${endpoint}?format=ttl${tail(parameters)}&" + urlencode({"query": query})\ngraph = Graph().parse(address, format="turtle")\nprint(len(graph))\n`
      : `from urllib.parse import urlencode\n\nimport pandas as pd\n\nquery = ${inPython(query)}\ntable = pd.read_csv("${endpoint}?format=csv${tail(parameters)}&" + urlencode({"query": query}))\nprint(table)\n`,
  R: ({ endpoint, query, parameters, isGraph }) =>
    `query <- ${inR(query)}\naddress <- "${endpoint}?format=${isGraph ? "ttl" : "csv"}${tail(parameters)}&query="\nanswer <- ${isGraph ? "readLines" : "read.csv"}(paste0(address, URLencode(query, reserved = TRUE)))\nprint(answer)\n`,
  JavaScript: ({ endpoint, query, parameters, isGraph }) =>
    `const query = ${inJavaScript(query)};\nconst response = await fetch("${endpoint}?format=${isGraph ? "ttl" : "json"}${tail(parameters)}", {\n  method: "POST",\n  body: new URLSearchParams({ query }),\n});\n${isGraph ? "console.log(await response.text());" : "const { results } = await response.json();\nconsole.table(results.bindings.map((row) => Object.fromEntries(Object.entries(row).map(([name, { value }]) => [name, value]))));"}\n`,
};

// Return the address of this page that opens and runs a query.
export function linkTo(query, parameters) {
  const address = new URL(window.location.pathname, window.location.href);
  address.hash = new URLSearchParams([["query", query], ...parameters]);
  return address.href;
}

async function copy(text, said) {
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = say("Copied.");
  } catch {
    said.textContent = say("The browser does not let pages copy: select the text and copy it.");
  }
}

// Fill a panel with the link and the programs; `current` returns the query that is asked now.
export function startSharing(panel, current) {
  const said = make("span", { role: "status", class: "said" });
  const link = make("input", { type: "text", readonly: true, "aria-label": say("Link to this query"), onfocus: (event) => event.target.select() });
  const code = make("code");
  const program = make("pre", { dir: "ltr", tabindex: "0", "aria-label": say("Program") }, code);
  let language = "curl";
  const choices = Object.keys(SNIPPETS).map((name) => button(name, () => choose(name), { "aria-pressed": "false" }));

  function choose(name) {
    language = name;
    fill();
  }

  function fill() {
    const now = current();
    link.value = linkTo(now.query, now.parameters);
    code.textContent = SNIPPETS[language](now);
    said.textContent = "";
    for (const each of choices) each.setAttribute("aria-pressed", String(each.textContent === language));
  }

  panel.querySelector("[data-share]").append(
    make("p", { class: "link" }, link, button(say("Copy link"), () => copy(link.value, said))),
    make("p", { class: "languages", role: "group", "aria-label": say("Programming language") }, ...choices, button(say("Copy program"), () => copy(code.textContent, said)), said),
    program,
  );
  panel.addEventListener("toggle", () => panel.open && fill());
}

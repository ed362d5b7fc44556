// Start the query page: editor, examples, tabs, and what becomes of a query that is run.
import { readAnswer } from "./answers.js";
import { startCompletion } from "./completion.js";
import { makeDocument, makeEditor, markProblem, unmark } from "./editor.js";
import { explainEmpty } from "./empty.js";
import { showPreviews, startGallery } from "./gallery.js";
import { formOf, limited, MOST_ROWS } from "./limit.js";
import { showProblem } from "./problems.js";
import { ResultArea } from "./result.js";
import { ask, QueryError, Running } from "./run.js";
import { startSharing } from "./share.js";
import { savedTabs, sharedTab, Tabs } from "./tabs.js";
import { findLinks, Terms } from "./terms.js";
import { grouped, say } from "./words.js";

const page = document.getElementById("query");
const at = (selector) => page.querySelector(selector);
const configuration = JSON.parse(document.getElementById("configuration").textContent);
const { base, prefixes, examples, seconds } = configuration;
const address = (path) => new URL(path, window.location.href).href;
const endpoint = address(page.dataset.endpoint);
const terms = new Terms(prefixes, findLinks(base, address(page.dataset.root)));
const result = new ResultArea(at(".result"), { terms, vendor: address(page.dataset.vendor), loadTerms });
const running = new Running(at(".running"), seconds);
const [problemBox, notice, emptyNotice] = [at(".problem"), at("#truncated"), at("#empty")];

const editor = makeEditor(at("#editor"), () => run());
const tabs = new Tabs(at(".tabs"), { key: `query tabs of ${endpoint}`, makeDocument, change: showTab });
const markExample = startGallery(at(".gallery"), openExample);
const isExample = new Set(examples.map(({ query }) => query));
startCompletion(editor, at(".work"), loadTerms);
startSharing(at(".share"), () => {
  const query = editor.getValue();
  const kinds = { ASK: "boolean", CONSTRUCT: "graph", DESCRIBE: "graph" };
  return { endpoint, query, parameters: tabs.active.parameters, kind: kinds[formOf(query)] ?? "table" };
});
at("[data-run]").addEventListener("click", () => run());
editor.on("change", () => unmark(editor));

let vocabulary;

// Return the terms of the vocabulary, which are asked for once; none if they do not come.
function loadTerms() {
  vocabulary ??= fetch(address(page.dataset.terms)).then((response) => response.json()).then(
    ({ terms: loaded = [] }) => loaded,
    () => {
      vocabulary = undefined;
      return [];
    },
  );
  return vocabulary;
}

// Show a tab: its query, and the outcome it had.
function showTab(tab) {
  editor.swapDoc(tab.document);
  unmark(editor);
  markExample(examples.find(({ query }) => query === tab.document.getValue())?.name);
  return show(tab.outcome);
}

// Show what came of a query: an answer, a problem, or nothing yet.
async function show(outcome) {
  for (const box of [problemBox, notice, emptyNotice]) box.hidden = true;
  result.wait(false);
  if (!outcome) return result.clear();
  if (outcome.problem) {
    showProblem(problemBox, outcome.problem);
    markProblem(editor, outcome.problem);
    // What was found before stays in sight, but is not the answer to this.
    return result.wait(true);
  }
  if (outcome.cut) {
    notice.textContent = outcome.cut;
    notice.hidden = false;
  }
  return result.show(outcome);
}

function cutOf(headers, answer, isCut) {
  if (isCut) return say("The graph has more triples; this page reads the first %(n)s.", { n: grouped(MOST_ROWS) });
  const rows = /rows=(\d+)/.exec(headers.get("X-Result-Truncated") ?? "");
  if (rows) return say("The result has more rows; this server gives the first %(n)s.", { n: grouped(Number(rows[1])) });
  if (answer.kind !== "table" || answer.rows.length < MOST_ROWS) return "";
  const limit = say("This page asks for %(n)s rows at most; there may be more.", { n: grouped(MOST_ROWS) });
  return `${limit} ${say("The link and the programs ask for all.")}`;
}

let latest;

// Run the query of the active tab; what another one brings after that is not shown.
async function run() {
  const tab = tabs.active;
  const query = tab.document.getValue();
  const signal = running.start();
  latest = signal;
  const began = performance.now();
  for (const box of [problemBox, notice, emptyNotice]) box.hidden = true;
  unmark(editor);
  result.wait(true);
  try {
    const { type, text, headers, isCut } = await ask(endpoint, limited(query), tab.parameters, signal);
    const answer = readAnswer(type, text);
    const hints = JSON.parse(headers.get("X-Query-Hints") ?? "[]");
    const cut = cutOf(headers, answer, isCut);
    tab.outcome = { answer, query, cut, hints, seconds: (performance.now() - began) / 1_000 };
  } catch (error) {
    if (latest !== signal) return;
    if (error.name === "AbortError") tab.outcome = { problem: { title: say("Stopped"), detail: say("You stopped the query.") } };
    else if (error instanceof QueryError) tab.outcome = { problem: error.problem };
    else tab.outcome = { problem: { title: say("The answer could not be read"), detail: error.message } };
  }
  running.end(signal);
  tabs.keep();
  if (tab !== tabs.active) return;
  await show(tab.outcome);
  await explain(tab, signal);
}

// Explain an empty answer, or say which names of the query the data lack, once it is shown.
async function explain(tab, signal) {
  const { answer, hints, query } = tab.outcome;
  if (!answer || (!hints.length && (answer.rows.length || answer.value === true || answer.kind === "graph"))) return;
  const { parameters } = tab;
  const open = (other) => openTab({ name: say("Unconfirmed"), query: other, parameters });
  await explainEmpty(emptyNotice, { answer, hints, query, configuration, endpoint, parameters, signal, open });
}

// Open a query and run it: in a tab that has it, or that nobody has touched, or in another.
function openTab(tab) {
  const same = tabs.find(tab);
  if (same) {
    tabs.show(same);
    return run();
  }
  const query = tabs.active?.document.getValue().trim();
  const untouched = query !== undefined && (query === "" || isExample.has(tabs.active.document.getValue()));
  if (untouched) tabs.replace(tabs.active, tab);
  else tabs.open(tab);
  return run();
}

function openExample(name) {
  const example = examples.find((each) => each.name === name);
  if (!example) return false;
  openTab({ name: example.title, query: example.query });
  return true;
}

// Open what the address names: an example, or a shared query.
function openAddressed() {
  const shared = sharedTab(window.location.hash);
  const example = new URLSearchParams(window.location.search).get("example");
  if (!shared && example === null) return false;
  // The tabs remember it; a reload must not open it again.
  const rest = new URLSearchParams(window.location.search);
  rest.delete("example");
  history.replaceState(null, "", window.location.pathname + (rest.size ? `?${rest}` : ""));
  if (shared) {
    openTab(shared);
    return true;
  }
  if (openExample(example)) return true;
  if (!tabs.active) tabs.open({ name: say("Query"), query: "" });
  showProblem(problemBox, {
    title: say("There is no example named %(name)s", { name: example }),
    remedy: say("Choose one from the list of examples."),
  });
  return true;
}

page.hidden = false;
for (const tab of savedTabs(tabs.key)) tabs.open(tab);
const isReturning = tabs.tabs.length > 0;
if (!openAddressed()) {
  if (!isReturning) openExample(configuration.first);
  // What the page itself offers may run unasked; what somebody wrote may not.
  else if (isExample.has(tabs.active.document.getValue())) run();
}
if (!tabs.active) tabs.open({ name: say("Query"), query: "" });
window.addEventListener("hashchange", openAddressed);
// They are of use to those who look around: whatever somebody asked for goes first.
const whenIdle = window.requestIdleCallback ?? ((work) => setTimeout(work, 500));
whenIdle(() => showPreviews(at(".gallery"), address(page.dataset.previews)).catch(() => {}), { timeout: 3_000 });

// Start the query editor: on our own endpoint, with the examples, saved tabs and shared queries.
import { findLinks, showErrors, showTables } from "./query_results.js";
import { keepTabs, savedTabs, sharedTab } from "./query_tabs.js";

const element = document.getElementById("editor");
const { base, prefixes, examples } = JSON.parse(document.getElementById("configuration").textContent);
const endpoint = new URL(element.dataset.endpoint, window.location.href).href;
const storageKey = `query tabs of ${endpoint}`;

// The others look prefixes and terms up at prefix.cc and LOV.
Yasgui.Yasqe.defaults.autocompleters = ["variables"];
Yasgui.Yasqe.defaults.value = examples.length ? examples[0].query : "SELECT * WHERE { ?s ?p ?o } LIMIT 10";
Yasgui.Yasr.defaults.prefixes = prefixes;
showTables(Yasgui.Yasr, findLinks(base, new URL(element.dataset.root, window.location.href)));
showErrors(Yasgui.Yasr);

const editor = new Yasgui(element, {
  // As a function it wins over what a tab holds, such as the editor's own default.
  requestConfig: { endpoint: () => endpoint, method: "POST", acceptHeaderUpdate: "application/problem+json" },
  endpointCatalogueOptions: { getData: () => [] },
  copyEndpointOnNewTab: false,
  // What the editor itself saves, and reads from addresses, can name other endpoints.
  persistenceId: null,
  populateFromUrl: false,
  autoAddOnInit: false,
});

// A table that ends at the server's row limit says so above it, and so does one without rows if a
// term of its query occurs nowhere.
const notice = document.getElementById("truncated");
const watched = new WeakSet();
editor.on("query", (_, tab) => {
  notice.hidden = true;
  if (watched.has(tab)) return;
  watched.add(tab);
  tab.getYasqe().on("queryResponse", (_, response) => {
    const rows = /rows=(\d+)/.exec(response.headers?.get("X-Result-Truncated") ?? "");
    const hints = JSON.parse(response.headers?.get("X-Query-Hints") ?? "[]");
    if (rows) notice.textContent = `The result has more rows; this server gives the first ${Number(rows[1]).toLocaleString("en")}.`;
    else if (hints.length) notice.textContent = `Nothing was found. ${hints.join(" ")}`;
    else return;
    document.querySelector(".tabPanel.active .yasr").before(notice);
    notice.hidden = false;
  });
});

const run = (tab) => tab.query().catch(() => {}); // A failure is shown where results are.

for (const { active, ...tab } of savedTabs(storageKey)) editor.addTab(active, tab);
const shared = sharedTab(window.location.hash);
if (shared) {
  history.replaceState(null, "", window.location.pathname + window.location.search);
  run(editor.addTab(true, shared));
}
if (!editor.getTab()) editor.addTab(true);
keepTabs(storageKey, editor);

for (const link of document.querySelectorAll("a.example")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const { title, query } = examples[Number(link.dataset.example)];
    run(editor.addTab(true, { name: title, yasqe: { value: query } }));
  });
}

// Start the editor on our own endpoint, with nothing that asks other hosts.
"use strict";
{
  const element = document.getElementById("editor");
  const { base, prefixes, examples } = JSON.parse(document.getElementById("configuration").textContent);
  const endpoint = new URL(element.dataset.endpoint, window.location.href).href;
  // The others look prefixes and terms up at prefix.cc and LOV.
  Yasgui.Yasqe.defaults.autocompleters = ["variables"];
  Yasgui.Yasqe.defaults.value = examples.length ? examples[0].query : "SELECT * WHERE { ?s ?p ?o } LIMIT 10";
  Yasgui.Yasr.defaults.prefixes = prefixes;
  const editor = new Yasgui(element, {
    requestConfig: { endpoint, method: "POST" },
    endpointCatalogueOptions: { getData: () => [] },
    copyEndpointOnNewTab: false,
    persistencyExpire: 60 * 60 * 24,
  });
  // Names of things lead to this server's pages about them, wherever the names themselves point.
  element.addEventListener("click", (event) => {
    const link = event.target.closest(".yasr a[href]");
    if (link && link.href.startsWith(base)) {
      link.href = new URL(link.href.slice(base.length), new URL(element.dataset.root, window.location.href)).href;
    }
  });
  // A table that ends at the server's row limit says so above it.
  const notice = document.getElementById("truncated");
  const watched = new WeakSet();
  editor.on("query", (_, tab) => {
    notice.hidden = true;
    if (watched.has(tab)) return;
    watched.add(tab);
    tab.getYasqe().on("queryResponse", (_, response) => {
      const rows = /rows=(\d+)/.exec(response.headers?.get("X-Result-Truncated") ?? "");
      if (!rows) return;
      notice.textContent = `The result has more rows; this server gives the first ${Number(rows[1]).toLocaleString("en")}.`;
      document.querySelector(".tabPanel.active .yasr").before(notice);
      notice.hidden = false;
    });
  });
  for (const link of document.querySelectorAll("a.example")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const example = examples[Number(link.dataset.example)];
      const tab = editor.addTab(true, { ...Yasgui.Tab.getDefaults(), name: example.title });
      tab.setQuery(example.query);
    });
  }
}

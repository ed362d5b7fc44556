// Tabs of the query editor: the names and queries that this browser keeps, and those in addresses.
const KEPT_MILLISECONDS = 24 * 60 * 60 * 1000;
// What the editor's own links say beside the query and its parameters; none of it is followed.
const IGNORED = new Set(["query", "tabTitle", "endpoint", "requestMethod", "headers"]);
for (const name of ["contentTypeConstruct", "contentTypeSelect", "outputFormat", "outputSettings"]) {
  IGNORED.add(name);
}
const RENAMED = { defaultGraph: "default-graph-uri", namedGraph: "named-graph-uri" };

// Return the tabs that were kept under a key, none if what stands there is not ours.
export function savedTabs(key) {
  try {
    const { saved, tabs } = JSON.parse(localStorage.getItem(key));
    if (!(Date.now() - saved < KEPT_MILLISECONDS)) return [];
    return tabs
      .filter(({ name, query }) => typeof name === "string" && typeof query === "string")
      .map(({ name, query, active }) => ({ name, yasqe: { value: query }, active: active === true }));
  } catch {
    return [];
  }
}

// Keep an editor's tabs under a key, now, after every change and when the page is left.
export function keepTabs(key, editor) {
  const keep = () => {
    const tabs = editor.persistentConfig.getTabs().map((id) => {
      const { name, yasqe } = editor.getTab(id).getPersistedJson();
      return { name, query: yasqe.value, active: id === editor.getTab()?.getId() };
    });
    try {
      localStorage.setItem(key, JSON.stringify({ saved: Date.now(), tabs }));
    } catch {
      // The browser keeps nothing for us, or no more; the editor works without.
    }
  };
  keep();
  for (const event of ["tabChange", "tabClose", "tabOrderChanged"]) editor.on(event, keep);
  window.addEventListener("pagehide", keep);
}

// Return the tab that the fragment of an address describes, if it has a query.
export function sharedTab(fragment) {
  const parameters = new URLSearchParams(fragment.slice(1));
  const query = parameters.get("query");
  if (query === null) return undefined;
  const args = [...parameters]
    .filter(([name]) => !IGNORED.has(name))
    .map(([name, value]) => ({ name: RENAMED[name] ?? name, value }));
  const name = parameters.get("tabTitle");
  return { yasqe: { value: query }, requestConfig: { args }, ...(name && { name }) };
}

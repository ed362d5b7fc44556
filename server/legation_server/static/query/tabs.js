// The tabs of the query page: each has a name, a query with its undo history, and its last answer.
import { button, make } from "./dom.js";
import { say } from "./words.js";

const KEPT_MILLISECONDS = 24 * 60 * 60 * 1000;
// What links of other editors say beside the query and its parameters; none of it is followed.
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
      .map(({ name, query, active }) => ({ name, query, active: active === true }));
  } catch {
    return [];
  }
}

// Return the tab that the fragment of an address describes, if it has a query.
export function sharedTab(fragment) {
  const given = new URLSearchParams(fragment.slice(1));
  const query = given.get("query");
  if (query === null) return undefined;
  const parameters = [...given]
    .filter(([name]) => !IGNORED.has(name))
    .map(([name, value]) => [RENAMED[name] ?? name, value]);
  return { query, parameters, name: given.get("tabTitle") ?? say("Shared query") };
}

// The tabs above the editor; `change` is called with the tab that comes to the front.
export class Tabs {
  constructor(list, { key, makeDocument, change }) {
    this.list = list;
    this.key = key;
    this.makeDocument = makeDocument;
    this.change = change;
    this.tabs = [];
    window.addEventListener("pagehide", () => this.keep());
  }

  // Open a tab and bring it to the front, unless it is to stay behind.
  open({ name, query, parameters = [], active = true }) {
    const tab = { name, parameters, document: this.makeDocument(query) };
    this.tabs.push(tab);
    if (active || !this.active) this.show(tab);
    else this.draw();
    return tab;
  }

  // Return the tab that has a query with its parameters, if there is one.
  find({ query, parameters = [] }) {
    const given = JSON.stringify(parameters);
    return this.tabs.find((tab) => tab.document.getValue() === query && JSON.stringify(tab.parameters) === given);
  }

  // Put another query into a tab, which forgets its answer.
  replace(tab, { name, query, parameters = [] }) {
    Object.assign(tab, { name, parameters, document: this.makeDocument(query), outcome: undefined });
    this.show(tab);
  }

  // Bring a tab to the front.
  show(tab) {
    this.active = tab;
    this.draw();
    this.change(tab);
    this.keep();
  }

  close(tab) {
    const place = this.tabs.indexOf(tab);
    this.tabs.splice(place, 1);
    if (this.tabs.length === 0) this.open({ name: say("Query"), query: "" });
    else if (this.active === tab) this.show(this.tabs[Math.max(0, place - 1)]);
    else this.draw();
    this.keep();
    this.list.querySelector('[aria-current="true"]').focus();
  }

  draw() {
    const items = this.tabs.map((tab) => {
      const current = tab === this.active;
      const open = button(tab.name, () => this.show(tab), { class: "tab", dir: "auto", "aria-current": current && "true", title: tab.name });
      const shut = button("×", () => this.close(tab), { class: "close", "aria-label": say("Close %(name)s", { name: tab.name }) });
      return make("li", {}, open, ...(this.tabs.length > 1 ? [shut] : []));
    });
    const add = button("+", () => this.open({ name: say("Query"), query: "" }), { class: "add", "aria-label": say("New query") });
    this.list.replaceChildren(...items, make("li", {}, add));
  }

  // Keep the tabs in this browser for a day.
  keep() {
    const tabs = this.tabs.map((tab) => ({
      name: tab.name,
      query: tab.document.getValue(),
      active: tab === this.active,
    }));
    try {
      localStorage.setItem(this.key, JSON.stringify({ saved: Date.now(), tabs }));
    } catch {
      // The browser keeps nothing for us, or no more; the page works without.
    }
  }
}

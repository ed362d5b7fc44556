// Messages of the page in the reader's language; in English where there is no translation.
const configuration = document.getElementById("configuration");
const { words = {} } = configuration ? JSON.parse(configuration.textContent) : {};

export const LANGUAGE = document.documentElement.lang || "en";

// Return a message, translated, with its `%(name)s` filled in. Babel finds messages by this name.
export function say(message, parts = {}) {
  return (words[message] ?? message).replace(/%\((\w+)\)s/g, (_, name) => parts[name]);
}

// Return a whole number as the reader's language writes it.
export function grouped(number) {
  return number.toLocaleString(LANGUAGE);
}

// Return how many rows or triples there are.
export function counted(number, kind) {
  if (kind === "graph") return number === 1 ? say("1 triple") : say("%(n)s triples", { n: grouped(number) });
  return number === 1 ? say("1 row") : say("%(n)s rows", { n: grouped(number) });
}

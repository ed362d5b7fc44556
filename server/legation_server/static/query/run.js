// Run one query at a time at the endpoint, with a clock, a limit and a way to stop it.
import { MOST_ROWS } from "./limit.js";
import { LANGUAGE, say } from "./words.js";

const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9, application/problem+json;q=0.5";
const TICK_MILLISECONDS = 100;
const DIGITS = { minimumFractionDigits: 1, maximumFractionDigits: 1 };

// A query failed, for a reason that `problem` describes (RFC 9457).
export class QueryError extends Error {
  constructor(problem) {
    super(problem.title);
    this.problem = problem;
  }
}

async function problemOf(response) {
  const text = await response.text();
  try {
    const problem = JSON.parse(text);
    if (problem.title) return problem;
  } catch {
    // What stands between us and the server answers in its own words.
  }
  return { title: say("The query failed"), status: response.status, detail: text.slice(0, 2_000) };
}

// Return the first triples of a graph in N-Triples, and whether it has more. What is not read the
// server does not send.
async function readTriples(response, most) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  let lines = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += part.value;
    lines += part.value.split("\n").length - 1;
    if (lines <= most) continue;
    await reader.cancel();
    return { text: text.split("\n", most).join("\n"), isCut: true };
  }
  return { text, isCut: false };
}

// Return an endpoint's answer to a query: `type`, `text` and `headers`, and `isCut` for a graph of
// more than `MOST_ROWS` triples, of which it is the first. Raises QueryError, and AbortError when
// it was stopped.
export async function ask(endpoint, query, parameters, signal) {
  const body = new URLSearchParams([["query", query], ...parameters]);
  let response;
  try {
    response = await fetch(endpoint, { method: "POST", body, signal, headers: { Accept: ACCEPT } });
    if (response.ok) {
      const type = response.headers.get("Content-Type") ?? "";
      const { headers } = response;
      if (type.startsWith("application/n-triples")) return { type, headers, ...(await readTriples(response, MOST_ROWS)) };
      return { type, headers, text: await response.text(), isCut: false };
    }
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new QueryError({
      title: say("The answer did not come, or broke off"),
      detail: say("The browser says: %(message)s.", { message: error.message }),
      remedy: say("Ask for less, for instance with a LIMIT, or try again."),
    });
  }
  throw new QueryError(await problemOf(response));
}

// The line that is shown while a query runs: how long it has, when it ends, and a button to stop it.
export class Running {
  constructor(element, seconds) {
    this.element = element;
    this.clock = element.querySelector("[data-clock]");
    element.querySelector("[data-limit]").textContent = say("stops after %(seconds)s s", { seconds: seconds.toLocaleString(LANGUAGE) });
    element.querySelector("button").addEventListener("click", () => this.stop());
  }

  // Start the clock; what ran before is stopped. Return the signal that ends the query.
  start() {
    this.stop();
    this.controller = new AbortController();
    const began = performance.now();
    const tick = () => {
      this.clock.textContent = `${((performance.now() - began) / 1_000).toLocaleString(LANGUAGE, DIGITS)} s`;
    };
    tick();
    this.timer = setInterval(tick, TICK_MILLISECONDS);
    this.element.hidden = false;
    return this.controller.signal;
  }

  // Stop the clock of a query that has ended.
  end(signal) {
    if (this.controller?.signal !== signal) return;
    clearInterval(this.timer);
    this.element.hidden = true;
    this.controller = undefined;
  }

  // Stop the query that runs, if one does: the server ends it when the connection closes.
  stop() {
    const { controller } = this;
    if (!controller) return;
    this.end(controller.signal);
    controller.abort();
  }
}

// The timeline of a result: a line for each row, with a bar from its earliest to its latest day.
import { readFirmness } from "../columns.js";
import { draw, make } from "../dom.js";
import { readTime } from "../times.js";
import { grouped as inGroups, say } from "../words.js";

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
const MOST_LINES = 1_000;
const TICKS = 6;
// One time in so many may lie before the scale, at its edge.
const RARE = 20;

function yearOf(milliseconds) {
  return new Date(milliseconds).getUTCFullYear();
}

function startOf(year) {
  const time = new Date(Date.UTC(2000, 0, 1));
  time.setUTCFullYear(year);
  return time.getTime();
}

// Return the times of a row: from the columns earliest and latest where it has them, else from
// what its other times mean.
function span(row, columns) {
  const times = columns.filter(({ kind }) => kind === "time").map(({ name }) => [name, readTime(row[name])]);
  const named = Object.fromEntries(times.filter(([, time]) => time));
  const main = times.find(([name, time]) => time && name !== "earliest" && name !== "latest")?.[1];
  const from = named.earliest ?? main;
  const to = named.latest ?? main ?? named.earliest;
  if (!from && !to) return undefined;
  const [earliest, latest] = [from?.earliest, to?.latest];
  if (earliest === undefined && latest === undefined) return undefined;
  const given = [named.earliest?.words, named.latest?.words].filter(Boolean);
  return { earliest, latest, about: Boolean(main?.about), words: main?.words ?? [...new Set(given)].join(" to ") };
}

// Return the scale of all spans: the years it goes from and to, and the share of a time in it.
// It begins where nearly all do when few long before would leave no room for the others.
function scaleOf(spans) {
  const known = spans.flatMap(({ earliest, latest }) => [earliest, latest]).filter((time) => time !== undefined);
  const years = known.map(yearOf).sort((a, b) => a - b);
  const last = years.at(-1) + 1;
  const usual = years[Math.floor(years.length / RARE)];
  const first = last - usual < (last - years[0]) / 2 ? usual : years[0];
  const [from, to] = [startOf(first), startOf(last)];
  return { first, last, share: (time) => (100 * (time - from)) / (to - from) };
}

function ticksOf({ first, last }) {
  const steps = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500];
  const step = steps.find((each) => (last - first) / each <= TICKS) ?? 1_000;
  const years = [];
  for (let year = Math.ceil(first / step) * step; year < last; year += step) years.push(year);
  return years;
}

function ruler(scale) {
  const marks = ticksOf(scale).flatMap((year) => {
    const x = `${scale.share(startOf(year))}%`;
    return [draw("line", { x1: x, x2: x, y1: 14, y2: 20 }), draw("text", { x, y: 11 }, String(year))];
  });
  return draw("svg", { class: "ruler", "aria-hidden": "true" }, draw("line", { x1: 0, x2: "100%", y1: 20, y2: 20 }), ...marks);
}

// Return the bar of a span: a diamond for a day, caps where an end is known, an arrow where it is open.
function bar({ earliest, latest, about }, scale, style) {
  const inside = (time) => Math.min(100, Math.max(0, scale.share(time)));
  const x1 = earliest === undefined ? 0 : inside(earliest);
  const x2 = latest === undefined ? 100 : inside(latest + DAY_MILLISECONDS);
  const isBefore = earliest === undefined || scale.share(earliest) < 0;
  const isAllBefore = latest !== undefined && scale.share(latest) < 0;
  const at = (x, path) => draw("svg", { x: `${x}%`, y: 7, overflow: "visible" }, draw("path", { d: path }));
  const parts = [draw("line", { class: "ground", x1: 0, x2: "100%", y1: 12.5, y2: 12.5 })];
  if (earliest !== undefined && latest !== undefined && latest - earliest < 2 * DAY_MILLISECONDS) {
    parts.push(at((x1 + x2) / 2, "M0-5 5 0 0 5-5 0Z"));
  } else {
    parts.push(draw("line", { class: "bar", x1: `${x1}%`, x2: `${x2}%`, y1: 7, y2: 7 }));
    parts.push(at(x1, isBefore ? "M0 0 7-4V4Z" : "M-1-4H1V4H-1Z"));
    if (!isAllBefore) parts.push(at(x2, latest === undefined ? "M0 0-7-4V4Z" : "M-1-4H1V4H-1Z"));
  }
  return draw("svg", { class: `span ${style}${about ? " about" : ""}`, "aria-hidden": "true" }, ...parts);
}

function facts(terms, rows, columns, taken) {
  const said = new Set();
  const found = [];
  for (const column of columns.filter((each) => !taken.has(each))) {
    const nodes = [];
    for (const row of rows) {
      const term = row[column.name];
      if (!term || said.has(`${column.name} ${term.value}`)) continue;
      said.add(`${column.name} ${term.value}`);
      nodes.push(...(nodes.length ? [", "] : []), terms.node(term, column.label && row[column.label]));
    }
    if (nodes.length) found.push(make("span", { class: "fact" }, `${column.name}: `, ...nodes));
  }
  return found;
}

function line({ terms, columns, rows, time, main, scale }) {
  const [row] = rows;
  const firmness = readFirmness(terms, row, columns);
  const taken = new Set([main, firmness?.column, ...columns.filter(({ kind }) => kind === "time")]);
  const shown = facts(terms, rows, columns, taken);
  if (firmness) shown.unshift(make("span", { class: `mark ${firmness.style}` }, make("i", { "aria-hidden": "true" }, firmness.icon), firmness.word));
  const title = main && row[main.name] ? terms.node(row[main.name], main.label && row[main.label]) : "";
  const raw = columns.find(({ kind, name }) => kind === "time" && row[name] && !/^(earliest|latest)$/.test(name));
  const words = make("time", { title: raw && row[raw.name].value }, time ? time.words : say("no date"));
  const parts = [make("p", { class: "statement" }, title)];
  if (shown.length) parts.push(make("p", { class: "facts" }, ...shown));
  return make(
    "li",
    {},
    make("div", { class: "when" }, words, ...(time ? [bar(time, scale, firmness?.style ?? "stated")] : [])),
    make("div", {}, ...parts),
  );
}

// Put rows together that say the same of the same thing at the same time, but for their facts.
function grouped(rows, columns, main) {
  const found = new Map();
  for (const row of rows) {
    const time = span(row, columns);
    const key = main?.kind === "iri" ? JSON.stringify([row[main.name]?.value, time]) : row;
    if (found.has(key)) found.get(key).rows.push(row);
    else found.set(key, { rows: [row], time });
  }
  return [...found.values()];
}

// Tell whether a result has times to draw.
export function hasTimes(columns) {
  return columns.some(({ kind }) => kind === "time");
}

// Return an ordered list of the rows by time; those without one come last.
export function showTimeline({ terms, columns, rows }) {
  const main =
    columns.find(({ label }) => label) ?? columns.find(({ kind }) => kind === "text" || kind === "iri");
  const all = grouped(rows.slice(0, MOST_LINES), columns, main);
  const dated = all.filter(({ time }) => time);
  const scale = dated.length ? scaleOf(dated.map(({ time }) => time)) : undefined;
  const begin = ({ time }) => time.earliest ?? time.latest;
  dated.sort((a, b) => begin(a) - begin(b) || (a.time.latest ?? Infinity) - (b.time.latest ?? Infinity) || 0);
  const lines = [...dated, ...all.filter(({ time }) => !time)];
  const label = main ? say("Timeline of %(name)s", { name: main.name }) : say("Timeline");
  return make(
    "div",
    { class: "timeline" },
    ...(scale ? [make("div", { class: "scale" }, ruler(scale))] : []),
    make("ol", { "aria-label": label }, ...lines.map((each) => line({ terms, columns, main, scale, ...each }))),
    ...(rows.length > MOST_LINES ? [make("p", {}, say("First %(n)s shown; the table has all.", { n: inGroups(MOST_LINES) }))] : []),
  );
}

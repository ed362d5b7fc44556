// The charts of a result: bars of numbers by name, or points of numbers along time or numbers.
import { readFirmness, shownText } from "../columns.js";
import { draw, make } from "../dom.js";
import { readNumber } from "../terms.js";
import { readTime } from "../times.js";
import { grouped, LANGUAGE, say } from "../words.js";

const MOST_BARS = 500;
const HEIGHT = 260;
const TICKS = 5;

// Tell whether a result has numbers to draw.
export function hasNumbers(columns) {
  return columns.some(({ kind }) => kind === "number");
}

// Return round numbers that cover a range.
function ticks(low, high) {
  const rough = (high - low || 1) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough);
  const found = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high + step / 1e6; tick += step) found.push(tick);
  return found;
}

function short(number) {
  return number.toLocaleString(LANGUAGE, { notation: Math.abs(number) >= 10_000 ? "compact" : "standard", maximumFractionDigits: 2 });
}

// Return a picture with a note below it that says how many rows it lacks, if any.
function noted(picture, missing) {
  if (!missing) return picture;
  const n = grouped(missing);
  return make("div", {}, picture, make("p", { class: "lacking" }, say("Rows without a number, or a place on the axis, which the table has: %(n)s.", { n })));
}

// Return a list of bars, one for each row, all from zero.
function showBars({ terms, columns, rows, value }) {
  const numbered = rows.filter((row) => readNumber(row[value.name]) !== undefined);
  const shown = numbered.slice(0, MOST_BARS);
  const numbers = shown.map((row) => readNumber(row[value.name]));
  const low = Math.min(0, ...numbers);
  const high = Math.max(0, ...numbers);
  const share = (number) => (100 * (number - low)) / (high - low || 1);
  const named = columns.filter((column) => column !== value && column.kind !== "number").slice(0, 3);
  const bars = shown.map((row, place) => {
    const firmness = readFirmness(terms, row, columns);
    const [from, to] = [share(Math.min(0, numbers[place])), share(Math.max(0, numbers[place]))];
    const rect = draw("rect", { class: firmness?.style ?? "stated", x: `${from}%`, width: `${to - from}%`, height: "100%" });
    const name = named.flatMap((column, index) => {
      if (!row[column.name]) return [];
      return [...(index ? [" · "] : []), terms.node(row[column.name], column.label && row[column.label])];
    });
    const unit = make("span", { class: "number", title: row[value.name].value }, terms.text(row[value.name]));
    return make("li", {}, make("span", { class: "name" }, ...name), draw("svg", { "aria-hidden": "true" }, rect), unit);
  });
  const parts = { value: value.name, axis: named.map(({ name }) => name).join(", ") };
  const list = make("ol", { class: "bar-chart", "aria-label": say("%(value)s by %(axis)s", parts) }, ...bars);
  if (shown.length < numbered.length) {
    return make("div", {}, list, make("p", {}, say("First %(n)s shown; the table has all.", { n: grouped(MOST_BARS) })));
  }
  return noted(list, rows.length - shown.length);
}

function axisOf(columns, value) {
  const time = columns.find(({ kind }) => kind === "time");
  if (time) return { column: time, read: (row) => middle(readTime(row[time.name])), isTime: true };
  const number = columns.find((column) => column.kind === "number" && column !== value);
  return number && { column: number, read: (row) => readNumber(row[number.name]), isTime: false };
}

// A time is drawn in the middle of the days it may mean: "2016" is not its first of January.
function middle(time) {
  if (!time) return undefined;
  const { earliest = time.latest, latest = time.earliest } = time;
  return (earliest + latest) / 2;
}

// Return points over an axis, joined by a line if `joined`.
function showPoints({ terms, columns, rows, value, axis, joined }) {
  const points = rows
    .map((row) => ({ row, x: axis.read(row), y: readNumber(row[value.name]) }))
    .filter(({ x, y }) => x !== undefined && y !== undefined)
    .sort((a, b) => a.x - b.x);
  if (!points.length) return make("p", {}, say("No row has both a number and a place on the axis."));
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [low, high] = [Math.min(0, ...ys), Math.max(...ys, 0)];
  const atX = (x) => 4 + (92 * (x - left)) / (right - left || 1);
  const atY = (y) => 20 + (HEIGHT - 50) * (1 - (y - low) / (high - low || 1));
  const grid = ticks(low, high).flatMap((tick) => [
    draw("line", { class: "ground", x1: 0, x2: "100%", y1: atY(tick), y2: atY(tick) }),
    draw("text", { x: 2, y: atY(tick) - 3 }, short(tick)),
  ]);
  const labels = [points[0], points.at(-1)].map(({ x }, place) => {
    const said = axis.isTime ? String(new Date(x).getUTCFullYear()) : short(x);
    return draw("text", { x: `${atX(x)}%`, y: HEIGHT - 6, "text-anchor": place ? "end" : "start" }, said);
  });
  const lines = joined
    ? points.slice(1).map((point, place) => {
        const before = points[place];
        return draw("line", { class: "joined", x1: `${atX(before.x)}%`, y1: atY(before.y), x2: `${atX(point.x)}%`, y2: atY(point.y) });
      })
    : [];
  const dots = points.map(({ row, x, y }) => {
    const said = columns.map((column) => shownText(terms, row, column)).filter(Boolean).join(" · ");
    const style = readFirmness(terms, row, columns)?.style ?? "stated";
    return draw("circle", { class: style, cx: `${atX(x)}%`, cy: atY(y), r: 5 }, draw("title", {}, said));
  });
  const parts = { value: value.name, axis: axis.column.name, n: grouped(points.length) };
  const label = say("%(value)s by %(axis)s: %(n)s points; the table has the same", parts);
  const picture = draw("svg", { role: "img", "aria-label": label, height: HEIGHT }, ...grid, ...lines, ...dots, ...labels);
  return noted(make("div", { class: "points" }, picture), rows.length - points.length);
}

// Return a chart of the first column of numbers; `kind` is bar, line or scatter, or empty to choose.
export function showChart({ terms, columns, rows, kind = "" }) {
  const value = columns.find((column) => column.kind === "number");
  const axis = axisOf(columns, value);
  const choose = kind || (axis?.isTime ? "scatter" : "bar");
  if (choose === "bar" || !axis) return showBars({ terms, columns, rows, value });
  return showPoints({ terms, columns, rows, value, axis, joined: choose === "line" });
}

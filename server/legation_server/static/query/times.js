// Times in words, and the days they may mean: dates of XML Schema, and EDTF as the data use it.
import { LANGUAGE, say } from "./words.js";

// The pages write English dates as in Britain: 3 May 1922.
const LOCALE = LANGUAGE === "en" ? "en-GB" : LANGUAGE;
const MONTH = new Intl.DateTimeFormat(LOCALE, { timeZone: "UTC", year: "numeric", month: "long" });
const DAY = new Intl.DateTimeFormat(LOCALE, { timeZone: "UTC", dateStyle: "long" });
const POINT = /^(\d{4}|\d{3}X|\d{2}XX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?([~?%]?)$/;
const XSD = "http://www.w3.org/2001/XMLSchema#";
const EDTF = "http://id.loc.gov/datatypes/edtf/EDTF";
const DATE_TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/;
const OPEN = ["", ".."];

function day(year, month, date) {
  const time = new Date(Date.UTC(2000, month, date));
  time.setUTCFullYear(year, month, date);
  return time.getTime();
}

function point(text) {
  const found = POINT.exec(text);
  if (!found) return undefined;
  const [, year, month, date, hedge] = found;
  if (Number(month) > 12 || Number(date) > 31) return undefined;
  const first = Number(year.replaceAll("X", "0"));
  const last = Number(year.replaceAll("X", "9"));
  const known = month && month !== "XX";
  const from = known ? Number(month) - 1 : 0;
  const to = known ? from : 11;
  const exact = known && date && date !== "XX";
  return {
    words: hedged(hedge, inWords(year, month, date)),
    // Within a phrase a decade has an article: "since the 1990s".
    inline: year.includes("X") && !hedge ? say("the %(period)s", { period: inWords(year, month, date) }) : undefined,
    earliest: day(first, from, exact ? Number(date) : 1),
    latest: exact ? day(last, to, Number(date)) : day(last, to + 1, 0),
    about: hedge !== "" || year.includes("X"),
  };
}

function hedged(hedge, time) {
  if (hedge === "~") return say("about %(time)s", { time });
  if (hedge === "?") return say("perhaps %(time)s", { time });
  return hedge ? say("perhaps about %(time)s", { time }) : time;
}

function ordinal(number) {
  const ending = number % 100 > 10 && number % 100 < 14 ? 0 : number % 10;
  if (ending === 1) return say("%(number)sst", { number });
  if (ending === 2) return say("%(number)snd", { number });
  return ending === 3 ? say("%(number)srd", { number }) : say("%(number)sth", { number });
}

function inWords(year, month, date) {
  if (year.endsWith("XX")) return say("%(nth)s century", { nth: ordinal(Number(year.slice(0, 2)) + 1) });
  if (year.endsWith("X")) return say("%(year)ss", { year: `${year.slice(0, 3)}0` });
  if (!month) return year;
  if (month === "XX") return say("%(time)s, month unknown", { time: year });
  const name = MONTH.format(day(Number(year), Number(month) - 1, 1));
  if (date === "XX") return say("%(time)s, day unknown", { time: name });
  return date ? DAY.format(day(Number(year), Number(month) - 1, Number(date))) : name;
}

function rangeOf(begin, end) {
  if (begin && end) return say("%(begin)s to %(end)s", { begin, end });
  if (begin) return say("since %(time)s", { time: begin });
  return end ? say("by %(time)s", { time: end }) : say("at an unknown time");
}

function interval(text) {
  const [from, to] = text.split("/");
  const [first, last] = [point(from), point(to)];
  if ((!first && !OPEN.includes(from)) || (!last && !OPEN.includes(to))) return undefined;
  const [begin, end] = [first, last].map((each) => each?.inline ?? each?.words);
  return { words: rangeOf(begin, end), earliest: first?.earliest, latest: last?.latest, about: Boolean(first?.about || last?.about) };
}

// Return the meaning of a time in EDTF: `words`, the days `earliest` and `latest` in milliseconds
// of UTC (undefined for an open end), and whether it is `about`; undefined if it is none.
export function readEdtf(text) {
  return text.includes("/") ? interval(text) : point(text);
}

// Return the same for a literal of a datatype that says a time, undefined for any other term.
export function readTime(term) {
  if (term?.type !== "literal" || !term.datatype) return undefined;
  if (term.datatype === EDTF) return readEdtf(term.value);
  if (!term.datatype.startsWith(XSD)) return undefined;
  const kind = term.datatype.slice(XSD.length);
  if (kind === "date" || kind === "gYear" || kind === "gYearMonth") {
    return readEdtf(term.value.replace(/(Z|[+-]\d\d:\d\d)$/, ""));
  }
  if (kind !== "dateTime") return undefined;
  const found = DATE_TIME.exec(term.value);
  const date = found && point(found[1]);
  if (!date) return undefined;
  if (found[2] === "00:00") return date;
  return { ...date, words: `${date.words}, ${found[2]}${found[3] === "Z" ? " UTC" : (found[3] ?? "")}` };
}

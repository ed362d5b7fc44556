// The editor of queries: CodeMirror, with keys that let the keyboard out, and a mark for an error.
import { say } from "./words.js";

const GUTTER = "problem";
// Keys that are the browser's again.
const LEAVE = { Tab: false, "Shift-Tab": false };

// Return an editor in an element; `run` is called at Ctrl+Enter.
export function makeEditor(element, run) {
  const editor = window.CodeMirror(element, {
    mode: "application/sparql-query",
    lineNumbers: true,
    lineWrapping: true,
    matchBrackets: true,
    autoCloseBrackets: true,
    gutters: [GUTTER, "CodeMirror-linenumbers"],
    screenReaderLabel: say("SPARQL query"),
    viewportMargin: Infinity,
    extraKeys: {
      "Ctrl-Enter": run,
      "Cmd-Enter": run,
      "Ctrl-/": (each) => each.toggleComment(),
      Tab: indent,
      "Shift-Tab": (each) => each.indentSelection("subtract"),
      Esc: (each) => each.addKeyMap(LEAVE),
    },
  });
  // Tab indents; after Escape it leaves, as in any other field (WCAG 2.1.2, no keyboard trap).
  const stay = () => editor.removeKeyMap(LEAVE);
  editor.on("change", stay);
  editor.on("focus", stay);
  editor.on("mousedown", stay);
  return editor;
}

function indent(editor) {
  if (editor.somethingSelected()) editor.indentSelection("add");
  else editor.replaceSelection("  ", "end");
}

// Return what shows a query in an editor, with its own undo history.
export function makeDocument(query) {
  return new window.CodeMirror.Doc(query, "application/sparql-query");
}

// Take away the mark of an error.
export function unmark(editor) {
  editor.clearGutter(GUTTER);
  editor.eachLine((line) => editor.removeLineClass(line, "background", "problem-line"));
}

// Mark the line that a problem names, from 1, and put the cursor at its column, from 1.
export function markProblem(editor, { line, column, detail = "" }) {
  unmark(editor);
  if (!(line >= 1)) return;
  const place = Math.min(line, editor.lineCount()) - 1;
  const sign = document.createElement("span");
  sign.className = "problem-sign";
  sign.title = detail;
  sign.textContent = "!";
  editor.setGutterMarker(place, GUTTER, sign);
  editor.addLineClass(place, "background", "problem-line");
  editor.setCursor({ line: place, ch: Math.max(0, (column ?? 1) - 1) });
  editor.scrollIntoView(null, 40);
}

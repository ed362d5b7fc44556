"""Divide a document's text into passages, and find passages in a text. Pure.

A passage is a heading, a sentence, a sentence of a block quotation or a list item. Texts are
plain, with Markdown's `#` headings, `>` quotations and `*` list items, one paragraph a line.
"""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sentencex import get_sentence_boundaries

_HEADING = re.compile(r"(#+)[ \t]+")
_MARKERS = {">": "quotation", "*": "list-item", "-": "list-item"}
_SUPERSCRIPT = r"[\u02b0-\u02b8\u02e0-\u02e4\u1d2c-\u1dbf\u2070-\u209c]+"
_EDITORIAL_MARK = re.compile(rf"([.!?]?)({_SUPERSCRIPT}(?:[ \u00a0]{_SUPERSCRIPT})*\??)")
_SPACE = re.compile(r"\s")
_PUNCTUATION_ONLY = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Passage:
    """One passage: `text[start:end]` in code points, found again by its digest and its words.

    `level` is that of a heading, from 1 for the title; other passages have none.
    """

    id: str
    kind: str
    level: str
    section: str
    start: int
    end: int
    sha256: str
    first_words: str
    last_words: str


def digest(text: str) -> str:
    """Return the SHA-256 of `text` in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def passage_at(text: str, start: int, end: int, **names: str) -> Passage:
    """Return the passage `text[start:end]`; `names` are its id, kind, level and section.

    >>> names = {"id": "p-lead-1", "kind": "sentence", "level": "", "section": ""}
    >>> passage_at("They met in the capital.", 0, 24, **names).last_words
    'in the capital.'
    """
    words = text[start:end].split()
    return Passage(
        **names,
        start=start,
        end=end,
        sha256=digest(text[start:end]),
        first_words=" ".join(words[:3]),
        last_words=" ".join(words[-3:]),
    )


def divide(text: str, language: str) -> list[Passage]:
    """Return all passages of `text` in order; `language` is an ISO 639-1 code such as `en`.

    Ids are made of the section and the passage's number in it: `p-early-years-2`. The first line is
    the title, which a heading of one `#` may repeat; every other heading begins a section.
    """
    passages: list[Passage] = []
    title, section, part, number, titled = "", "", "lead", 0, False
    for start, line in _lines(text):
        heading = _HEADING.match(line)
        if heading or not titled:
            begin = start + (heading.end() if heading else 0)
            name = text[begin : start + len(line)]
            if titled and not (name == title and heading and len(heading[1]) == 1):
                section, part, number = name, _section_slug(name), 0
            used = sum(p.kind == "heading" for p in passages)
            identity = f"p-{part}-heading" if section else ("p-title" if not used else "p-title-2")
            level = str(len(heading[1])) if heading else "1"
            names = {"id": identity, "kind": "heading", "level": level, "section": section}
            passages.append(passage_at(text, begin, start + len(line), **names))
            title, titled = title or name, True
            continue
        kind = _MARKERS.get(line[0], "sentence") if line[1:2] == " " else "sentence"
        offset = start + (2 if kind != "sentence" else 0)
        for begin, end in sentences(text[offset : start + len(line)], language):
            number += 1
            names = {"id": f"p-{part}-{number}", "kind": kind, "level": "", "section": section}
            passages.append(passage_at(text, offset + begin, offset + end, **names))
    return passages


def sentences(paragraph: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each sentence of `paragraph`, without the space around it.

    Superscript editorial marks and bare ellipses belong to the sentence before them.

    >>> list(sentences("They met. Nobody knows where.", "en"))
    [(0, 9), (10, 29)]
    """
    # The splitter must see the mark as part of the word before it, and the full stop after both.
    bare = _EDITORIAL_MARK.sub(lambda mark: "x" * len(mark[2]) + mark[1], paragraph)
    # It fails on spaces of more than one byte, such as those that do not break.
    bare = _SPACE.sub(" ", bare)
    spans: list[tuple[int, int]] = []
    for boundary in get_sentence_boundaries(language, bare):
        begin, end = boundary["start_index"], boundary["end_index"]
        if spans and _PUNCTUATION_ONLY.fullmatch(paragraph[begin:end]):
            spans[-1] = (spans[-1][0], end)
        elif paragraph[begin:end].strip():
            spans.append((begin, end))
    for begin, end in spans:
        part = paragraph[begin:end]
        yield begin + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


def renew(
    old: Iterable[Passage], text: str, language: str, cited: Collection[str] | None = None
) -> list[Passage]:
    """Return the passages of a new version of a text, in order.

    Each `old` passage whose words are still in `text` keeps its id, wherever it has moved to, and
    what was corrected by hand. Of those that claims do not cite (`cited`; None: all are cited) the
    kind and section follow the text, and a sentence that became a heading has a new id. The rest of
    the text is divided again, and no new id is one that was cited, so that no claim cites a
    sentence it was not made from.
    """
    known, position = sorted(old, key=lambda p: p.start), 0
    fresh = divide(text, language)
    same = {(passage.start, passage.end): passage for passage in fresh}
    kept: list[Passage] = []
    lost: dict[str, list[Passage]] = defaultdict(list)
    for passage in known:
        start = _find(passage, text, position)
        if start is None:
            lost[passage.sha256].append(passage)
            continue
        position = start + passage.end - passage.start
        now = same.get((start, position))
        kept += _kept(passage, replace(passage, start=start, end=position), now, cited)
    # What moved to another place among the others is not found in their order.
    for passage in _outside(kept, fresh):
        if same_words := lost[passage.sha256]:
            moved = same_words.pop(0)
            there = replace(moved, start=passage.start, end=passage.end)
            kept += _kept(moved, there, passage, cited)
    taken = {passage.id for passage in known if cited is None or passage.id in cited}
    return _with_rest(kept, fresh, taken)


def complete(passages: Sequence[Passage], text: str, language: str) -> list[Passage]:
    """Return `passages` of `text` with those that were lost from them, in order."""
    return _with_rest(passages, divide(text, language), set())


def _kept(
    old: Passage, moved: Passage, now: Passage | None, cited: Collection[str] | None
) -> list[Passage]:
    """Return a passage that is still there, with its id; nothing if it is another thing `now`."""
    if now is None or cited is None or old.id in cited:
        return [moved]
    # Before the first claim, headings may still be put right: ids then follow their sections.
    begun = bool(cited) or old.section == now.section
    if (old.kind == "heading") != (now.kind == "heading") or not begun:
        return []
    return [replace(now, id=old.id)]


def _outside(kept: Sequence[Passage], fresh: Iterable[Passage]) -> list[Passage]:
    """Return those of `fresh` that share nothing with passages that are kept."""
    return [one for one in fresh if not any(one.start < p.end and p.start < one.end for p in kept)]


def _with_rest(
    kept: Sequence[Passage], fresh: Iterable[Passage], cited: Collection[str]
) -> list[Passage]:
    """Return `kept` and the rest of `fresh` in order; new ids are none of `cited`."""
    taken = {*cited, *(passage.id for passage in kept)}
    new = []
    for passage in _outside(kept, fresh):
        identity = passage.id
        while identity in taken:
            identity += "a"
        taken.add(identity)
        new.append(replace(passage, id=identity))
    return sorted([*kept, *new], key=lambda p: p.start)


def _find(passage: Passage, text: str, position: int) -> int | None:
    words = passage.first_words.split() or [""]
    start = text.find(words[0], position)
    while start >= 0:
        if digest(text[start : start + passage.end - passage.start]) == passage.sha256:
            return start
        start = text.find(words[0], start + 1)
    return None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, line.rstrip()
        start += len(line) + 1


def slug(text: str) -> str:
    """Return a text as an id: lower-case letters, digits and hyphens; "" when nothing remains.

    >>> slug("Tel Aviv–Yafo")
    'tel-aviv-yafo'
    """
    hyphens = re.sub(r"[\u2010-\u2015]", "-", text)
    plain = unicodedata.normalize("NFKD", hyphens).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _section_slug(heading: str) -> str:
    name = re.sub(r"[\u2010-\u2015]", "", heading)
    # The passages p-title and p-lead-1 are others.
    found = slug(name) or "section"
    return f"{found}-section" if found in ("title", "lead") else found

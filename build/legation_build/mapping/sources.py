"""Read the source texts, and check that they are the texts that were mapped."""

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from legation_build.errors import Problem, SourceError
from legation_build.mapping.model import DocumentMapping
from legation_build.mapping.passages import Passage, digest, renew
from legation_build.mapping.places import WORK_FOLDER
from legation_build.mapping.text_files import no_text
from legation_build.regular_files import is_there, read_regular


def read_text(folder: Path, document: str) -> str:
    """Return the text of `document`, in `folder`/<document>.txt.

    A byte order mark is left out, and every line ends in a line feed, so that it does not matter
    which editor saved the file. Raises SourceError when the file is missing, is no regular file or
    is not UTF-8.
    """
    file = folder / f"{document}.txt"
    if not is_there(file):
        raise SourceError(
            f"{file} is missing. --source takes the folder that holds {document}.txt."
        )
    return read_source(file)


def read_source(file: Path) -> str:
    """Return the text in a file, as `read_text` does."""
    try:
        data = read_regular(file)
        return normal(data.decode("utf-8-sig"))
    except OSError as error:
        raise SourceError(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problem = Problem(str(file), line, *no_text(data, error))
        raise SourceError(f"{file} is not UTF-8 text.", [problem]) from None


def normal(text: str) -> str:
    r"""Return a text whose lines all end in a line feed.

    >>> normal("one\r\ntwo\rthree")
    'one\ntwo\nthree'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_texts(folder: Path, documents: Iterable[DocumentMapping]) -> dict[str, str]:
    """Return document id → text for those of `documents` that have a file in `folder`.

    Raises SourceError when there is none at all, or when a text is not the one that was mapped.
    """
    documents = list(documents)
    names = require_texts(folder, [document.id for document in documents])
    there = [document for document in documents if document.id in names]
    texts = {document.id: read_text(folder, document.id) for document in there}
    problems = [p for one in there for p in text_changes(one, texts[one.id], folder)]
    if problems:
        raise SourceError("The source text is not the one that was mapped.", problems)
    return texts


def require_texts(folder: Path, documents: Sequence[str]) -> set[str]:
    """Return which of `documents` have a file in `folder`; raises SourceError when none has."""
    found = {document for document in documents if is_there(folder / f"{document}.txt")}
    if not found:
        names = [f"{document}.txt" for document in documents[:_MOST_NAMED]]
        more = len(documents) - len(names)
        listed = ", ".join(names) + (f" and {more} more" if more else "")
        below = [folder / name / WORK_FOLDER for name in documents]
        right = next((one for one in below if is_there(one / f"{one.parent.name}.txt")), None)
        remedy = f"Give --source {right}" if right else "Give the folder with --source."
        raise SourceError(f"{folder} holds none of {listed}. {remedy}")
    return found


def text_changes(document: DocumentMapping, text: str, folder: Path | None = None) -> list[Problem]:
    """Return how `text` differs from the text whose length, digest and passages were recorded.

    A passage that only stands elsewhere is no problem of its own. The text is in `folder`; None is
    where `legation anchors` finds it by itself.
    """
    command = document.write_anchors + (f" --source {folder}" if folder else "")
    again = f"If the new text is the right one, run: {command}"
    lost = _lost_passages(document, text, again)
    data = document.document.data
    if digest(text) != data["sha256"]:
        message = f"the text ({len(text)} characters) does not have the recorded SHA-256"
        message += "." if lost else ", but all its passages are the same."
        line = document.document.line(("sha256",))
        return [Problem(document.document.file, line, message, again), *lost]
    misplaced = (
        Problem(
            document.passages_file,
            line,
            f"passage '{p.id}' is not found at {p.start} to {p.end}.",
            f"If its start and end are not as you meant them, delete the line. Then run: {command}",
        )
        for line, p in enumerate(document.passages, 2)
        if digest(text[p.start : p.end]) != p.sha256
    )
    return list(misplaced)


def text_warnings(document: str, text: str, file: str) -> list[Problem]:
    """Return warnings of what `text` has where title, headings or whole paragraphs should stand."""
    lines = text.split("\n")
    broken = [
        number
        for number, (line, following) in enumerate(pairwise(lines), 1)
        if number > 1 and _LONG.fullmatch(line) and _GOES_ON.match(following)
    ]
    marked = [number for number, line in enumerate(lines, 1) if _WIKI_HEADING.fullmatch(line)]
    first = next((number for number, line in enumerate(lines, 1) if line.strip()), 1)
    found = []
    if re.match("##+ ", lines[first - 1]):
        message = f"'{document}' begins with the heading of a section, which is taken as its title."
        found.append(Problem(file, first, message, "Write the title on a line above it."))
    for numbers, what, remedy in (
        (broken, f"a sentence of '{document}' seems to go on in the next line.", _AS_ONE_LINE),
        (marked, f"a heading of '{document}' is marked as in a wiki.", _WITH_HASHES),
    ):
        if numbers:
            others = f", as on {len(numbers) - 1} other lines." if len(numbers) > 1 else "."
            found.append(Problem(file, numbers[0], what[:-1] + others, remedy))
    return found


def _lost_passages(document: DocumentMapping, text: str, again: str) -> list[Problem]:
    language = document.document.data.get("language", "en")
    renewed = renew(document.passages, text, language)
    found = {passage.id for passage in renewed}
    known = {passage.id for passage in document.passages}
    problems, before = [], ""
    for line, passage in enumerate(document.passages, 2):
        if passage.id not in found:
            message = f"passage '{passage.id}' is not found: '{_outline(passage)}'."
            instead = _new_after(before, renewed, known)
            remedy = f"There is now '{_outline(instead)}'. {again}" if instead else again
            if instead and _outline(instead) == _outline(passage):
                message = f"passage '{passage.id}' has changed within '{_outline(passage)}'."
                remedy = f"Look whether its claims still hold. {again}"
            problems.append(Problem(document.passages_file, line, message, remedy))
        else:
            before = passage.id
    return problems


def _new_after(before: str, passages: Sequence[Passage], known: Collection[str]) -> Passage | None:
    """Return the first passage after the one called `before`, if it is new."""
    ids = [passage.id for passage in passages]
    place = ids.index(before) + 1 if before else 0
    return passages[place] if place < len(ids) and ids[place] not in known else None


def _outline(passage: Passage) -> str:
    return f"{passage.first_words} … {passage.last_words}"


_MOST_NAMED = 10
_AS_ONE_LINE = "Write every paragraph as one line."
_WITH_HASHES = "Begin it with hashes and a space, as in ## History."
_WIKI_HEADING = re.compile(r"\s*(={1,6})[^=].*[^=]\1\s*")
# A line that ends within a sentence, and one that may continue it.
_LONG = re.compile(r"(?![#>*-] ).{30,120}[^\s.!?:;…)\]\"'”\u2019»]\s*")
_GOES_ON = re.compile(r"(?![#>*-] )\s*\S")

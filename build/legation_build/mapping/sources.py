"""Read the source texts, and check that they are the texts that were mapped."""

from collections.abc import Iterable
from pathlib import Path

from legation_build.errors import Problem, SourceError
from legation_build.mapping.model import DocumentMapping
from legation_build.mapping.passages import digest
from legation_build.regular_files import is_there, read_regular


def read_text(folder: Path, document: str) -> str:
    """Return the text of `document`, exactly as it is in `folder`/<document>.txt.

    Raises SourceError when the file is missing, is no regular file or is not UTF-8.
    """
    file = folder / f"{document}.txt"
    try:
        return read_regular(file).decode()
    except FileNotFoundError:
        raise SourceError(
            f"{file} is missing. --source takes the folder that holds {document}.txt."
        ) from None
    except OSError as error:
        raise SourceError(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise SourceError(f"{file} is not UTF-8 text: {error.reason}.") from None


def read_texts(folder: Path, documents: Iterable[DocumentMapping]) -> dict[str, str]:
    """Return document id → text for those of `documents` that have a file in `folder`.

    Raises SourceError when there is none at all, or when a text is not the one that was mapped.
    """
    documents = list(documents)
    there = [document for document in documents if is_there(folder / f"{document.id}.txt")]
    if not there:
        names = ", ".join(f"{document.id}.txt" for document in documents)
        raise SourceError(f"{folder} holds none of {names}. Give the folder with --source.")
    texts = {document.id: read_text(folder, document.id) for document in there}
    problems = [p for document in there for p in text_problems(document, texts[document.id])]
    if problems:
        raise SourceError("The source text is not the one that was mapped.", problems)
    return texts


def text_problems(document: DocumentMapping, text: str) -> list[Problem]:
    """Return how `text` differs from the text whose length, digest and passages were recorded."""
    problems = []
    recorded = document.document.data["sha256"]
    if digest(text) != recorded:
        message = f"the text ({len(text)} characters) does not have the recorded SHA-256."
        line = document.document.line(("sha256",))
        problems.append(Problem(document.document.file, line, message, _AGAIN))
    for line, passage in enumerate(document.passages, 2):
        words = text[passage.start : passage.end]
        if digest(words) != passage.sha256:
            message = f"passage '{passage.id}' is not found at {passage.start} to {passage.end}"
            there = text.find(passage.first_words)
            message += f"; its first words are at {there}." if there >= 0 else "."
            problems.append(Problem(document.passages_file, line, message, _AGAIN))
    return problems


_AGAIN = "If the new text is the right one, run: legation anchors --write"

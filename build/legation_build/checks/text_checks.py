"""Compare mappings with the texts of their documents: what was copied, what is missing. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from legation_build.checks.claim_checks import stated_by
from legation_build.checks.copies import copied_text
from legation_build.errors import Problem
from legation_build.mapping import DocumentMapping, Mappings, Passage, contents, each_value, items

# Straight, English, German and French quotation marks, within a paragraph.
_QUOTED = re.compile(r""""[^"\n]+"|“[^”\n]+”|„[^“”\n]+[“”]|«[^»\n]+»|\u2018[^\n]+?\u2019(?!\w)""")


def text_problems(mappings: Mappings, texts: Mapping[str, str]) -> list[Problem]:
    """Return what the mappings have of the texts and should not, or should and have not, sorted.

    `texts` maps document ids to texts. Ten words in a row are a copy. A hedge stands in a passage
    of its claim; words of a speaker stand there between quotation marks.
    """
    found = copied_text(mappings, texts)
    for document in mappings.documents:
        if document.id in texts:
            found += _misquoted(document, texts[document.id])
    return sorted(set(found))


def _misquoted(document: DocumentMapping, text: str) -> Iterator[Problem]:
    rows = {passage.id: passage for passage in document.passages}
    plain = text.replace("’", "'")
    spans = [match.span() for match in _QUOTED.finditer(text)]
    spans += [(p.start, p.end) for p in document.passages if p.kind == "quotation"]
    evidence: dict[str, list[Passage]] = defaultdict(list)
    for claim in document.all_claims():
        found = [rows[str(p)] for _, p in each_value((), claim.get("evidence")) if str(p) in rows]
        for name in stated_by(claim):
            evidence[name] += found
    for source in document.claims:
        for path, claim in items(source, "claims"):
            cited = [str(name) for _, name in each_value((), claim.get("evidence"))]
            passages = [rows[name] for name in cited if name in rows]
            for place, hedge in each_value((*path, "hedge"), claim.get("hedge")):
                if passages and not any(_places(str(hedge), plain, passages)):
                    message = f"the hedge '{hedge}' does not stand in {' or '.join(cited)}."
                    remedy = "Write the word that the passage has, or leave it out."
                    yield Problem(source.file, source.line(place), message, remedy)
            for block, content in contents(path, claim):
                said = [*evidence[str(content.get("id"))]]
                # What is said often stands in later sentences than that it was said.
                for _, name in each_value((), content.get("says")):
                    said += evidence[str(name)]
                for place, words in each_value((*block, "words"), content.get("words")):
                    stands = [*_places(str(words), plain, said)]
                    if said and not any(a <= x and y <= b for x, y in stands for a, b in spans):
                        message = f"'{words}' does not stand between quotation marks there."
                        remedy = "Write only what the passage quotes, or leave out 'words'."
                        yield Problem(source.file, source.line(place), message, remedy)


def _places(words: str, text: str, passages: Sequence[Passage]) -> Iterator[tuple[int, int]]:
    """Yield where words stand in passages of a text, whatever their capitals."""
    wanted = re.compile(re.escape(words.replace("’", "'")), re.IGNORECASE)
    for passage in passages:
        for match in wanted.finditer(text, passage.start, passage.end):
            yield match.span()

"""What a mapping calls a direct quotation stands between quotation marks in the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from legation_build.mapping.model import contents, each_value, items
from legation_build.mapping.reader import read_mappings
from legation_build.resources import resource
from support.some import some

TESTS = Path(__file__).parents[2]
BESIDE = TESTS.parents[1] / "shared" / "source"
DOCUMENTS = {
    "freedonia-sylvania": (TESTS / "data" / "mappings", TESTS / "data"),
    "azerbaijan-israel": (resource("mappings"), BESIDE),
}
QUOTED = re.compile(r"""["“]([^"”]+)["”]""")


@dataclass
class Content:
    """A content, and the words quoted in its passages and in those of what it says."""

    id: str
    quoted_directly: bool
    words: list[str]
    quoted: str


def found(name: str) -> Iterator[Content]:
    mappings, texts = DOCUMENTS[name]
    file = texts / f"{name}.txt"
    if not file.is_file():
        pytest.skip(f"the text of {name} is not beside the checkout")
    text = file.read_text(encoding="utf-8")
    (document,) = (d for d in read_mappings([mappings]).documents if d.id == name)
    quoted = {}
    for p in document.passages:
        passage = text[p.start : p.end]
        quoted[p.id] = passage if p.kind == "quotation" else " ".join(QUOTED.findall(passage))
    blocks = [pair for source in document.claims for pair in items(source, "claims")]
    defined = {c["id"]: c for path, claim in blocks for _, c in contents(path, claim)}
    passages: dict[str, list[str]] = {}
    for _, claim in blocks:
        for _, state in each_value((), claim["states"]):
            stated = state if isinstance(state, str) else state["id"]
            passages.setdefault(stated, []).extend(p for _, p in each_value((), claim["evidence"]))
    for content in defined.values():
        said = [one for _, one in each_value((), content.get("says"))]
        yield Content(
            content["id"],
            content.get("quotedDirectly") == "true",
            [words for _, words in each_value((), content.get("words"))],
            " ".join(quoted[p] for one in [content["id"], *said] for p in passages.get(one, [])),
        )


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_passage_of_every_direct_quotation_has_quoted_words(name: str) -> None:
    for content in some([c for c in found(name) if c.quoted_directly]):
        assert content.quoted, content.id


@pytest.mark.parametrize("name", DOCUMENTS)
def test_words_stand_between_quotation_marks(name: str) -> None:
    pairs = [(words.casefold(), content) for content in found(name) for words in content.words]
    for words, content in some(pairs):
        assert words in content.quoted.casefold(), (content.id, words)

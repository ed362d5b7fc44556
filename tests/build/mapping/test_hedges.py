"""A claim's hedge is made of words of its own passage."""

from pathlib import Path

import pytest
from legation_build.mapping.model import each_value, items
from legation_build.mapping.reader import read_mappings
from legation_build.resources import resource
from support.some import some

TESTS = Path(__file__).parents[2]
BESIDE = TESTS.parents[1] / "shared" / "source"
DOCUMENTS = {
    "freedonia-sylvania": (TESTS / "data" / "mappings", TESTS / "data"),
    "azerbaijan-israel": (resource("mappings"), BESIDE),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_hedge_stands_in_a_passage_of_its_claim(name: str) -> None:
    mappings, texts = DOCUMENTS[name]
    file = texts / f"{name}.txt"
    if not file.is_file():
        pytest.skip(f"the text of {name} is not beside the checkout")
    text = file.read_text(encoding="utf-8")
    (document,) = (d for d in read_mappings([mappings]).documents if d.id == name)
    passages = {p.id: text[p.start : p.end] for p in document.passages}
    hedges = [
        (claim["hedge"], [passages[p] for _, p in each_value((), claim["evidence"])])
        for source in document.claims
        for _, claim in items(source, "claims")
        if "hedge" in claim
    ]

    for hedge, said in some(hedges):
        assert any(hedge in passage for passage in said), hedge

"""quality.json tells of Legation's own mappings what was checked, and the sample is still true."""

import json
from pathlib import Path
from typing import Any

import pytest
from legation_build import pipeline
from legation_build.resources import resource
from support.some import some


@pytest.fixture(scope="session")
def quality(published: Path) -> Any:
    """What quality.json says of the release made of Legation's own mappings."""
    return json.loads((published / "current" / "quality.json").read_text())


def test_every_sentence_has_a_claim_or_a_reason(quality: Any) -> None:
    for document in some(quality["documents"]):
        without = some(document["sentencesWithoutClaims"] or [{"reason": "none is without"}])
        assert all(row["reason"] for row in without)
        assert (
            document["sentencesWithClaims"] + len(document["sentencesWithoutClaims"])
            == document["sentences"]
        )


def test_the_shapes_are_counted_as_the_manifest_counts_them(
    quality: Any, published_manifest: dict[str, Any]
) -> None:
    told, counted = quality["validation"], published_manifest["validation"]

    assert told["conforms"] is counted["conforms"] is True
    assert told["shapes"] == len(counted["shapes"])
    assert told["checks"] == sum(row["nodes"] for row in counted["shapes"]) > 1000


def test_facts_are_the_rows_of_the_table(quality: Any) -> None:
    inputs = pipeline.load([resource("mappings")], lambda step: None)

    for document in some(quality["documents"]):
        assert document["facts"] == len(pipeline.facts_in(inputs, document["id"])) > 100


def test_the_sample_that_readers_checked_still_tells_of_the_data(quality: Any) -> None:
    for document in some(quality["documents"]):
        sample = document["sample"]
        assert not sample["outdated"], "Draw a new sample: docs/quality.md."
        assert sample["facts"] >= 150
        assert sample["readersPerFact"] >= 2
        assert (
            sample["interval"]["lower"] <= sample["errorRate"] <= sample["interval"]["upper"] < 0.05
        )

"""Match the names of a batch, one batch at a time, and give what is found as answers have it."""

import time
from collections.abc import Callable
from typing import Any

from legation_server.errors import ClientGoneError, Problem
from legation_server.reconciliation.batches import ReadQuery
from legation_server.reconciliation.matching.candidates import Candidate, candidates
from legation_server.reconciliation.service import service
from legation_server.reconciliation.suggestions import type_objects
from legation_server.web import client_has_gone, site


def match(batch: dict[str, ReadQuery]) -> dict[str, Any]:
    """Return the results of a batch, by its keys (section 4.2)."""
    here, settings = service(), site().settings
    results: dict[str, dict[str, Any]] = {}
    with here.one_batch_at_a_time(settings.queue_wait):
        check = deadline(settings.deadline)
        for key, asked in batch.items():
            check()
            found = candidates(asked.query, here.catalogue, here.values, check)
            results[key] = {"result": [result(each) for each in found]}
            if asked.warnings:
                results[key]["warnings"] = [*asked.warnings]
    return results


def deadline(seconds: float) -> Callable[[], None]:
    """Return a function that raises Problem after so many seconds, or when the client is gone."""
    until, gone = time.monotonic() + seconds, client_has_gone()

    def check() -> None:
        if gone():
            raise ClientGoneError
        if time.monotonic() > until:
            raise Problem(
                "query-timeout",
                f"The names were not matched within {seconds:g} seconds; send fewer at a time.",
                members={"limit": seconds},
            )

    return check


def result(candidate: Candidate) -> dict[str, Any]:
    """Return a candidate as answers describe it."""
    entity = candidate.entity
    return {
        "id": entity.id,
        "name": entity.label,
        "description": entity.description,
        "type": type_objects(entity.types, service().catalogue.types),
        "score": candidate.score,
        "match": candidate.match,
        "features": [{"id": name, "value": value} for name, value in candidate.features.items()],
    }

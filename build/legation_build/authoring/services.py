"""Ask a reconciliation service which items of Wikidata an entity may be: candidates, no links.

Implements the client side of the Reconciliation Service API 0.2 (W3C Community Group).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from legation_build.authoring.catalogue import Entry
from legation_build.errors import LegationError

# Services refuse larger ones; an answer takes a service some seconds.
BATCH = 10
TIMEOUT_SECONDS = 30
MOST_BYTES = 4_000_000
_AGENT = "Legation (https://w3id.org/legation/)"


class LinkError(LegationError):
    """A reconciliation service cannot be asked, or does not answer as one."""


def candidates(
    service: str, entities: Sequence[Entry], most: int = 3
) -> Iterator[tuple[Entry, list[dict[str, Any]]]]:
    """Yield each entity with at most `most` candidates of the service at an address, best first.

    A candidate has `id`, `name`, and may have `description` and `score`. Raises LinkError.
    """
    for start in range(0, len(entities), BATCH):
        batch = entities[start : start + BATCH]
        queries = {f"q{n}": {"query": e.label, "limit": most} for n, e in enumerate(batch)}
        answer = _ask(service, {"queries": json.dumps(queries)})
        for number, entity in enumerate(batch):
            found = answer.get(f"q{number}")
            rows = found.get("result") if isinstance(found, dict) else None
            known = [row for row in rows or () if isinstance(row, dict) and "id" in row]
            yield entity, known[:most]


def _ask(service: str, form: Mapping[str, str]) -> dict[str, Any]:
    if not service.startswith(("http://", "https://")):
        raise LinkError(f"{service} is no web address. Give that of a reconciliation service.")
    request = Request(service, urlencode(form).encode(), {"User-Agent": _AGENT})
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as response:
            answer = json.loads(response.read(MOST_BYTES))
    except (URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise LinkError(
            f"{service} does not answer as a reconciliation service: {reason}. "
            "Check the address given with --service."
        ) from None
    if not isinstance(answer, dict):
        raise LinkError(f"{service} does not answer as a reconciliation service.")
    return answer

"""Which codes each section of a mapping needs, and which of them no other section and no list has.

A code of the document's own that is narrower than a general one is optional: the general one would
do. So what a section needs is, for each value, the general code, or the own one that has none.
`PYTHONPATH=tests python tests/support/code_use.py [MAPPINGS] [CODES]` prints the table.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from rdflib import SKOS, Graph

CODE = "https://w3id.org/legation/code/"
# The keys of a content whose values are codes, and the list that each takes them from.
LISTS = {
    "eventType": "event-type",
    "situationType": "situation-type",
    **{name: name for name in ("topic", "role", "kind", "commodity", "measure", "unit")},
}


def general_codes(file: Path) -> set[str]:
    """Return the codes of the general lists in `file`, such as `role/president`."""
    return {str(code).removeprefix(CODE) for code in Graph().parse(file).subjects(SKOS.inScheme)}


def own_codes(document: Path) -> dict[str, str | None]:
    """Return the codes of a document's folder, each with the broader one that it names."""
    codes = yaml.safe_load((document / "codes.yaml").read_text(encoding="utf-8"))["codes"]
    return {
        code["id"]: f"{code['id'].partition('/')[0]}/{code['broader']}"
        if "broader" in code
        else None
        for code in codes
    }


def needed(code: str, own: Mapping[str, str | None], general: set[str]) -> str:
    """Return the general code that would do for `code`, or the last own one above it."""
    while code not in general and (above := own[code]) is not None:
        code = above
    return code


def sections(document: Path, general: set[str]) -> dict[str, set[str]]:
    """Return what each file of claims of a document's folder needs."""
    own = own_codes(document)
    return {
        file.stem: {needed(code, own, general) for code in _codes(yaml.safe_load(file.read_text()))}
        for file in sorted((document / "claims").glob("*.yaml"))
    }


def found_nowhere_else(used: Mapping[str, set[str]], general: set[str]) -> dict[str, set[str]]:
    """Return, for each section, what it needs and neither a list nor another section has."""
    return {
        name: codes - general - set().union(*(used[other] for other in used if other != name))
        for name, codes in used.items()
    }


def _codes(claims: Mapping[str, Any]) -> Iterator[str]:
    for claim in claims["claims"]:
        states = claim["states"] if isinstance(claim["states"], list) else [claim["states"]]
        for content in states:
            if isinstance(content, dict):
                for key, name in LISTS.items():
                    values = content.get(key, [])
                    for value in values if isinstance(values, list) else [values]:
                        yield f"{name}/{value}"


if __name__ == "__main__":
    root = Path(__file__).parents[2]
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else root / "mappings/azerbaijan-israel"
    listed = general_codes(Path(sys.argv[2]) if len(sys.argv) > 2 else root / "ontology/codes.ttl")
    needs = sections(folder, listed)
    for section, alone in found_nowhere_else(needs, listed).items():
        line = f"{section}: {len(alone)} of {len(needs[section])} {', '.join(sorted(alone))}"
        sys.stdout.write(line.rstrip() + "\n")

"""Write the mapping set to Wikidata as SSSOM, a table with a header. Pure.

Implements the TSV form of the Simple Standard for Sharing Ontological Mappings. Matches are read
from the entities and the alignments. The table in mappings/ holds only `sssom:NoTermFound`; that of
a release holds both.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

import yaml

from legation_build.dataset import LABELS, Index, text, values
from legation_build.mapping import NO_TERM_FOUND, NoTermFound
from legation_build.namespaces import ENTITY, SKOS, WIKIDATA, curie_parts

COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "object_id", "mapping_justification",
    "object_source", "object_source_version", "mapping_date", "comment",
)  # fmt: skip
_CURIES = ("subject_id", "predicate_id", "object_id", "object_source")
_JUSTIFICATION = "semapv:ManualMappingCuration"
_PREDICATES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
_DESCRIPTION = (
    "Which thing, class, code and property is which in Wikidata. Where no term was found, "
    "object_source_version and comment say what was searched; Wikidata itself may have an item."
)
_OWN = {"semapv": "https://w3id.org/semapv/vocab/", "sssom": "https://w3id.org/sssom/"}


def mapping_set(
    index: Index,
    no_term_found: Sequence[NoTermFound],
    prefixes: Mapping[str, str],
    version: str,
    license: str,
) -> str:
    """Return the whole mapping set as a table with its header.

    `index` holds labels and matches; `prefixes` are those of the standard base.
    """
    table = [*_match_rows(index, prefixes), *_no_term_rows(index, no_term_found, prefixes)]
    used = {row[c].partition(":")[0] for row in table for c in _CURIES}
    used |= {"semapv", "sssom"}
    header = {
        "curie_map": {p: iri for p, iri in sorted({**prefixes, **_OWN}.items()) if p in used},
        "license": license,
        "mapping_set_id": prefixes["id"].removesuffix("id/") + "wikidata/wikidata.sssom.tsv",
        "mapping_set_title": "Legation and Wikidata",
        "mapping_set_description": _DESCRIPTION,
        "mapping_set_version": version,
    }
    head = yaml.safe_dump(header, sort_keys=False, allow_unicode=True, width=1000)
    out = io.StringIO()
    out.writelines(f"# {line}\n" for line in head.splitlines())
    writer = csv.DictWriter(out, COLUMNS, delimiter="\t", lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(table, key=lambda row: tuple(row.values())))
    return out.getvalue()


def _match_rows(index: Index, prefixes: Mapping[str, str]) -> Iterator[dict[str, str]]:
    names = {namespace: prefix for prefix, namespace in prefixes.items()}
    for thing in index:
        for name in _PREDICATES:
            for match in values(index, thing, SKOS + name):
                if match.startswith(WIKIDATA):
                    object_id = _curie(match, names)
                    yield _row(_curie(thing, names), text(index, thing, *LABELS), name, object_id)


def _no_term_rows(
    index: Index, no_term_found: Sequence[NoTermFound], prefixes: Mapping[str, str]
) -> Iterator[dict[str, str]]:
    sources = {namespace: f"{prefix}:" for prefix, namespace in prefixes.items()}
    for one in no_term_found:
        row = _row(
            f"id:{one.entity}",
            text(index, ENTITY + one.entity, *LABELS),
            "exactMatch",
            NO_TERM_FOUND,
        )
        yield row | {
            "object_source": sources.get(one.source, one.source),
            "object_source_version": one.source_version,
            "mapping_date": one.date,
            "comment": one.comment,
        }


def _row(subject: str, label: str, predicate: str, object_id: str) -> dict[str, str]:
    row = (subject, label, f"skos:{predicate}", object_id, _JUSTIFICATION)
    return dict.fromkeys(COLUMNS, "") | dict(zip(COLUMNS, row, strict=False))


def _curie(iri: str, by_namespace: Mapping[str, str]) -> str:
    return ":".join(curie_parts(iri, by_namespace) or (iri,))

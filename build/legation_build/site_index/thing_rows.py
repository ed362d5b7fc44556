"""Make the rows of entities, codes and their names. Pure."""

from collections import Counter
from collections.abc import Iterator

from pyoxigraph import Literal

from legation_build.namespaces import BIL, CODE, DCTERMS, RDF, RDFS, SKOS
from legation_build.site_index.document_rows import definition, wikidata_item
from legation_build.site_index.numbering import Numbered, Row, Table, path

_NAMES = {SKOS + "prefLabel": "pref", SKOS + "altLabel": "alt"}
# What says nothing of who takes part, since it follows from other properties or from a claim.
NO_ROLES = frozenset(BIL + name for name in ("involves", "attributedTo", "deniedBy"))
# What a figure leaves out is not what it is about.
_NO_USES = NO_ROLES | {BIL + "excludes"}


def thing_tables(made: Numbered) -> Iterator[Table]:
    """Yield the tables of entities, codes and names."""
    statements, says, uses = _counts(made)
    classes = Counter(kind for iri in made.entities for kind in made.values(iri, RDF + "type"))

    def narrow(iri: str) -> str:
        # Of several classes the rarest says most.
        kinds = sorted(made.values(iri, RDF + "type"), key=lambda kind: (classes[kind], kind))
        return kinds[0].rpartition("#")[2].rpartition("/")[2] if kinds else ""

    yield (
        "entity",
        (
            (
                count,
                path(iri),
                narrow(iri),
                made.text(iri, RDFS + "label"),
                definition(made, iri),
                wikidata_item(made, iri),
                statements[iri],
                says[iri],
            )
            for iri, count in made.entities.items()
        ),
    )
    yield "code", (_code(made, iri, uses[iri]) for iri in made.codes)
    yield "name", _names(made)


def _code(made: Numbered, iri: str, uses: int) -> Row:
    return (
        made.codes[iri],
        path(iri),
        iri.removeprefix(CODE).partition("/")[0],
        made.text(iri, SKOS + "prefLabel"),
        definition(made, iri),
        made.codes.get(made.text(iri, SKOS + "broader")),
        made.documents.get(made.text(iri, DCTERMS + "source")),
        uses,
    )


def _names(made: Numbered) -> Iterator[Row]:
    for kind, things in (("entity", made.entities), ("code", made.codes)):
        for iri, count in things.items():
            found = {
                (sort, term.language or "", term.value)
                for predicate, sort in _NAMES.items()
                for term in made.index[iri].get(predicate, ())
                if isinstance(term, Literal)
            }
            # The preferred name in English comes first.
            for sort, language, value in sorted(
                found, key=lambda name: (name[0] != "pref", name[1] != "en", name)
            ):
                yield kind, count, language, sort, value


def _counts(made: Numbered) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Return how many statements an entity has a part in, claims it makes, a code is used in.

    Whose word a statement is has a part in it too.
    """
    statements: Counter[str] = Counter()
    says: Counter[str] = Counter()
    uses: Counter[str] = Counter()
    speakers: dict[str, set[str]] = {}
    for iri in made.claims:
        found = made.values(iri, BIL + "attributedTo")
        says.update(found)
        for content in made.values(iri, BIL + "states"):
            speakers.setdefault(content, set()).update(found)
    for iri in made.statements:
        named = {
            value
            for predicate in made.index[iri]
            if predicate.startswith(BIL) and predicate not in _NO_USES
            for value in made.values(iri, predicate)
        }
        statements.update((named | speakers.get(iri, set())) & made.entities.keys())
        uses.update(named & made.codes.keys())
    return statements, says, uses

"""Make the rows of entities, codes and their names. Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal

from legation_build.namespaces import BIL, CODE, DCTERMS, RDF, RDFS, SKOS
from legation_build.site_index.document_rows import definition, wikidata_item
from legation_build.site_index.numbering import Numbered, Row, Table, path

_NAMES = {SKOS + "prefLabel": "pref", SKOS + "altLabel": "alt"}
# What says nothing of who takes part, since it follows from other properties or from a claim.
NO_ROLES = frozenset(BIL + name for name in ("involves", "attributedTo", "deniedBy"))
# What a figure leaves out is not what it is about.
_NO_USES = NO_ROLES | {BIL + "excludes"}


@dataclass
class Uses:
    """How often things are used, by IRI.

    In how many `statements` an entity has a part, also as the one whose word it is, and how many
    claims are its word (`says`); in how many statements a code is used (`codes`); and how often
    search counts that either is `named`.
    """

    statements: Counter[str] = field(default_factory=Counter)
    says: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)


def thing_tables(made: Numbered, used: Uses) -> Iterator[Table]:
    """Yield the tables of entities, codes and names, which are `used` as often as that says."""
    statements, says, uses = used.statements, used.says, used.codes
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


def uses_of(made: Numbered) -> Uses:
    """Return how often the statements and claims that have numbers use things."""
    found = Uses()
    speakers: dict[str, set[str]] = {}
    for iri in made.claims:
        said_by = made.values(iri, BIL + "attributedTo")
        found.says.update(said_by)
        for content in made.values(iri, BIL + "states"):
            speakers.setdefault(content, set()).update(said_by)
    for iri in made.statements:
        named = {
            value
            for predicate in made.index[iri]
            if predicate.startswith(BIL) and predicate not in _NO_USES
            for value in made.values(iri, predicate)
        }
        parts = named | speakers.get(iri, set())
        found.statements.update(parts & made.entities.keys())
        found.codes.update(named & made.codes.keys())
        everything = {v for predicate in made.index[iri] for v in made.values(iri, predicate)}
        found.named.update(everything & (made.entities.keys() | made.codes.keys()))
    return found

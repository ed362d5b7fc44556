"""Make the graph and the files under wikidata/ that a release holds for Wikidata's tools."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from pyoxigraph import Triple

from legation_build.dataset import NamedGraph, in_graph, index_of, vocabulary_of
from legation_build.dumps import DUMP_FORMATS
from legation_build.namespaces import BASE, prefixes
from legation_build.release import Checked, Described, ReleaseFile
from legation_build.resources import resource
from legation_build.wikidata.mix_n_match import catalogue
from legation_build.wikidata.model import Export
from legation_build.wikidata.quickstatements import command_lines, drafts
from legation_build.wikidata.rdf_view import TITLE, WIKIDATA_GRAPH, view
from legation_build.wikidata.report import report_by_claim, report_table
from legation_build.wikidata.sssom import mapping_set
from legation_build.wikidata.statements import export
from legation_build.wikidata.wikibase_json import entity_lines

FOLDER = "wikidata/"
VIEW_FORMATS = tuple(form for form in DUMP_FORMATS if form.name in ("ttl", "nt"))
_TABLE, _JSON, _TEXT = "text/tab-separated-values", "application/json", "text/plain"


@dataclass(frozen=True)
class TextFile:
    """A file under wikidata/: `write` returns its text, with IRIs under the standard base."""

    name: str
    media_type: str
    title: str
    write: Callable[[Export, Checked], str]


def _mapping_set(export: Export, checked: Checked) -> str:
    """Return the mapping set; its version is the date of the latest change to a document."""
    mappings = checked.mappings
    names = prefixes(BASE, mappings.document_ids)
    return mapping_set(
        export.index, mappings.no_term_found, names, mappings.modified, checked.license
    )


def _catalogue(export: Export, checked: Checked) -> str:
    no_term_found = frozenset(one.entity for one in checked.mappings.no_term_found)
    return catalogue(export.index, no_term_found)


TEXT_FILES = (
    TextFile(
        "report.tsv",
        _TABLE,
        "What Wikidata could say about each content, and why it cannot say the rest",
        lambda export, checked: report_table(export),
    ),
    TextFile(
        "wikidata.sssom.tsv",
        _TABLE,
        "Which thing, class, code and property is which in Wikidata, and where others were looked "
        "for and not found (SSSOM)",
        _mapping_set,
    ),
    TextFile(
        "entities.json",
        _JSON,
        "The items as Wikibase writes them in JSON, one a line: what Wikidata could say of each",
        lambda export, checked: entity_lines(export),
    ),
    TextFile(
        "quickstatements-draft.txt",
        _TEXT,
        "Statements that Wikidata lacks, as commands of QuickStatements V1: check every line",
        lambda export, checked: command_lines(drafts(export)),
    ),
    TextFile(
        "claims.json",
        _JSON,
        "The same commands by claim, and why other contents have none",
        lambda export, checked: report_by_claim(export),
    ),
    TextFile(
        "mix-n-match.tsv",
        _TABLE,
        "Things without an item in Wikidata, as a catalogue for Mix'n'match",
        _catalogue,
    ),
    TextFile(
        "bilateral-relation.shex",
        "text/shex",
        "What an item about the relations of two states looks like (ShEx, for an EntitySchema)",
        lambda export, checked: (resource("ontology") / "bilateral-relation.shex").read_text(
            encoding="utf-8"
        ),
    ),
)


# The graph and the files are made from the same export, as long as its build goes on.
_exports: WeakKeyDictionary[Checked, Export] = WeakKeyDictionary()


def exported(checked: Checked) -> Export:
    """Return what Wikidata could say of the checked graphs, without the texts."""
    if checked not in _exports:
        _exports[checked] = _export_of(checked)
    return _exports[checked]


def _export_of(checked: Checked) -> Export:
    model = [*checked.model["ontology"], *checked.model["codes"]]
    words = checked.vocabulary or vocabulary_of(model)
    return export(_triples(checked), words)


def wikidata_graph(checked: Checked) -> Iterator[NamedGraph]:
    """Yield the graph of what Wikidata could say, in Wikidata's model."""
    quads = tuple(in_graph(view(exported(checked)), WIKIDATA_GRAPH))
    yield NamedGraph(WIKIDATA_GRAPH, TITLE, checked.license, quads)


def files_of_the_model(triples: Iterable[Triple], checked: Checked, base: str) -> list[ReleaseFile]:
    """Return the files that need no document: the links, and the schema of items about relations.

    `triples` are those that documents share, and those of their own codes.
    """
    shared = Export((), (), {}, index_of(triples))
    wanted = [file for file in TEXT_FILES if file.name.endswith((".sssom.tsv", ".shex"))]
    return [_text_file(file, shared, checked, base) for file in wanted]


def wikidata_files(made: Described) -> Iterator[ReleaseFile]:
    """Yield the files under wikidata/."""
    quads = [quad for quad in made.quads if quad.graph_name == WIKIDATA_GRAPH]
    for form in VIEW_FORMATS:
        path, title = f"{FOLDER}wikidata.{form.name}", f"{TITLE}, in {form.title}"
        yield ReleaseFile(
            path, form.name, form.media_type, title, made.checked.license, made.dump(quads, form)
        )
    found = exported(made.checked)
    for file in TEXT_FILES:
        yield _text_file(file, found, made.checked, made.base)


def _text_file(file: TextFile, export: Export, checked: Checked, base: str) -> ReleaseFile:
    data = file.write(export, checked).replace(BASE, base).encode()
    form = file.name.rpartition(".")[2]
    return ReleaseFile(FOLDER + file.name, form, file.media_type, file.title, checked.license, data)


def _triples(checked: Checked) -> Iterator[Triple]:
    for graph in checked.graphs:
        if not graph.is_text:
            for quad in graph.quads:
                yield quad.triple

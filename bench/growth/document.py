"""The files of one document of a corpus: its text, its passages and its claims."""

from collections.abc import Mapping
from csv import writer
from dataclasses import dataclass
from io import StringIO
from itertools import cycle

from legation_build.mapping import Passage, digest

from growth.corpus import Corpus, State, Thing
from growth.draft import Draft
from growth.facts import event, situation
from growth.figures import conflict, figure
from growth.speech import HEDGES, chain, denial, hedged, quotation, statement, two_hedges
from growth.stories import offices, plan, relations, war
from growth.yaml_text import yaml_list, yaml_text

SECTIONS = ("History", "Politics", "Security", "Trade", "Energy and goods")
_COLUMNS = ("id", "kind", "level", "section", "start", "end", "sha256", "first_words", "last_words")
# The order of lists that plain facts take their types from; how far a document moves on in each.
_ORDER = ("event-type", "situation-type", "event-type", "situation-type", "measure")
_STEPS = {"event-type": 5, "situation-type": 4, "measure": 2}
_FACTS = {"event-type": event, "situation-type": situation, "measure": figure}
_LICENSE = "https://creativecommons.org/publicdomain/zero/1.0/"


@dataclass(frozen=True)
class DocumentFiles:
    """A document's files by their paths in its folder, its text, and the entities it adds."""

    id: str
    files: Mapping[str, str]
    text: str
    things: tuple[Thing, ...]


def mapping_of(corpus: Corpus, number: int, id: str, one: State, other: State) -> DocumentFiles:
    """Return the mapping of the document `id`, the same for the same seed, size and number."""
    draft = Draft(corpus, number, id, one, other)
    title = f"{one.label}–{other.label} relations"
    relation = draft.own(
        "BilateralRelation", title, "Subject of a document", party=[one.id, other.id]
    )
    _write(draft, title)
    text = draft.text + "\n"
    document = {
        "title": title,
        "about": relation,
        "url": f"https://example.org/{id}",
        "license": _LICENSE,
        "language": "en",
        "modified": "2026-11-23",
        "partOf": "world-gazetteer",
        "length": str(len(text)),
        "sha256": digest(text),
    }
    files = {"document.yaml": yaml_text(document), "passages.csv": _table(draft.passages)}
    if draft.codes:
        files["codes.yaml"] = yaml_list("codes", [draft.codes[id] for id in sorted(draft.codes)])
    for place, (part, claims) in enumerate(draft.sections.items(), 1):
        excused = draft.without.get(part)
        end = yaml_text({"withoutClaims": excused}) if excused else ""
        files[f"claims/{place:02}-{part}.yaml"] = yaml_list("claims", claims) + end
    return DocumentFiles(id, files, text, tuple(draft.own_things.values()))


def _write(draft: Draft, title: str) -> None:
    """Write the text: each turn once, and as many plain facts as the corpus wants claims."""
    draft.title(title)
    relations(draft)
    turns = [
        *(two_hedges, chain, statement, denial, quotation, plan, war, offices),
        *(lambda d, m=modality: hedged(d, m) for modality in HEDGES),
        *(lambda d, n=n: conflict(d, n) for n in range(3)),
    ]
    draft.chance.shuffle(turns)
    types = _Types(draft)
    for place, section in enumerate(SECTIONS, 1):
        draft.section(section)
        last = place == len(SECTIONS)
        share = len(turns) if last else len(turns) // (len(SECTIONS) + 1 - place)
        for _ in range(share):
            turns.pop()(draft)
        while draft.claims < draft.corpus.claims * place // len(SECTIONS):
            types.write_next()
        draft.end_of_paragraph()
    passage = draft.say("Further reading is listed elsewhere.")
    draft.no_claim(passage, "leads to other texts")
    _missions(draft)


class _Types:
    """Writes plain facts into a draft: most often of the next type of a list, else of some type."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._order = cycle(_ORDER)
        self._written = dict.fromkeys(_STEPS, 0)
        self._next = {scheme: draft.number * step for scheme, step in _STEPS.items()}

    def write_next(self) -> None:
        """Write one fact."""
        scheme = next(self._order)
        names = self._draft.lists.codes[scheme]
        self._written[scheme] += 1
        name = self._draft.chance.choice(names)
        if self._written[scheme] % 3:
            name = names[self._next[scheme] % len(names)]
            self._next[scheme] += 1
        _FACTS[scheme](self._draft, name)


def _missions(draft: Draft) -> None:
    draft.section("Resident diplomatic missions")
    for one, other in ((draft.one, draft.other), (draft.other, draft.one)):
        city = other.parts["capital"]
        passage = draft.say(f"{one.label} has an embassy in {draft.label(city)}.", "list-item")
        embassy = draft.content(
            "Situation",
            f"An embassy of {one.label} is in {draft.label(city)}.",
            situationType="embassy",
            actor=one.id,
            place=city,
            target=other.id,
            topic="diplomacy",
        )
        draft.claim(passage, embassy)


def _table(passages: list[Passage]) -> str:
    table = StringIO()
    rows = writer(table, lineterminator="\n")
    rows.writerow(_COLUMNS)
    rows.writerows([getattr(passage, column) for column in _COLUMNS] for passage in passages)
    return table.getvalue()

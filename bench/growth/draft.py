"""A document being written: its text, the passages of it, and the claims that say what they say."""

from collections.abc import Mapping, Sequence
from random import Random

from legation_build.mapping import Passage, passage_at, slug

from growth.corpus import Corpus, State, Thing
from growth.lists import Lists, general_lists, own_code
from growth.times import Time, point, span

Block = dict[str, object]
# So many sentences stand in a paragraph.
_PARAGRAPH = 4


class Draft:
    """One document; `number` is its place in the corpus, from 0, and moves on what it tells."""

    def __init__(self, corpus: Corpus, number: int, id: str, one: State, other: State) -> None:
        """Begin the document `id` about two states, with a seed of its own."""
        self.corpus, self.number, self.id = corpus, number, id
        self.one, self.other = one, other
        self.chance = Random(f"{corpus.seed} {id}")
        self.lists: Lists = general_lists()
        self.own_things: dict[str, Thing] = {}
        self.sections: dict[str, list[Block]] = {}
        self.without: dict[str, dict[str, str]] = {}
        self.passages: list[Passage] = []
        self.codes: dict[str, Block] = {}
        self.claims = 0
        self._text, self._length, self._section, self._part = [""], 0, "", "lead"
        self._in_section, self._in_paragraph, self._contents = 0, 0, 0
        self._times = number * 5

    @property
    def text(self) -> str:
        """The text as far as it is written."""
        return "".join(self._text)

    # ---------- text

    def title(self, title: str) -> None:
        """Begin the text with its title."""
        self._heading("p-title", title, title, 1)
        self._begin("", "lead")

    def section(self, name: str) -> None:
        """Begin a section."""
        self._write("\n\n# ")
        self._heading(f"p-{slug(name)}-heading", name, name, 1, section=name)
        self._begin(name, slug(name))

    def say(self, text: str, kind: str = "sentence") -> str:
        """Write a sentence, quotation or list item; return the id of its passage."""
        if kind != "sentence" or not self._in_paragraph:
            self._write("\n\n" if kind != "list-item" or not self._in_paragraph else "\n")
            self._write({"quotation": "> ", "list-item": "* "}.get(kind, ""))
        else:
            self._write(" ")
        self._in_section += 1
        identity = f"p-{self._part}-{self._in_section}"
        start = self._length
        self._write(text)
        self._keep(text, start, id=identity, kind=kind, level="", section=self._section)
        is_over = kind == "quotation" or self._in_paragraph >= _PARAGRAPH - 1
        self._in_paragraph = 0 if kind != "list-item" and is_over else self._in_paragraph + 1
        return identity

    def end_of_paragraph(self) -> None:
        """Let the next sentence begin a paragraph."""
        self._in_paragraph = 0

    # ---------- claims

    def claim(
        self,
        passage: str | Sequence[str],
        states: Block | str | Sequence[Block | str],
        modality: str | Sequence[str] = "asserted",
        stance: str = "affirms",
        **more: object,
    ) -> str:
        """Add a claim that a passage makes; return its id."""
        first = passage if isinstance(passage, str) else passage[0]
        self.claims += 1
        identity = f"{first.replace('p-', 'c-', 1)}-{self.claims}"
        told = [states] if isinstance(states, str | dict) else list(states)
        block: Block = {
            "id": identity,
            "type": "Claim",
            "evidence": passage,
            "modality": modality,
            "stance": stance,
            **more,
            "states": told[0] if len(told) == 1 and isinstance(told[0], str) else told,
        }
        self.sections[self._part].append(block)
        return identity

    def content(self, type: str, label: str, **keys: object) -> Block:
        """Return a content with an id of its own; keys without a value are left out."""
        self._contents += 1
        words = slug(label).split("-")[:3]
        identity = f"{'-'.join(words)}-{self._contents}"
        given = {key: value for key, value in keys.items() if value not in ("", None, [], ())}
        return {"id": identity, "type": type, "label": label, **given}

    def no_claim(self, passage: str, reason: str) -> None:
        """Say why a passage has no claim."""
        self.without.setdefault(self._part, {})[passage] = reason

    # ---------- what is told of

    def label(self, thing: str) -> str:
        """Return the label of an entity."""
        found = self.own_things.get(thing) or self.corpus.things[thing]
        return found.label

    def own(self, type: str, label: str, description: str, **more: object) -> str:
        """Return the id of an entity that this document alone names."""
        identity = slug(label)
        self.own_things.setdefault(identity, Thing(identity, type, label, description, more))
        return identity

    def some(self, kind: str) -> str:
        """Return an entity of a type that all documents share."""
        return self.corpus.pick(kind, self.chance)

    def third(self) -> str:
        """Return a state that is neither of the two."""
        while (found := self.some("Country")) in (self.one.id, self.other.id):
            continue
        return found

    def side(self) -> State:
        """Return one of the two states."""
        return self.chance.choice((self.one, self.other))

    def code(self, scheme: str, own: float = 0.0) -> str:
        """Return a code of a list; with the probability `own` one that only few documents have."""
        general = self.lists.codes[scheme]
        if general and self.chance.random() >= own:
            return self.chance.choice(general)
        found = own_code(scheme, general, self.chance)
        self.codes[str(found["id"])] = found
        return str(found["id"]).partition("/")[2]

    def point(self, year: int = 0) -> Time:
        """Return the time of an event, of another kind each time."""
        self._times += 1
        return point(self.chance, self._times, year)

    def span(self, year: int = 0) -> Time:
        """Return the time of a situation, of another kind each time."""
        self._times += 1
        return span(self.chance, self._times, year)

    # ---------- within

    def _heading(self, id: str, name: str, text: str, level: int, section: str = "") -> None:
        start = self._length
        self._write(text)
        self._keep(text, start, id=id, kind="heading", level=str(level), section=section)

    def _begin(self, section: str, part: str) -> None:
        self._section, self._part = section, part
        self._in_section = self._in_paragraph = 0
        self.sections[part] = []

    def _write(self, text: str) -> None:
        self._text.append(text)
        self._length += len(text)

    def _keep(self, text: str, start: int, **names: str) -> None:
        found = passage_at(text, 0, len(text), **names)
        moved: Mapping[str, int] = {"start": start, "end": start + len(text)}
        self.passages.append(Passage(**{**vars(found), **moved}))

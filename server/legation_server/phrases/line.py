"""Turn a statement into one line: what, when, how much, how firmly, who says so, which sentence."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from legation_server.phrases.amounts import amount_words
from legation_server.phrases.language import ENGLISH, Language
from legation_server.phrases.marks import Mark, marks
from legation_server.phrases.rows import Sentence, Source, Statement
from legation_server.phrases.times import time_words

DENIES = "denies"


@dataclass(frozen=True)
class Link:
    """A text that leads to an address; `out` is an address at the source, if any."""

    text: str
    href: str
    out: str = ""


@dataclass(frozen=True)
class Line:
    """A statement as lists show it; all texts are in one language."""

    text: str
    href: str
    when: str
    edtf: str
    amount: str
    marks: list[Mark]
    who: list[Link]
    said: str
    deniers: list[Link]
    sentences: list[Link]
    document: Link

    @property
    def style(self) -> str:
        """Return the line style that stands for all marks: that of the first, or of a denial."""
        return self.marks[-1].style


def line(statement: Statement, address: Callable[[str], str], language: Language = ENGLISH) -> Line:
    """Return the line of a statement; `address` gives the address of a path of the site."""
    affirming = [source for source in statement.sources if source.stance != DENIES]
    denying = [source for source in statement.sources if source.stance == DENIES]
    own = any(source.modalities == ("asserted",) for source in affirming)
    modalities = {name for source in affirming for name in source.modalities}
    claimed = {source.claimed: None for source in affirming if source.claimed}
    times = [time_words(time, "", language) for time in claimed if time != statement.edtf]
    return Line(
        text=statement.label,
        href=address(statement.path),
        when=time_words(statement.edtf, statement.when_text, language),
        edtf=statement.edtf,
        amount=amount_words(statement.amount, language) if statement.amount else "",
        marks=marks(statement.status, modalities, language),
        who=[] if own else _speakers(affirming, address),
        said=language.say("said %(time)s", time=language.listed(times)) if times else "",
        deniers=_speakers(denying, address),
        sentences=_sentences(statement.sources, address, language),
        document=Link(statement.document.label, address(statement.document.path)),
    )


def sentence_words(sentence: Sentence, language: Language = ENGLISH) -> str:
    """Return where in a document a passage stands.

    >>> sentence_words(Sentence("d/p-7", "Espionage, 7", "Espionage", 7, ""))
    'Espionage, sentence 7'
    """
    if not sentence.position:
        return sentence.label
    if not sentence.section:
        return language.say("sentence %(number)s", number=sentence.position)
    return language.say(
        "%(section)s, sentence %(number)s", section=sentence.section, number=sentence.position
    )


def _speakers(sources: Iterable[Source], address: Callable[[str], str]) -> list[Link]:
    named = {one.path: one.label for source in sources for one in source.speakers}
    return [Link(label, address(path)) for path, label in named.items()]


def _sentences(
    sources: Iterable[Source], address: Callable[[str], str], language: Language
) -> list[Link]:
    found = {one.path: one for source in sources for one in source.sentences}
    return [
        Link(sentence_words(one, language), address(one.path), one.out) for one in found.values()
    ]

"""Say in a sentence or two how a document puts a statement forward, and who denies it."""

from collections.abc import Iterable

from legation_server.phrases import Language, degree, time_words
from legation_server.site_index import Source, Statement
from legation_server.web import language

OWN_VOICE, NOBODY_SAYS = ("asserted",), ("inferred",)
UTTERANCE = "Utterance"
STATED, ATTRIBUTED = "stated", "attributed"


def verdict(statement: Statement) -> list[str]:
    """Return sentences on how firmly a document says something, in the reader's language."""
    say = language().say
    said = [text for source in statement.affirming if (text := put_forward(source))]
    denied = [text for source in statement.denying if (text := _denied(source))]
    match degree(statement.status, statement.modality):
        case "stated" if statement.kind == UTTERANCE:
            first = say("The document states that this was said.")
            said = []
        case "stated":
            first = say("The document states this itself.")
            said = []
        case "attributed":
            first = say("The document gives this on the word of others.")
        case "prospective":
            first = say("The document does not say that this came about.")
        case "found":
            first = say("The document reports this as the finding of a court or an inquiry.")
        case "opinion":
            first = say("This is somebody’s view, which the document passes on.")
        case "inferred":
            first = say(
                "This is read from a name or from other words; the document does not say it."
            )
        case _:
            first = say("The document does not say that this is true.")
    return list(dict.fromkeys([first, *said, *denied]))


def verdict_on_words(contents: Iterable[Statement]) -> str:
    """Return whether a document stands behind what somebody says in it; nothing for no words."""
    say = language().say
    degrees = {degree(one.status, one.modality) for one in contents}
    if not degrees:
        return ""
    if degrees == {STATED}:
        return say("What was said the document states itself too.")
    if degrees <= {STATED, ATTRIBUTED}:
        return say("What was said stands on their word, with no sign of doubt.")
    return say("Whether what was said is so, it does not say.")


def put_forward(source: Source) -> str:
    """Return how a claim puts its statements forward; nothing for what nobody else says."""
    if source.modality in (OWN_VOICE, NOBODY_SAYS) and not source.speakers:
        return ""
    words = language()
    hedges = [name for name in source.modality if name not in ("asserted", "attributed")]
    how = words.listed([_participle(name, words) for name in hedges] or [words.say("said")])
    parts = {"how": how[:1].upper() + how[1:]}
    when = time_words(source.claimed_when, "", words)
    if not source.speakers:
        if when:
            text = words.say("%(how)s, %(time)s; no source is named.", time=when, **parts)
        else:
            text = words.say("%(how)s; no source is named.", **parts)
        return text
    who = words.listed(one.label for one in source.speakers)
    if when:
        return words.say("%(how)s by %(who)s, %(time)s.", who=who, time=when, **parts)
    return words.say("%(how)s by %(who)s.", who=who, **parts)


def nobody_named(sources: Iterable[Source]) -> str:
    """Return what stands in place of names where the claims behind something name nobody."""
    say, found = language().say, {source.modality for source in sources}
    if OWN_VOICE in found:
        return say("the document itself")
    if found == {NOBODY_SAYS}:
        return say("nobody: it is read from other words of the document")
    return say("the document, without naming a source")


def claim_words(source: Source) -> str:
    """Return who puts a claim's statements forward or denies them, and how firmly."""
    if source.stance == "denies":
        return _denied(source)
    if source.modality == NOBODY_SAYS:
        return language().say("Read from a name or from other words of the document.")
    return put_forward(source) or language().say("Stated by the document itself.")


def times_said(statement: Statement, but: str = "") -> list[str]:
    """Return in words when others put a statement forward; `but` is a time in EDTF to leave out."""
    claimed = dict.fromkeys(source.claimed_when for source in statement.affirming)
    return [time_words(when, "", language()) for when in claimed if when not in ("", but)]


def readings(statement: Statement) -> list[str]:
    """Return how editors read a statement and the claims behind it, each note once."""
    notes = (note for source in statement.affirming for note in source.note)
    return list(dict.fromkeys([*statement.note, *notes]))


def flags(source: Source) -> list[str]:
    """Return what editors of the document have marked as wanting, in words."""
    say = language().say
    known = {
        "citation-needed": say("The document marks this “citation needed”."),
        "who": say("The document marks this “who?”."),
        "omission": say("The document leaves out words of a quotation here."),
        "open-list": say("The document marks this list as open to additions."),
    }
    return [known.get(flag, flag.replace("-", " ")) for flag in source.flag]


def _denied(source: Source) -> str:
    words = language()
    if not source.speakers:
        return words.say("It is denied; no source is named.")
    who = words.listed(_names(source.speakers))
    when = time_words(source.claimed_when, "", words)
    if when:
        return words.say("Denied by %(who)s, %(time)s.", who=who, time=when)
    return words.say("Denied by %(who)s.", who=who)


def _names(entities: Iterable[object]) -> list[str]:
    return [str(getattr(one, "label", "")) for one in entities]


def _participle(name: str, words: Language) -> str:
    say = words.say
    known = {
        "alleged": say("alleged"),
        "estimated": say("estimated"),
        "found": say("found"),
        "inferred": say("inferred"),
        "opinion": say("held as an opinion"),
        "planned": say("planned"),
        "possible": say("held possible"),
        "reported": say("reported"),
        "suspected": say("suspected"),
    }
    return known.get(name, name.replace("-", " "))

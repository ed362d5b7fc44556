"""Find what is wrong in claims by themselves, that the schema cannot tell. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from legation_build.checks.suggestions import suggestion
from legation_build.errors import Problem
from legation_build.mapping import Path, Source, each_value

# Key and value of a claim, the key that they need, and what to do without it.
_NEEDED = (
    (
        "modality",
        "attributed",
        "attributedTo",
        "Name in 'attributedTo' whose word it is; if the document does not say, write 'reported'.",
    ),
    ("stance", "denies", "disputes", "Name in 'disputes' the claim that is denied."),
)
# The keys of an account that say nothing about the content.
_ABOUT_ITSELF = frozenset({"of", "leavesOut", "note"})


def chain_problems(source: Source, path: Path, claim: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong in the chain from the one who said it to those who passed it on."""
    speakers = [who for _, who in each_value((), claim.get("attributedTo"))]
    for place, relay in each_value((*path, "passedOnBy"), claim.get("passedOnBy")):
        line = source.line(place)
        if not speakers:
            message = f"'{relay}' passes on nobody's word ('passedOnBy')."
            remedy = "Name the one who said it in 'attributedTo'."
            yield Problem(source.file, line, message, remedy)
        elif relay in speakers:
            message = f"'{relay}' is named in 'attributedTo' and in 'passedOnBy'."
            remedy = "Keep it in 'attributedTo' if it is the one who said it, else in 'passedOnBy'."
            yield Problem(source.file, line, message, remedy)


def lacking_keys(source: Source, path: Path, claim: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the keys that a claim lacks because of its modality or stance."""
    for key, value, needed, remedy in _NEEDED:
        if any(one == value for _, one in each_value((), claim.get(key))) and needed not in claim:
            message = f"'{claim.get('id')}' has '{key}: {value}' and no '{needed}'."
            yield Problem(source.file, source.line((*path, key)), message, remedy)


def denial_problems(
    source: Source, path: Path, claim: Mapping[str, Any], stated: Mapping[str, Collection[str]]
) -> Iterator[Problem]:
    """Yield what is wrong in a claim that disputes others.

    `stated` are the ids of the contents that each claim of the document states, by its id.
    """
    name, own = str(claim.get("id")), set(stated_by(claim))
    disputed = [
        (place, one)
        for place, one in each_value((*path, "disputes"), claim.get("disputes"))
        if isinstance(one, str) and one in stated
    ]
    if disputed and claim.get("stance") == "affirms":
        message = f"'{name}' disputes '{disputed[0][1]}' and has 'stance: affirms'."
        remedy = "Write 'stance: denies', or leave out 'disputes'."
        yield Problem(source.file, source.line((*path, "stance")), message, remedy)
        return
    for place, one in disputed:
        if one == name:
            message = f"'{name}' disputes itself."
            remedy = "Name in 'disputes' the claim that is denied."
            yield Problem(source.file, source.line(place), message, remedy)
        elif own.isdisjoint(stated[one]):
            message = f"'{name}' disputes '{one}' and states none of its contents."
            remedy = f"Name in 'states' what is denied: {' or '.join(sorted(stated[one]))}."
            yield Problem(source.file, source.line((*path, "states")), message, remedy)


def accounts_of(path: Path, claim: Mapping[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield path and value of each account in a claim."""
    for place, account in each_value((*path, "accounts"), claim.get("accounts")):
        if isinstance(account, dict):
            yield place, account


def stated_by(claim: Mapping[str, Any]) -> Iterator[str]:
    """Yield the ids of the contents that a claim states, defined in it or elsewhere."""
    for _, value in each_value((), claim.get("states")):
        yield str(value.get("id")) if isinstance(value, dict) else str(value)


def account_problems(
    source: Source,
    path: Path,
    claim: Mapping[str, Any],
    contents: Mapping[str, Mapping[str, Any]],
    claims: Mapping[str, int],
) -> Iterator[Problem]:
    """Yield what is wrong in the accounts of a claim.

    `contents` are all contents of the document by their ids, `claims` how many claims state each.
    """
    stated, seen = set(stated_by(claim)), set[str]()
    for place, account in accounts_of(path, claim):
        name = str(account.get("of"))
        line = source.line((*place, "of"))
        if name not in stated:
            message = f"this claim does not state '{name}' ('of')."
            yield Problem(source.file, line, message, suggestion(name, stated))
        elif name in seen:
            message = f"two accounts of '{name}' in one claim."
            yield Problem(source.file, line, message, "Write both as one.")
        elif claims.get(name, 0) < 2:
            message = f"no other claim states '{name}', so there is nothing to tell apart."
            yield Problem(source.file, line, message, "Write it on the content itself.")
        seen.add(name)
        if name in contents:
            yield from _differences(source, place, account, contents[name])


def _differences(
    source: Source, place: Path, account: Mapping[str, Any], content: Mapping[str, Any]
) -> Iterator[Problem]:
    name = account["of"]
    for key in account.keys() - _ABOUT_ITSELF:
        if _values(account[key]) == _values(content.get(key)):
            message = f"'{name}' has the same '{key}'."
            line = source.line((*place, key))
            yield Problem(source.file, line, message, "An account says what differs: delete this.")
    for at, key in each_value((*place, "leavesOut"), account.get("leavesOut")):
        if not isinstance(key, str):
            continue  # which the schema refuses
        if key in account:
            message = f"'{key}' is given, and left out."
            yield Problem(source.file, source.line(at), message, "Delete one of the two.")
        elif key not in content:
            message = f"'{name}' has no '{key}' that could be left out."
            yield Problem(source.file, source.line(at), message, "Delete it here.")


def _values(value: object) -> Sequence[str]:
    return sorted(str(one) for _, one in each_value((), value))

"""Complete what each claim says about a content on which not all claims say the same. Pure.

A mapping writes an account only where a claim says less or something else than the content does.
Here it gets what the claim and the content have in common, and the other claims of that content
get accounts too, so that one pattern finds what each passage itself says.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import Triple

from legation_build.dataset.claim_parts import account_id, account_label
from legation_build.dataset.index import Index, values
from legation_build.dataset.triples import english, triple
from legation_build.namespaces import BIL, RDF, RDFS

# What an account can say. Keys of one group go together: who gives another time gives other words
# for it too, or none.
GROUPS = (
    ("when", "whenText"),
    ("place",),
    ("value", "minValue", "maxValue", "quantityText", "precision"),
    ("unit",),
    ("qualifier",),
    ("ordinal",),
)
ACCOUNT, OF, LEAVES_OUT = BIL + "account", BIL + "accountOf", BIL + "leavesOut"


def accounts(content: str, claims: Iterable[str], index: Index) -> Iterator[Triple]:
    """Yield what completes the accounts of a content; nothing where none is written.

    `claims` are the IRIs of all claims that state the content with the IRI `content`.
    """
    written = {
        claim: account
        for claim in claims
        for account in values(index, claim, ACCOUNT)
        if content in values(index, account, OF)
    }
    if not written:
        return
    name = content.rpartition("/")[2]
    for claim in claims:
        account = written.get(claim) or account_id(claim, name)
        if claim not in written:
            label = account_label(claim.rpartition("/")[2], name)
            yield triple(claim, ACCOUNT, account)
            yield triple(account, RDF + "type", BIL + "Account")
            yield triple(account, RDFS + "label", english(label))
            yield triple(account, OF, content)
        yield from _shared(content, account, index)


def _shared(content: str, account: str, index: Index) -> Iterator[Triple]:
    """Yield what a content says and its account neither leaves out nor says otherwise."""
    left_out = {name.removeprefix(BIL) for name in values(index, account, LEAVES_OUT)}
    for group in GROUPS:
        if any(values(index, account, given(key)) for key in group) or left_out & {group[0]}:
            continue
        for key in group:
            for value in index[content].get(BIL + key, ()) if key not in left_out else ():
                yield triple(account, given(key), value)


def given(key: str) -> str:
    """Return the IRI of what a claim by itself gives for a key of its content.

    >>> given("when").removeprefix(BIL)
    'givenWhen'
    """
    return f"{BIL}given{key[0].upper()}{key[1:]}"

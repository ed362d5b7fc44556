"""Where claims of one content differ, each claim has an account of its own that is complete."""

from legation_build.dataset.accounts import accounts
from legation_build.dataset.index import index_of
from legation_build.namespaces import BASE, BIL, RDF, RDFS
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

HERE = BASE + "freedonia-sylvania/"
PREFIXES = f"@prefix bil: <{BIL}> . @prefix : <{HERE}> . @prefix id: <{BASE}id/> .\n"
VISIT = """
:visit bil:when "1921-02-11" ; bil:whenText "in February" ; bil:place id:port, id:town ;
    bil:value 12.0 ; bil:precision id:about ; bil:unit id:day .
:c-one bil:states :visit . :c-two bil:states :visit .
"""
CLAIMS = (HERE + "c-one", HERE + "c-two")


def told(text: str) -> dict[str, dict[str, set[str]]]:
    """Return account → key → values, of what is written and what completes it."""
    given = [q.triple for q in parse(PREFIXES + text, format=RdfFormat.TURTLE)]
    found: dict[str, dict[str, set[str]]] = {}
    for triple in [*given, *accounts(HERE + "visit", CLAIMS, index_of(given))]:
        assert isinstance(triple.subject, NamedNode)
        assert isinstance(triple.object, NamedNode | Literal)
        key = triple.predicate.value.removeprefix(BIL)
        account = found.setdefault(triple.subject.value.removeprefix(HERE), {})
        account.setdefault(key, set()).add(triple.object.value.rpartition("/")[2])
    return {name: keys for name, keys in found.items() if "accountOf" in keys}


def with_account(says: str) -> dict[str, dict[str, set[str]]]:
    account = f":c-two bil:account :c-two_visit . :c-two_visit bil:accountOf :visit ; {says} ."
    return told(VISIT + account)


def test_claims_that_all_say_the_same_have_no_accounts() -> None:
    assert told(VISIT) == {}


def test_what_is_said_otherwise_stays_and_the_rest_is_completed() -> None:
    second = with_account('bil:givenWhen "1921"')["c-two_visit"]

    assert second["givenWhen"] == {"1921"}
    assert second["givenPlace"] == {"port", "town"}
    assert second["givenValue"] == {"12.0"}
    # The words were those of the other time.
    assert "givenWhenText" not in second


def test_the_other_claims_of_the_content_get_accounts_of_all_it_says() -> None:
    first = with_account('bil:givenWhen "1921"')["c-one_visit"]

    assert first["givenWhen"] == {"1921-02-11"}
    assert first["givenWhenText"] == {"in February"}
    assert first["givenUnit"] == {"day"}
    assert first[RDFS + "label"] == {"What c-one says about visit"}
    assert RDF + "type" in first


def test_what_is_left_out_is_not_completed() -> None:
    second = with_account("bil:leavesOut bil:when, bil:place")["c-two_visit"]

    assert second.keys().isdisjoint({"givenWhen", "givenWhenText", "givenPlace"})
    assert second["givenPrecision"] == {"about"}


def test_another_number_has_a_precision_of_its_own_and_the_same_unit() -> None:
    second = with_account("bil:givenValue 11.0")["c-two_visit"]

    assert second["givenValue"] == {"11.0"}
    assert second["givenUnit"] == {"day"}
    assert "givenPrecision" not in second


def test_words_of_a_time_may_be_left_out_alone() -> None:
    second = with_account("bil:leavesOut bil:whenText")["c-two_visit"]

    assert second["givenWhen"] == {"1921-02-11"}
    assert "givenWhenText" not in second

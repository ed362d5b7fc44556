"""What a shortened name of a release means, to addresses and commands alike."""

import pytest
from legation_server.releases.names import ReleaseName, matching, meant, not_meant
from swap import is_named

OLD = ReleaseName("aaa1", "aaa1" + "0" * 60)
TWIN = ReleaseName("aaa1-2", OLD.digest)
NEW = ReleaseName("aab2", "aab2" + "0" * 60)
DAMAGED = ReleaseName("ccc3")
NAMES = [NEW, OLD, TWIN, DAMAGED]


@pytest.mark.parametrize(
    ("text", "release"),
    [
        ("aab2", NEW),
        ("aab", NEW),
        (NEW.digest, NEW),
        ("aaa1", OLD),
        ("aaa1-", TWIN),
        ("aaa1-2", TWIN),
        ("ccc", DAMAGED),
        ("current", NEW),
        # Several with one digest: the first, which is the newest.
        ("aaa", OLD),
        (OLD.digest, OLD),
    ],
)
def test_a_name_may_be_shortened_as_long_as_it_is_clear(text: str, release: ReleaseName) -> None:
    assert meant(text, NAMES, "aab2") == release


@pytest.mark.parametrize("text", ["", "a", "aa", "b", "current-", "AAB2"])
def test_a_name_that_is_unclear_or_unknown_means_none(text: str) -> None:
    assert meant(text, NAMES, "aab2") is None


def test_of_several_with_one_digest_the_current_one_is_meant() -> None:
    assert meant(OLD.digest, NAMES, "aaa1-2") == TWIN
    assert meant("aaa", NAMES, "aaa1-2") == TWIN
    assert meant("aaa1", NAMES, "aaa1-2") == OLD


def test_current_means_nothing_where_the_current_release_is_missing() -> None:
    assert meant("current", NAMES, "ddd4") is None


def test_why_a_name_means_none_is_said_with_what_there_is() -> None:
    assert not_meant("x", NAMES[:2]) == "No release begins with 'x'. There are: aab2, aaa1."
    assert (
        not_meant("a", NAMES) == "Several releases begin with 'a'. There are: aab2, aaa1, aaa1-2."
    )
    assert matching("a", NAMES) == [NEW, OLD, TWIN]


@pytest.mark.parametrize(("name", "known"), [("0123", True), ("0123-2", True), ("0124", False)])
def test_a_name_is_known_by_the_digest_whatever_its_number(name: str, known: bool) -> None:
    assert is_named(name, "0123456789") is known

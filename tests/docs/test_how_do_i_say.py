"""Each turn of phrase of docs/how-do-i-say.md builds, and has the status that the page names."""

import json
from pathlib import Path

import pytest
from legation_build.authoring import Turn, turns
from legation_build.namespaces import BASE, BIL, CODE
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from support.legation_command import legation
from support.some import some
from support.turns_mapping import write_turns

PAGE = Path(__file__).parents[2] / "docs" / "how-do-i-say.md"
HERE = f"{BASE}turns-of-phrase/"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[Quad]:
    """All quads of a release that is made of the turns alone."""
    root = tmp_path_factory.mktemp("turns")
    mappings = write_turns(root)
    work = mappings / "turns-of-phrase" / "work"

    done = legation(
        "build", "--mappings", mappings, "--output", root / "out", "--source", work, "--jobs", "1"
    )

    assert (done.exit_code, done.stderr) == (0, "")
    dump = root / "out" / "current" / "dumps" / "legation.nq"
    return list(parse(path=dump, format=RdfFormat.N_QUADS))


def test_there_are_some_forty() -> None:
    assert len(turns()) >= 40
    assert len({turn.name for turn in turns()}) == len(turns())


def test_the_page_shows_them_as_they_are() -> None:
    printed = legation("example").stdout

    assert PAGE.read_text(encoding="utf-8") == printed, (
        "Run: legation example > docs/how-do-i-say.md"
    )


@pytest.mark.parametrize("turn", turns(), ids=lambda turn: turn.name)
def test_a_turn_has_the_status_that_the_page_names(built: list[Quad], turn: Turn) -> None:
    found = {
        (quad.subject.value.removeprefix(HERE), quad.object.value.removeprefix(f"{CODE}status/"))
        for quad in built
        if isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode)
        and quad.predicate.value == BIL + "status"
        and quad.subject.value.startswith(HERE)
    }

    for content in some(turn.status):
        assert content in found


@pytest.mark.parametrize("word", ["denied", "claim", "Figure", "hedge", "tried"])
def test_an_example_is_found_by_its_turn_its_type_or_its_key(word: str) -> None:
    result = legation("example", word)

    assert result.exit_code == 0
    assert "- id: c-" in result.stdout
    assert word in result.stdout


def names(*words: str) -> list[str]:
    """Return the turns that `legation example` finds for words, in order."""
    result = legation("example", *words, "--json")
    assert result.exit_code == 0, words
    return [turn["name"] for turn in json.loads(result.stdout)]


@pytest.mark.parametrize(
    ("words", "turn"),
    [
        ("sent to", "sent aid"),
        ("failed", "failed because"),
        ("continued", "continued to"),
        ("released", "released"),
        ("insisted", "claimed"),
        ("rescue", "sent to do"),
        ("rescued", "sent to do"),
        ("improved", "improved, deteriorated"),
        ("deteriorated", "improved, deteriorated"),
        ("hospital", "was built"),
        ("sank", "sank"),
        ("audience", "received in audience"),
        ("reciprocated", "returned the visit"),
        ("symbolic", "as a symbolic gesture"),
        ("statue", "a statue of a person"),
        ("received aid", "received aid"),
        ("prime minister", "the prime minister of Tarnia"),
        ("fewer than planned", "planned 200, sent 150"),
        ("one of the Allies", "formed an alliance"),
        ("increase the number", "grew from … to …"),
        ("agreement", "signed an agreement under which"),
        ("program included", "initiated programmes which included"),
        ("supervised the establishment", "supervised the founding of"),
        ("mentor", "his mentor"),
        ("before", "prior to independence"),
        ("prior to", "prior to independence"),
        ("monument", "a monument to those who died"),
        ("roots", "has roots in"),
        ("increased to", "grew from … to …"),
        ("century old", "almost a century old"),
        ("through a third state", "through a third state"),
        ("elected", "voted"),
        ("increased", "according to"),
        ("supervised", "trained"),
        ("policy", "seeks, wants, fears"),
        ("accounts", "relations that later ended"),
        ("namedEvent", "fought in a war"),
        ("relations that later ended", "relations that later ended"),
        ("first to establish relations", "first to establish relations"),
        ("ended after", "ended after X"),
        ("broke off relations", "broke off"),
        ("persuaded to withdraw", "persuaded to"),
        ("claims to have roots", "claimed"),
        ("declared war", "declared war"),
        ("threatened", "threatened, demanded"),
        ("formed an alliance", "formed an alliance"),
    ],
)
def test_words_of_the_same_meaning_lead_to_the_turn(words: str, turn: str) -> None:
    assert turn in names(*words.split())[:3]


def test_a_word_of_a_turn_comes_before_one_that_is_only_spelt_like_it() -> None:
    assert names("continued")[0] == "continued to"


@pytest.mark.parametrize("words", ["troupe", "stools", "ejected"])
def test_what_is_only_spelt_like_a_word_is_no_example(words: str) -> None:
    result = legation("example", *words.split())

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"No example is like '{words}'.")


def test_what_has_no_example_leads_to_the_page() -> None:
    result = legation("example", "quixotic", "windmill")

    assert result.exit_code == 1
    assert result.stderr == (
        "No example is like 'quixotic windmill'. Try another word for it, or: legation codes "
        "quixotic windmill. All examples are on the page docs/how-do-i-say.md.\n"
    )


def test_words_that_no_example_has_are_told_with_what_to_try() -> None:
    result = legation("example", "trained", "Quixotian", "windmillers", "in", "1950")

    assert result.exit_code == 0
    assert result.stdout.startswith("trained:")
    assert result.stderr == (
        "No example has 'Quixotian' or 'windmillers'; what is shown has the other words. Try another "
        "word for it, or: legation codes windmillers.\n"
    )


def test_names_that_no_example_has_lead_to_no_code() -> None:
    said = legation("example", "trained", "Quixotia").stderr

    assert said == "No example has 'Quixotia'; what is shown has the other words.\n"


def test_quiet_tells_of_no_words_that_no_example_has() -> None:
    assert legation("example", "trained", "Quixotia", "--quiet").stderr == ""


def test_a_slip_of_another_word_for_a_turn_is_asked_about() -> None:
    said = legation("example", "ultimattum").stderr

    assert "Did you mean 'threatened, demanded'?" in said

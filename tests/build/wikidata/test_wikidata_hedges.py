"""What a document does not say in its own voice goes to Wikidata with qualifiers, or not at all."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_build.dataset import ASSERTED, COMMITTED, PLAIN, STATED
from legation_build.dataset.status import AFFIRMS, DENIES, status
from legation_build.namespaces import CODE
from legation_build.wikidata.hedges.tables import BY_MODALITY, BY_PRECISION, BY_STATUS, CIRCA, Hedge
from legation_build.wikidata.model import NO_ITEM, NO_PROPERTY, NOT_ASSERTED
from legation_build.wikidata.quickstatements import commands, drafts
from legation_build.wikidata.rdf_view import view
from legation_build.wikidata.rules import NAMED_ITEMS, PROPERTIES
from legation_build.wikidata.wikibase_json import entity_lines
from support.some import some
from support.wikidata_world import CLAIM, RELATIONS, VISIT, about_contents, exported, made

PAGE = (Path(__file__).parents[3] / "docs" / "wikidata.md").read_text(encoding="utf-8")
DENIAL = (
    ":d a bil:Claim ; bil:states :x ; bil:stance stance:denies ;"
    " bil:modality modality:attributed ; bil:attributedTo {} .\n"
)
SUPPOSED = VISIT.replace("Event", "Supposition") + " .\n"
MODALITIES = (
    "asserted", "attributed", "reported", "alleged", "suspected", "estimated", "inferred",
    "opinion", "found", "planned", "possible",
)  # fmt: skip
HEDGES = {Hedge("P5102", item) for item in ("Q32188232", "Q30230067", "Q28831311")} | {
    Hedge("P1480", item) for item in ("Q59783740", "Q37113960", "Q18122778", "Q18912752")
}


def claimed(modalities: str, source: str = "") -> str:
    """Return a claim that affirms a content, as `modality:a, modality:b`."""
    named = f"modality:{', modality:'.join(modalities.split())}"
    by = f" ; bil:attributedTo {source}" if source else ""
    return CLAIM.replace("modality:asserted", named + by)


@pytest.mark.parametrize(
    ("modality", "qualifier"),
    [
        ("alleged", "P5102 Q32188232"),
        ("possible", "P5102 Q30230067"),
        ("suspected", "P5102 Q28831311"),
        ("reported", "P1480 Q59783740"),
        ("estimated", "P1480 Q37113960"),
        ("inferred", "P1480 Q18122778"),
    ],
)
def test_a_hedged_content_is_a_statement_with_its_hedge(modality: str, qualifier: str) -> None:
    said, why = made(claimed(modality) + SUPPOSED)

    assert said == [f"Q801 P11801 Q57410 {qualifier}"]
    assert why == []


def test_several_hedges_are_all_said() -> None:
    said, _ = made(claimed("possible reported") + SUPPOSED)

    assert said == ["Q801 P11801 Q57410 P1480 Q59783740 P5102 Q30230067"]


@pytest.mark.parametrize("modality", ["planned", "opinion", "found"])
@pytest.mark.parametrize("other", ["", " alleged", " reported"])
def test_a_hedge_without_a_checked_item_keeps_a_content_out(modality: str, other: str) -> None:
    said, why = made(claimed(modality + other) + SUPPOSED)

    assert said == []
    assert why == [(NOT_ASSERTED, modality)]


def test_out_of_whose_words_it_is_read_is_not_named() -> None:
    said, _ = made(claimed("attributed inferred", "id:freedonia") + SUPPOSED)

    assert said == ["Q801 P11801 Q57410 P1480 Q18122778"]


def test_who_alleges_it_is_named_and_who_only_reports_it_is_not() -> None:
    alleged, _ = made(claimed("alleged", "id:freedonia") + SUPPOSED)
    reported, _ = made(claimed("alleged reported", "id:freedonia") + SUPPOSED)

    assert alleged == ["Q801 P11801 Q57410 P3680 Q227 P5102 Q32188232"]
    assert reported == ["Q801 P11801 Q57410 P1480 Q59783740 P5102 Q32188232"]


def test_who_denies_it_is_named() -> None:
    said, _ = made(claimed("reported") + DENIAL.format("id:sylvania") + SUPPOSED)

    assert said == ["Q801 P11801 Q57410 P1310 Q801 P1480 Q18912752 P1480 Q59783740"]


def test_a_denial_by_somebody_without_an_item_makes_it_disputed() -> None:
    said, _ = made(CLAIM + DENIAL.format("id:grain-town") + SUPPOSED)

    assert said == ["Q801 P11801 Q57410 P1480 Q18912752"]


def test_what_a_document_itself_denies_is_not_said() -> None:
    own = DENIAL.format("id:sylvania").replace("attributed ;", "asserted ;")
    own = own.replace(" bil:attributedTo id:sylvania", "")
    said, why = made(claimed("reported") + own.replace("; .", ".") + SUPPOSED)

    assert said == []
    assert why == [(NOT_ASSERTED, "denied")]


def test_what_is_only_denied_is_not_said() -> None:
    said, why = made(DENIAL.format("id:sylvania") + SUPPOSED)

    assert said == []
    assert why == [(NOT_ASSERTED, "denied")]


def test_on_whose_word_it_is_becomes_a_qualifier() -> None:
    claim = CLAIM.replace(
        "modality:asserted", "modality:attributed ; bil:attributedTo id:freedonia"
    )
    said, _ = made(claim + VISIT + " .")

    assert said == ["Q801 P11801 Q57410 P3680 Q227"]


def test_the_word_of_somebody_without_an_item_is_not_said_as_plain_truth() -> None:
    claim = CLAIM.replace(
        "modality:asserted", "modality:attributed ; bil:attributedTo id:grain-town"
    )
    said, why = made(claim + VISIT + " .")

    assert said == []
    assert why == [(NO_ITEM, "grain-town")]


def test_a_hedged_claim_is_nobodys_word_for_it() -> None:
    claims = CLAIM.replace(
        "modality:asserted", "modality:attributed ; bil:attributedTo id:freedonia"
    )
    claims += CLAIM.replace(":c ", ":d ").replace(
        "asserted", "alleged ; bil:attributedTo id:olga-tarn"
    )
    said, _ = made(claims + VISIT + " .")

    assert said == ["Q801 P11801 Q57410 P3680 Q227"]


def test_whose_word_it_is_does_not_matter_where_no_property_says_it() -> None:
    alliance = RELATIONS.replace("diplomatic-relations", "alliance") + " ."
    said, why = made(claimed("attributed", "id:grain-town") + alliance)

    assert said == []
    types = "situation-type/alliance, situation-type/relations"
    assert why == [(NO_PROPERTY, f"predicate/alliedWith, {types}")]


STANCES = st.sampled_from(["affirms", "denies"])
PAIRS = st.tuples(st.sets(st.sampled_from(MODALITIES), min_size=1, max_size=2), STANCES)


@given(st.lists(PAIRS, min_size=1, max_size=3))
def test_only_what_a_document_says_itself_is_a_direct_claim(
    pairs: list[tuple[set[str], str]],
) -> None:
    assert_no_bare_hedge(pairs)


@pytest.mark.parametrize("stance", ["affirms", "denies"])
@pytest.mark.parametrize(
    "modalities", [{m} for m in MODALITIES] + [{*two} for two in combinations(MODALITIES, 2)]
)
def test_each_pair_of_modality_and_stance_holds_to_that(modalities: set[str], stance: str) -> None:
    assert_no_bare_hedge([(modalities, stance)])
    assert_no_bare_hedge([(modalities, stance), ({"attributed"}, "denies")])


def assert_no_bare_hedge(pairs: list[tuple[set[str], str]]) -> None:
    """Assert that `wdt:`, best rank and draft hold only what claims of these pairs allow."""
    claims = "".join(
        f":c{number} a bil:Claim ; bil:states :x ; bil:stance stance:{stance} ;"
        f" bil:modality modality:{', modality:'.join(sorted(modalities))} ;"
        " bil:attributedTo id:freedonia .\n"
        for number, (modalities, stance) in enumerate(pairs)
    )
    found = exported(claims + SUPPOSED)
    certainty = status(
        (DENIES if stance == "denies" else AFFIRMS, {f"{CODE}modality/{m}" for m in modalities})
        for modalities, stance in pairs
    )
    triples = view(found)
    direct = [t for t in triples if t.predicate.value.endswith("prop/direct/P11801")]
    visits = {t.object for t in triples if t.predicate.value.endswith("prop/P11801")}
    best = [t for t in triples if t.subject in visits and "BestRank" in str(t.object)]
    lines = [line for draft in drafts(found) for line in draft.lines]

    assert bool(direct) == bool(best) == (certainty == STATED)
    assert bool(lines) == (certainty in ASSERTED)
    for statement in about_contents(found):
        hedges = {Hedge(s.property, str(s.value)) for s in statement.qualifiers} & HEDGES
        written = "\t".join(commands(statement))
        assert statement.hedged == bool(hedges) == (certainty not in ASSERTED)
        assert all(f"\t{hedge.property}\t{hedge.item}\t" in written for hedge in hedges)


def test_a_hedged_statement_has_the_normal_rank_and_keeps_its_hedge_everywhere() -> None:
    found = exported(claimed("alleged") + SUPPOSED)
    json = entity_lines(found)
    view_lines = "\n".join(map(str, view(found)))

    assert "prop/qualifier/P5102> <http://www.wikidata.org/entity/Q32188232>" in view_lines
    assert "DeprecatedRank" not in view_lines
    assert '"P5102": [{' in json and '"Q32188232"' in json
    assert '"deprecated"' not in json


def test_the_name_of_a_hedged_statement_has_its_hedge() -> None:
    labels = {
        str(triple.object)
        for triple in view(exported(claimed("alleged") + SUPPOSED))
        if triple.predicate.value.endswith("#label") and "/statement/" in str(triple.subject)
    }

    assert any(label.endswith(' (nature of statement: allegedly)"@en') for label in labels)


def test_a_plain_statement_beside_a_hedged_one_stays_in_the_draft() -> None:
    other = CLAIM.replace(":c ", ":d ").replace(":x", ":y") + VISIT.replace(":x", ":y") + " ."
    found = exported(claimed("alleged") + SUPPOSED + other)
    lines = [line for draft in drafts(found) for line in draft.lines]

    assert [line.split("\tS")[0] for line in lines] == ["Q801\tP11801\tQ57410"]


def test_every_hedge_is_described() -> None:
    for hedge in some([*BY_MODALITY.values(), *BY_STATUS.values(), *BY_PRECISION.values(), CIRCA]):
        assert hedge.property in PROPERTIES
        assert hedge.item in NAMED_ITEMS


def test_the_table_has_no_modality_that_commits_the_document() -> None:
    assert not BY_MODALITY.keys() & COMMITTED
    assert PLAIN <= COMMITTED
    assert {f"{CODE}modality/{name}" for name in MODALITIES} >= BY_MODALITY.keys()


def test_the_documentation_has_the_same_table() -> None:
    section = PAGE.partition("### Hedges")[2].partition("###")[0]
    told = re.findall(r"^\| `([a-z]+)` \| (?:.+?): ([a-z ]+) \|$", section, re.MULTILINE)

    assert dict(told) == {
        code.rpartition("/")[2]: NAMED_ITEMS[hedge.item] for code, hedge in BY_MODALITY.items()
    }
    for code, hedge in some([*BY_STATUS.items(), *BY_PRECISION.items()]):
        row = rf"`{code.rpartition('/')[2]}` \| sourcing circumstances: {NAMED_ITEMS[hedge.item]}"
        assert re.search(row, section)


def test_the_article_has_hedged_statements_and_none_is_a_direct_claim(
    wikidata_folder: Path,
) -> None:
    view = (wikidata_folder / "wikidata.nt").read_text(encoding="utf-8")
    hedged = set(re.findall(r"^(<[^>]+/statement/[^>]+>) <[^>]+/qualifier/P1480>", view, re.M))
    best = set(re.findall(r"^(<[^>]+>) .* <http://wikiba.se/ontology#BestRank>", view, re.M))

    assert hedged
    assert best
    assert not hedged & best

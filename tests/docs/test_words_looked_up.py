"""Words that newcomers looked up for sentences of three articles lead to the right example first."""

import pytest
from legation_build.authoring import turns_for

LOOKED_UP = {
    "established relations": [
        "relations were established",
        "relations established 1902",
        "diplomatic relations were established",
    ],
    "improved, deteriorated": [
        "relationship deteriorated",
        "relation significantly improved",
        "hostilities escalated",
    ],
    "broke off": ["broke relations", "broke off relations after the invasion"],
    "a few weeks later": [
        "following the doctrine",
        "shortly after the war",
        "following the founding of the republic",
    ],
    "seeks, wants, fears": ["policy of not having ties"],
    "was a factor": ["destabilizing factor", "support for the guerrilla", "foundational event"],
    "operates in": ["guerrilla operates in"],
    "invaded, landed": ["invasion", "guerrillas landed", "seeking to overthrow the government"],
    "trained": ["trained guerrillas", "training of personnel", "team trained technicians"],
    "renewed relations": ["relations were reestablished", "renewed diplomatic relations"],
    "during": ["during the presidency", "meanwhile", "during the war"],
    "formed an alliance": ["formed a major alliance", "one of the Allies"],
    "such as, etc.": ["trade relationship"],
    "since the late 1920s": ["since his election"],
    "his mentor": ["described Castro as his mentor"],
    "called it": ["called Cuba a democracy"],
    "in the fields of": [
        "relation includes",
        "cooperation in the fields of",
        "development aid",
        "joint ventures",
    ],
    "signed a treaty": ["signed the Convenio"],
    "signed an agreement under which": [
        "agreement under which Venezuela will send oil",
        "signed an agreement to increase the number",
    ],
    "a number per day": ["barrels per day"],
    "received aid": ["receive technical support"],
    "initiated programmes which included": [
        "initiated health programs",
        "programs which included establishment of medical centers",
    ],
    "nearly, over, about": ["approximately 100,000"],
    "offered": ["offered to train"],
    "an additional 400": ["additional 40,000"],
    "grew from … to …": ["oil shipment is increased to"],
    "is the relationship between": ["refers to the relationship", "are foreign relations between"],
    "has an embassy in": [
        "has an embassy in",
        "consulate was established",
        "embassy in Ankara",
        "consulate-general",
        "embassies were opened",
    ],
    "prior to independence": ["prior to independence"],
    "first to establish relations": [
        "first country to establish relations",
        "first country from Black Africa",
    ],
    "with help from": ["with help from India"],
    "supervised the founding of": ["supervised the establishment"],
    "a small team": ["small team"],
    "based in": ["Accra-based school"],
    "despite": ["although"],
    "persuaded to": ["persuaded Nkrumah to withdraw"],
    "withdrew": ["withdraw advisers"],
    "continued to": ["pilots continued to receive training", "continued to aid Ghana"],
    "was overthrown": ["after Nkrumah's overthrow"],
    "the activities of one side ended": ["military activities ended"],
    "maintained relations": ["maintained ties", "from 1973 through 2011"],
    "through a third state": ["through Nigeria"],
    "is a community in": ["Jewish community in Ghana", "nationals living in Tehran"],
    "claimed": ["claims to have roots"],
    "has roots in": ["roots in the Lost Tribes"],
    "described as": ["has been described as close"],
    "started in the 19th century": ["relations started in the 19th century"],
    "sank": ["frigate hit a reef", "ship sank", "off the coast of"],
    "received in audience": ["having an audience with the Emperor"],
    "were taken to": ["surviving sailors", "taken back to Istanbul"],
    "a monument to those who died": ["monument commemorating the sailors", "monument was erected"],
    "formerly called": ["called the Memorial"],
    "released": ["movie was released"],
    "the 30th anniversary": ["marking the anniversary of friendship"],
    "tried in vain": ["efforts to establish relations failed"],
    "failed because": ["failed because of insistence"],
    "threatened, demanded": [
        "insistence that it receive",
        "demand to negotiate",
        "aircraft were threatened",
    ],
    "met to discuss": ["negotiate as equals"],
    "declared war": ["declared war on"],
    "as a symbolic gesture": ["entirely symbolic", "gesture of kindness"],
    "returned the visit": ["reciprocated"],
    "almost a century old": ["almost century old"],
    "shot down, attacked": ["shot down"],
    "sent to do": ["sent an aircraft to rescue", "rescue nationals"],
}


@pytest.mark.parametrize(
    ("turn", "words"), [(turn, words) for turn, asked in LOOKED_UP.items() for words in asked]
)
def test_words_of_a_newcomer_lead_to_the_right_example_first(turn: str, words: str) -> None:
    assert turns_for(words)[0].name == turn


def test_names_of_states_do_not_change_what_is_found() -> None:
    assert turns_for("Venezuela received aid")[0] == turns_for("received aid")[0]

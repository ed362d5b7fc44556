"""Every word of a line can be translated; dates and numbers follow the language."""

from decimal import Decimal
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from legation_server.phrases import ENGLISH, marks
from legation_server.phrases.amounts import Amount, amount_words
from legation_server.phrases.times import time_words
from legation_server.web.reader_language import catalogues
from support.other_language import OTHER

PACKAGE = Path(__file__).parents[3] / "server" / "legation_server"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "say": None,
    "say_count": (1, 2),
    "plural": (1, 2),
}


def test_the_catalogue_has_every_message_of_code_and_templates() -> None:
    """`make messages` writes it."""
    with (PACKAGE / "messages.pot").open("rb") as file:
        catalogue = {str(message.id) for message in read_po(file) if message.id}
    with (PACKAGE / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = extract_from_dir(PACKAGE, methods, options, KEYWORDS)

    assert {str(message) for _, _, message, _, _ in found} == catalogue


def test_all_words_of_a_line_are_translated() -> None:
    assert [mark.word for mark in marks("unconfirmed", ["alleged"], OTHER)] == ["⟦alleged⟧"]
    assert time_words("../1998", "", OTHER) == "⟦by 1998⟧"
    assert amount_words(Amount(Decimal(2), unit_code="mile"), OTHER).startswith("⟦")


def test_dates_and_numbers_are_those_of_the_language() -> None:
    assert time_words("1922-05-03", "", OTHER) != time_words("1922-05-03")
    assert "مايو" in time_words("1922-05-03", "", OTHER)
    assert (ENGLISH.direction, OTHER.direction) == ("ltr", "rtl")


def test_a_compiled_catalogue_is_a_language(tmp_path: Path) -> None:
    catalogue = Catalog(locale="az")
    catalogue.add("by %(time)s", "%(time)s ilinə qədər")
    folder = tmp_path / "az" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)

    found = catalogues(tmp_path)

    assert list(found) == ["az"]
    assert time_words("../1998", "", found["az"]) == "1998 ilinə qədər"
    assert found["az"].direction == "ltr"

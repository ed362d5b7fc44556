"""Several folders of mappings make one release: what they agree on is merged, else refused."""

import json
from pathlib import Path
from shutil import copytree

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from support.legation_command import legation
from support.small_mapping import CLAIMS_FILE, write_mapping
from support.some import some

ENTITY = "https://w3id.org/legation/id/"
PUBLISHER = """publisher:
  name: Office of Sylvanian Letters
  url: https://letters.example/
"""


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders, each with a document; the second has some entities of the first too."""
    first = write_mapping(tmp_path)
    (tmp_path / "more").mkdir()
    second = write_mapping(tmp_path / "more").rename(tmp_path / "second")
    (second / "freedonia-sylvania").rename(second / "sylvania-harbour")
    return first, second


def replaced(file: Path, right: str, wrong: str) -> None:
    text = file.read_text()
    assert right in text
    file.write_text(text.replace(right, wrong, 1))


def build_all(output: Path, *folders: Path) -> str:
    """Build one release and return its N-Triples."""
    options = [part for folder in folders for part in ("--mappings", folder)]
    result = legation("build", "--output", output, *options)
    assert result.exit_code == 0, result.output
    return (output / "current" / "dumps" / "legation.nt").read_text()


def told(*folders: Path) -> str:
    """Return what `validate` says is wrong."""
    result = legation("validate", *(part for one in folders for part in ("--mappings", one)))
    assert result.exit_code == 1
    return result.stderr


def values(triples: str, subject: str, name: str) -> list[str]:
    """Return the values of a property of an entity, sorted."""
    found = [quad.triple for quad in parse(triples.encode(), format=RdfFormat.N_TRIPLES)]
    return sorted(
        t.object.value
        for t in some(found)
        if t.subject == NamedNode(ENTITY + subject)
        and t.predicate.value.endswith(name)
        and not hasattr(t.object, "subject")
        and hasattr(t.object, "value")
    )


def test_an_entity_of_two_folders_is_one_thing(folders: tuple[Path, Path], tmp_path: Path) -> None:
    first, second = folders
    replaced(
        first / "entities.yaml", "  label: Freedonia\n", "  label: Freedonia\n  aliases: Fredonia\n"
    )
    replaced(
        second / "entities.yaml",
        "  label: Freedonia\n",
        "  label: Republic of Freedonia\n  exactMatch: wd:Q5\n",
    )

    triples = build_all(tmp_path / "out", first, second)

    assert values(triples, "freedonia", "core#prefLabel") == ["Freedonia"]
    assert values(triples, "freedonia", "core#altLabel") == ["Fredonia", "Republic of Freedonia"]
    assert values(triples, "freedonia", "core#exactMatch") == ["http://www.wikidata.org/entity/Q5"]


def test_descriptions_that_differ_are_told_with_both_places_and_the_first_is_shown(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    first, second = folders
    old = "  label: Freedonia\n  description: One of the things of the test document\n"
    german = "  labels: {de: %s}\n"
    replaced(
        first / "entities.yaml",
        old,
        "  label: Freedonia\n  description: A river state\n" + german % "Freedonien",
    )
    replaced(
        second / "entities.yaml",
        old,
        "  label: Freedonia\n  description: A buyer of salt\n" + german % "Freiland",
    )

    built = legation(
        "build", "--output", tmp_path / "out", "--mappings", first, "--mappings", second
    )

    remedy = "A release of both shows that of the first folder: let one text fit both.\n"
    assert (built.exit_code, built.stderr) == (
        0,
        "second/entities.yaml:10: warning: 'description' of 'freedonia' differs from that at "
        f"mappings/entities.yaml:10. {remedy}"
        "second/entities.yaml:11: warning: 'labels.de' of 'freedonia' differs from that at "
        f"mappings/entities.yaml:11. {remedy}",
    )
    triples = (tmp_path / "out" / "current" / "dumps" / "legation.nt").read_text()
    assert values(triples, "freedonia", "description") == ["A river state"]
    assert values(triples, "freedonia", "core#prefLabel") == ["Freedonia", "Freedonien"]


def test_a_description_other_than_that_of_a_used_folder_is_told_at_the_authors_line(
    folders: tuple[Path, Path],
) -> None:
    first, second = folders
    (second / "folder.yaml").write_text("uses: ../mappings\n")
    old = "  label: Freedonia\n  description: One of the things of the test document\n"
    replaced(second / "entities.yaml", old, "  label: Freedonia\n  description: A buyer of salt\n")

    checked = legation("check", "--mappings", second)

    place = "second/entities.yaml:10: warning: 'description' of 'freedonia' differs from that at "
    assert checked.exit_code == 0
    assert checked.stderr.startswith(f"{place}{first / 'entities.yaml'}:10. ")


def test_both_documents_are_in_the_release(folders: tuple[Path, Path], tmp_path: Path) -> None:
    build_all(tmp_path / "out", *folders)

    manifest = json.loads((tmp_path / "out" / "current" / "manifest.json").read_text())
    assert [row["id"] for row in manifest["documents"]] == [
        "freedonia-sylvania",
        "sylvania-harbour",
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "line", "message"),
    [
        ("type: Country\n  label: Freedonia", "type: City\n  label: Freedonia", 8, "'type' of 'freedonia' is 'City' here, and 'Country' at mappings/entities.yaml:8."),
        ("  label: Freedonia\n", "  label: Freedonia\n  exactMatch: wd:Q6\n", 10, "'exactMatch' of 'freedonia' is 'wd:Q6' here, and 'wd:Q5' at mappings/entities.yaml:10."),
        ("party: [freedonia, sylvania]", "party: [freedonia, press]", 6, "'party' of 'freedonia-sylvania-relations' is 'freedonia' and 'press' here, and 'freedonia' and 'sylvania' at mappings/entities.yaml:6."),
    ],
)  # fmt: skip
def test_folders_that_do_not_agree_on_an_entity_are_refused_with_both_places(
    folders: tuple[Path, Path], right: str, wrong: str, line: int, message: str
) -> None:
    first, second = folders
    replaced(
        first / "entities.yaml", "  label: Freedonia\n", "  label: Freedonia\n  exactMatch: wd:Q5\n"
    )
    replaced(second / "entities.yaml", right, wrong)

    said = told(first, second)

    assert f"second/entities.yaml:{line}: {message} If it is the same thing, delete it here" in said


def test_one_item_of_wikidata_is_one_thing(folders: tuple[Path, Path]) -> None:
    first, second = folders
    replaced(
        first / "entities.yaml", "  label: Freedonia\n", "  label: Freedonia\n  exactMatch: wd:Q5\n"
    )
    replaced(
        second / "entities.yaml", "  label: Sylvania\n", "  label: Sylvania\n  exactMatch: wd:Q5\n"
    )

    said = told(first, second)

    place = "second/entities.yaml:14: 'sylvania' has the exactMatch 'wd:Q5' of 'freedonia' at "
    assert f"{place}mappings/entities.yaml:10. If they are the same thing, give both one id" in said


def test_the_same_document_in_two_folders_counts_once(tmp_path: Path) -> None:
    first = write_mapping(tmp_path)
    (tmp_path / "more").mkdir()
    second = write_mapping(tmp_path / "more")
    replaced(second / CLAIMS_FILE, "id: c-grain", "id: c-corn")
    replaced(second / CLAIMS_FILE, "id: grain-promise", "id: corn-promise")
    replaced(second / CLAIMS_FILE, "id: grain-share", "id: corn-share")
    text = (second / CLAIMS_FILE).read_text()
    (second / CLAIMS_FILE).write_text("claims:\n- id: c-corn" + text.partition("- id: c-corn")[2])

    triples = build_all(tmp_path / "out", first, second)

    for claim in ("c-grain", "c-corn", "c-recognition"):
        assert f"<https://w3id.org/legation/freedonia-sylvania/{claim}>" in triples


CODE = """codes:
- id: event-type/late-recognition
  broader: recognition
  label: late recognition
  definition: A state recognizes another after many years.
  example: Freedonia recognizes Sylvania after forty years.
"""


def test_a_code_that_two_documents_need_is_merged_where_they_agree(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    for folder, document in zip(folders, ("freedonia-sylvania", "sylvania-harbour"), strict=True):
        (folder / document / "codes.yaml").write_text(CODE)
        file = folder / document / "claims" / "01-early-years.yaml"
        replaced(file, "eventType: recognition", "eventType: late-recognition")
    build_all(tmp_path / "out", *folders)
    replaced(folders[1] / "sylvania-harbour" / "codes.yaml", "many years", "some years")

    said = told(*folders)

    assert (
        "sylvania-harbour/codes.yaml:5: 'event-type/late-recognition' says definition: "
        "'A state recognizes another after some years.', but "
        "mappings/freedonia-sylvania/codes.yaml:5 says "
        "'A state recognizes another after many years.'. Make them say the same" in said
    )


PLAIN = """codes:
- id: situation-type/recognition-of-old
  broader: recognition-in-force
  standsFor: recognizes
  subjectRole: actor
  objectRole: target
  requiredRole: [actor, target]
  allowedRole: [place, concerning]
  label: recognition of old
  definition: A state has recognized another for long.
  example: Freedonia has recognized Sylvania for forty years.
  exactMatch: wd:Q7
"""


def with_plain_codes(folders: tuple[Path, Path]) -> Path:
    """Let both documents define and use one code; return the file of the second."""
    files = []
    for folder, document in zip(folders, ("freedonia-sylvania", "sylvania-harbour"), strict=True):
        files.append(folder / document / "codes.yaml")
        files[-1].write_text(PLAIN)
        claims = folder / document / "claims" / "01-early-years.yaml"
        replaced(claims, "Type: recognition-in-force", "Type: recognition-of-old")
    return files[1]


FIRST = "freedonia-sylvania/codes.yaml"
OLD = "'situation-type/recognition-of-old'"


@pytest.mark.parametrize(
    ("right", "wrong", "line", "message"),
    [
        ("broader: recognition-in-force", "broader: belonging", 3, f"{OLD} says broader: 'belonging', but mappings/{FIRST}:3 says 'recognition-in-force'."),
        ("standsFor: recognizes", "standsFor: belongsTo", 4, f"{OLD} says standsFor: 'belongsTo', but mappings/{FIRST}:4 says 'recognizes'."),
        ("subjectRole: actor", "subjectRole: target", 5, f"{OLD} says subjectRole: 'target', but mappings/{FIRST}:5 says 'actor'."),
        ("objectRole: target", "objectRole: actor", 6, f"{OLD} says objectRole: 'actor', but mappings/{FIRST}:6 says 'target'."),
        ("requiredRole: [actor, target]\n  allowedRole: [place,", "requiredRole: [target]\n  allowedRole: [actor, place,", 7, f"{OLD} says requiredRole: 'target', but mappings/{FIRST}:7 says 'actor, target'."),
        ("  allowedRole: [place, concerning]\n", "", 2, f"{OLD} has no 'allowedRole', but mappings/{FIRST}:8 says 'concerning, place'."),
        ("for forty years", "for fifty years", 11, f"{OLD} says example: 'Freedonia has recognized Sylvania for fifty years.', but mappings/{FIRST}:11 says 'Freedonia has recognized Sylvania for forty years.'."),
        ("wd:Q7", "wd:Q8", 12, f"{OLD} says exactMatch: 'wd:Q8', but mappings/{FIRST}:12 says 'wd:Q7'."),
        ("wd:Q7", "wd:Q7\n  closeMatch: wd:Q8", 13, f"{OLD} says closeMatch: 'wd:Q8', but mappings/{FIRST}:2 has no 'closeMatch'."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", ["validate", "build"])
def test_codes_of_one_name_that_differ_are_refused_with_both_places(
    folders: tuple[Path, Path],
    tmp_path: Path,
    right: str,
    wrong: str,
    line: int,
    message: str,
    command: str,
) -> None:
    replaced(with_plain_codes(folders), right, wrong)
    options = [part for one in folders for part in ("--mappings", one)]
    output = ["--output", tmp_path / "out"] if command == "build" else []

    result = legation(command, *options, *output)

    assert result.exit_code == 1
    place = f"second/sylvania-harbour/codes.yaml:{line}: "
    remedy = "Make them say the same, or give yours another id."
    assert f"{place}{message} {remedy}" in result.stderr


@pytest.mark.parametrize("command", ["validate", "build"])
def test_of_two_codes_that_differ_that_of_the_folder_given_last_is_told(
    folders: tuple[Path, Path], tmp_path: Path, command: str
) -> None:
    second = with_plain_codes(folders)
    replaced(second, "for forty years", "for fifty years")
    options = [part for one in reversed(folders) for part in ("--mappings", one)]
    output = ["--output", tmp_path / "out"] if command == "build" else []

    said = legation(command, *options, *output).stderr

    assert f"mappings/{FIRST}:11: {OLD} says example: " in said
    assert "but second/sylvania-harbour/codes.yaml:11 says " in said


@pytest.mark.parametrize("command", ["check", "validate", "build"])
def test_a_code_that_a_used_folder_defines_otherwise_is_told_of_the_folder_that_uses_it(
    folders: tuple[Path, Path], tmp_path: Path, command: str
) -> None:
    replaced(with_plain_codes(folders), "for forty years", "for fifty years")
    (folders[1] / "folder.yaml").write_text("uses: ../mappings\n")
    output = ["--output", tmp_path / "out"] if command == "build" else []

    result = legation(command, "--mappings", folders[1], *output)

    assert result.exit_code == 1
    there = folders[0] / FIRST
    (line,) = [line for line in result.stderr.splitlines() if OLD in line]
    assert line.startswith(f"second/sylvania-harbour/codes.yaml:11: {OLD} says example: ")
    assert f"but {there}:11 says 'Freedonia has recognized Sylvania for forty years.'." in line


@pytest.mark.parametrize("command", ["check", "validate", "build"])
@pytest.mark.parametrize("is_reversed", [False, True])
def test_of_two_codes_that_differ_that_of_the_folder_with_uses_is_told_in_any_order(
    folders: tuple[Path, Path], tmp_path: Path, command: str, is_reversed: bool
) -> None:
    replaced(with_plain_codes(folders), "for forty years", "for fifty years")
    (folders[1] / "folder.yaml").write_text("uses: ../mappings\n")
    order = reversed(folders) if is_reversed else folders
    options = [part for one in order for part in ("--mappings", one)]
    output = ["--output", tmp_path / "out"] if command == "build" else []

    said = legation(command, *options, *output).stderr

    (line,) = [line for line in said.splitlines() if OLD in line]
    assert line.startswith(f"second/sylvania-harbour/codes.yaml:11: {OLD} says example: ")


@pytest.mark.parametrize("command", ["check", "validate", "build"])
def test_codes_that_differ_within_a_used_folder_are_told_of_that_folder_alone(
    folders: tuple[Path, Path], tmp_path: Path, command: str
) -> None:
    with_plain_codes(folders)
    other = folders[0] / "sylvania-tarnia"
    copytree(folders[0] / "freedonia-sylvania", other)
    replaced(other / "codes.yaml", "for forty years", "for fifty years")
    (folders[1] / "folder.yaml").write_text("uses: ../mappings\n")
    output = ["--output", tmp_path / "out"] if command == "build" else []

    assert OLD in told(folders[0])
    assert legation(command, "--mappings", folders[1], *output).exit_code == 0


def test_a_used_folder_whose_codes_cannot_be_read_says_nothing_of_codes(
    folders: tuple[Path, Path],
) -> None:
    with_plain_codes(folders)
    (folders[0] / FIRST).write_text("codes: [")
    (folders[1] / "folder.yaml").write_text("uses: ../mappings\n")

    assert legation("validate", "--mappings", folders[1]).exit_code == 0


def test_the_order_of_a_list_and_a_note_are_no_difference_of_codes(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    second = with_plain_codes(folders)
    replaced(second, "[place, concerning]", "[concerning, place]")
    replaced(second, "wd:Q7\n", "[wd:Q7]\n  note: The word is old.\n")

    assert "recognition-of-old" in build_all(tmp_path / "out", *folders)


def test_a_folder_that_names_those_it_builds_on_is_valid_alone_and_together(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    second = folders[1]
    (second / "entities.yaml").unlink()
    assert "'freedonia'" in told(second)
    (second / "folder.yaml").write_text("uses: ../mappings\n")

    alone, together = build_all(tmp_path / "alone", second), build_all(tmp_path / "all", *folders)

    assert values(alone, "freedonia", "core#prefLabel") == ["Freedonia"]
    assert values(together, "freedonia", "core#prefLabel") == ["Freedonia"]
    assert "/freedonia-sylvania/c-grain" not in alone


@pytest.mark.parametrize("command", ["validate", "check", "build"])
def test_a_forgotten_uses_is_told_once_with_the_path(tmp_path: Path, command: str) -> None:
    mappings = write_mapping(tmp_path)
    replaced(mappings / CLAIMS_FILE, "actor: freedonia", "actor: israel")
    replaced(mappings / CLAIMS_FILE, "target: sylvania", "target: azerbaijan")

    output = ["--output", tmp_path / "out"] if command == "build" else []

    said = legation(command, "--mappings", mappings, *output).stderr

    line = "mappings/folder.yaml: 'azerbaijan', 'israel' are known to Legation's own mappings. "
    assert said.count(f"{line}Does folder.yaml need `uses: ") == 1
    path = said.partition("`uses: ")[2].partition("`")[0]
    (mappings / "folder.yaml").write_text(f"uses: {path}\n")
    assert legation("validate", "--mappings", mappings).exit_code == 0


def test_a_text_in_a_work_that_only_legations_own_mappings_have_is_told_with_the_path(
    tmp_path: Path,
) -> None:
    mappings = write_mapping(tmp_path)
    document = mappings / "freedonia-sylvania" / "document.yaml"
    replaced(document, "about:", "partOf: english-wikipedia\nabout:")

    said = told(mappings)

    assert "'english-wikipedia' is known to Legation's own mappings. Does folder.yaml need" in said
    assert "It is named at mappings/freedonia-sylvania/document.yaml:2." in said
    path = said.partition("`uses: ")[2].partition("`")[0]
    (mappings / "folder.yaml").write_text(f"uses: {path}\n")
    assert legation("validate", "--mappings", mappings).exit_code == 0


def test_a_forgotten_uses_of_a_folder_beside_is_told_once_with_the_path(
    folders: tuple[Path, Path],
) -> None:
    first, second = folders
    (second / "entities.yaml").unlink()

    said = told(second)

    (line,) = [line for line in said.splitlines() if "unknown entity" in line or "known to" in line]
    assert f"are known to the mappings in '{first.name}', beside this folder. " in line
    assert f"Does folder.yaml need `uses: ../{first.name}`?" in line
    (second / "folder.yaml").write_text(f"uses: ../{first.name}\n")
    assert legation("validate", "--mappings", second).exit_code == 0


def test_a_folder_that_has_uses_and_a_name_that_nobody_knows_bring_no_such_question(
    folders: tuple[Path, Path],
) -> None:
    replaced(folders[0] / CLAIMS_FILE, "actor: freedonia", "actor: nobody-at-all")
    assert "Does folder.yaml need" not in told(folders[0])
    replaced(folders[0] / CLAIMS_FILE, "actor: nobody-at-all", "actor: israel")
    (folders[0] / "folder.yaml").write_text("uses: ../second\n")

    assert "Does folder.yaml need" not in told(folders[0])


def test_a_folder_that_is_used_has_to_be_there(folders: tuple[Path, Path]) -> None:
    (folders[1] / "folder.yaml").write_text("title: Harbours\nuses: ../nowhere\n")

    assert "second/folder.yaml:2: '../nowhere' is not a folder. Give the path" in told(folders[1])


def test_a_folder_is_published_under_its_own_name(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    settings = "title: Letters of Sylvania\nbase: https://letters.example/data/\n"
    (mappings / "folder.yaml").write_text(
        settings + "license: https://creativecommons.org/licenses/by/4.0/\n" + PUBLISHER
    )

    build_all(tmp_path / "out", mappings)

    release = tmp_path / "out" / "current"
    manifest = json.loads((release / "manifest.json").read_text())
    assert manifest["title"] == "Letters of Sylvania"
    assert manifest["base"] == "https://letters.example/data/"
    assert manifest["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert manifest["publisher"] == {
        "iri": "https://letters.example/",
        "name": "Office of Sylvanian Letters",
    }
    for name in ("void.ttl", "dcat.ttl"):
        described = (release / "dumps" / name).read_text()
        assert "Office of Sylvanian Letters" in described
        assert "maintainers" not in described
    for name in ("croissant", "datapackage", "ro-crate"):
        (record,) = [file for file in release.rglob("*.json") if name in file.name]
        assert "Office of Sylvanian Letters" in record.read_text()
        assert "Maintainers of Legation" not in record.read_text()
    licences = {row["license"] for row in manifest["files"] if "claims" in row["path"]}
    assert licences == {"https://creativecommons.org/licenses/by/4.0/"}


@pytest.mark.parametrize(
    ("contact", "property", "address"),
    [
        ("desk@letters.example", "hasEmail", "mailto:desk@letters.example"),
        ("https://letters.example/desk", "hasURL", "https://letters.example/desk"),
    ],
)
def test_whom_to_ask_is_in_the_manifest_and_the_catalogues(
    tmp_path: Path, contact: str, property: str, address: str
) -> None:
    mappings = write_mapping(tmp_path)
    (mappings / "folder.yaml").write_text(f"{PUBLISHER}  contact: {contact}\n")

    build_all(tmp_path / "out", mappings)

    release = tmp_path / "out" / "current"
    assert json.loads((release / "manifest.json").read_text())["publisher"]["contact"] == address
    for name in ("void.ttl", "dcat.ttl"):
        described = list(parse(path=str(release / "dumps" / name), format=RdfFormat.TURTLE))
        (asked,) = {
            quad.object for quad in described if quad.predicate.value.endswith("#contactPoint")
        }
        assert {
            quad.object
            for quad in described
            if quad.subject == asked and quad.predicate.value.endswith(f"vcard/ns#{property}")
        } == {NamedNode(address)}


def test_folders_under_different_licences_are_no_one_release(folders: tuple[Path, Path]) -> None:
    (folders[0] / "folder.yaml").write_text("title: One\n")
    (folders[1] / "folder.yaml").write_text("title: Two\nlicense: https://example.org/licence\n")

    assert (
        "second/folder.yaml:2: the licence of this folder is not that of the first, 'CC0'."
        in told(*folders)
    )


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("titel: One\n", "folder.yaml:1: unknown key 'titel'. Did you mean 'title'?"),
        ("base: https://example.org\n", "folder.yaml:1: 'https://example.org' is not allowed as 'base'. Write a web address that ends in a slash."),
        ("publisher: {name: Office, url: 'https://o.example/', contact: desk}\n", "folder.yaml:1: 'desk' is not allowed as 'contact'. Write an e-mail address or a web address."),
        ("publisher: {name: Office}\n", "folder.yaml:1: the key 'url' is missing. Add it."),
        ("", "folder.yaml:1: the file is empty."),
        ("uses: {other: ../other}\n", "folder.yaml:1: {'other': '../other'} is not allowed as 'uses'. Write one value, or a list of values."),
        ("uses: [{other: ../other}]\n", "folder.yaml:1: 'uses' is not a text."),
    ],
)  # fmt: skip
def test_a_setting_that_is_wrong_is_told_with_its_line(
    tmp_path: Path, settings: str, message: str
) -> None:
    mappings = write_mapping(tmp_path)
    (mappings / "folder.yaml").write_text(settings)

    assert message in told(mappings)


def test_dumps_and_the_view_for_wikidata_have_what_all_folders_say(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    first, second = folders
    replaced(
        second / "entities.yaml", "  label: Sylvania\n", "  label: Sylvania\n  exactMatch: wd:Q6\n"
    )
    build_all(tmp_path / "out", first, second)
    release = tmp_path / "out" / "current"

    for document in ("freedonia-sylvania", "sylvania-harbour"):
        dump = (release / "dumps" / f"{document}.nt").read_text()
        assert f"<{ENTITY}sylvania>" in dump
        assert f"/{document}/c-recognition>" in dump
    mapping_set = (release / "wikidata" / "wikidata.sssom.tsv").read_text()
    assert mapping_set.count("id:sylvania\t") == 1


def test_releases_of_one_folder_and_of_two_can_be_compared(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    build_all(tmp_path / "out", folders[0])
    build_all(tmp_path / "out", *folders)
    old, new = sorted(
        (tmp_path / "out" / "releases").iterdir(), key=lambda path: path.stat().st_mtime_ns
    )

    result = legation("release", "diff", old.name, new.name, "--dataset", tmp_path / "out")

    assert result.exit_code == 0, result.output
    assert "sylvania-harbour" in result.output

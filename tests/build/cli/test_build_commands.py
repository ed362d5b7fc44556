"""What the commands of the build print, in words or as data, and their exit statuses."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from legation_build import pipeline
from support.legation_command import legation as run
from support.odd_files import ODD
from support.small_mapping import CLAIMS_FILE, write_mapping, write_text


def data_of(result: Result) -> Any:
    assert result.stderr == ""
    return json.loads(result.stdout)


@pytest.fixture
def mappings(tmp_path: Path) -> Path:
    return write_mapping(tmp_path)


@pytest.fixture
def spoilt(mappings: Path) -> Path:
    """The mapping with two mistakes in it."""
    file = mappings / CLAIMS_FILE
    text = file.read_text().replace("value: 50", "value: many")
    file.write_text(text.replace("actor: freedonia", "actor: fredonia", 1))
    return mappings


def test_every_command_is_listed_with_what_it_does() -> None:
    result = run("--help")

    for name in ("anchors", "build", "dump", "query", "release", "serve", "validate"):
        assert f"\n  {name} " in result.output


def test_an_unknown_command_is_named() -> None:
    result = run("bild")

    assert result.exit_code == 2
    assert "No such command 'bild'" in result.output
    assert result.output.startswith("Usage: ")
    assert "Did you mean 'check'?" in run("chek").output


def test_a_folder_without_its_option_leads_to_the_option(mappings: Path) -> None:
    result = run("check", mappings)

    assert result.exit_code == 2
    assert "A folder of mappings is given with --mappings." in result.output


def test_a_folder_within_a_document_leads_to_that_of_the_mappings(mappings: Path) -> None:
    claims = next(mappings.glob("*/claims"))

    result = run("check", "--mappings", claims)

    assert result.exit_code == 1
    assert f"It is part of the document '{claims.parent.name}': give --mappings" in result.output


def test_validate_says_how_much_conforms_and_writes_nothing(mappings: Path) -> None:
    before = sorted(mappings.parent.rglob("*"))

    result = run("validate", "--mappings", mappings)

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("All ")
    assert result.stdout.endswith(
        " quads conform to the shapes, with the texts of 0 of 1 documents.\n"
    )
    assert sorted(mappings.parent.rglob("*")) == before


def test_validate_gives_its_counts_as_data(mappings: Path) -> None:
    found = data_of(run("validate", "--mappings", mappings, "--json"))

    assert found["conforms"] is True
    words = run("validate", "--mappings", mappings).stdout
    assert f"{found['quads']:,} quads" in words
    assert {"shape", "nodes", "results"} <= found["shapes"][0].keys()
    assert {row["results"] for row in found["shapes"]} == {0}


@pytest.mark.usefixtures("without_dumps")
@pytest.mark.parametrize("command", ["validate", "build"])
def test_quiet_commands_say_nothing_when_nothing_is_wrong(
    mappings: Path, tmp_path: Path, command: str
) -> None:
    output = ["--output", tmp_path / "out"] if command == "build" else []

    result = run(command, "--mappings", mappings, "--quiet", *output)

    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize("command", ["validate", "build"])
def test_quiet_commands_still_say_what_is_wrong(spoilt: Path, tmp_path: Path, command: str) -> None:
    output = ["--output", tmp_path / "out"] if command == "build" else []

    result = run(command, "--mappings", spoilt, "--quiet", *output)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count(f"{CLAIMS_FILE}:") == 2
    assert "Error: " in result.stderr.splitlines()[-1]


def test_what_is_wrong_comes_as_data(spoilt: Path) -> None:
    result = run("validate", "--mappings", spoilt, "--json")

    found = data_of(result)
    assert result.exit_code == 1
    assert found.keys() == {"error", "problems"}
    places = [(problem["file"], problem["line"]) for problem in found["problems"]]
    assert places == sorted(places)
    assert [line for _, line in places] == [12, 39]
    assert found["problems"][0]["remedy"] == "Did you mean 'freedonia'?"


def test_build_says_where_the_release_is_and_how_to_serve_it(
    mappings: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out"

    result = run("build", "--mappings", mappings, "--output", output)

    release = (output / "current").resolve()
    assert result.exit_code == 0
    assert f" quads in {output / 'releases' / release.name}. " in result.stdout
    assert result.stdout.endswith(f"Serve them: legation serve {output}\n")


def test_build_gives_the_manifest_as_data(mappings: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"

    found = data_of(run("build", "--mappings", mappings, "--output", output, "--json"))

    written = json.loads((output / "current" / "manifest.json").read_text())
    assert Path(found.pop("folder")).resolve() == (output / "current").resolve()
    assert found == written


def test_one_job_and_several_build_the_same(mappings: Path, tmp_path: Path) -> None:
    for jobs in (1, 3):
        run("build", "--mappings", mappings, "--output", tmp_path / f"{jobs}", "--jobs", jobs)

    names = {(tmp_path / f"{jobs}" / "current").resolve().name for jobs in (1, 3)}
    assert len(names) == 1
    assert names != {"current"}


def test_both_engines_make_the_same_release_which_names_the_one_that_was_used(
    mappings: Path, tmp_path: Path
) -> None:
    made = {
        engine: data_of(
            run(
                *("build", "--mappings", mappings, "--output", tmp_path / engine),
                *("--shacl-engine", engine, "--json"),
            )
        )
        for engine in ("pyshacl", "fast")
    }

    engines = {engine: found["validation"].pop("engine") for engine, found in made.items()}
    assert engines["pyshacl"].startswith("pySHACL ")
    assert engines["fast"].startswith("shacl ")
    assert made["pyshacl"]["digest"] == made["fast"]["digest"]
    assert made["pyshacl"]["validation"] == made["fast"]["validation"]


@pytest.mark.parametrize("command", ["validate", "check"])
def test_both_engines_tell_the_same_of_data_that_break_a_shape(
    mappings: Path, command: str
) -> None:
    file = mappings / CLAIMS_FILE
    file.write_text(file.read_text().replace("type: Supposition", "type: Event"))

    told = {
        engine: run(command, "--mappings", mappings, "--shacl-engine", engine)
        for engine in ("pyshacl", "fast")
    }

    assert told["pyshacl"].output == told["fast"].output
    assert told["pyshacl"].exit_code == told["fast"].exit_code == 1
    assert "The document does not assert this" in told["fast"].output


@pytest.mark.parametrize("jobs", ["0", "-1", "many"])
def test_there_is_at_least_one_job(mappings: Path, jobs: str) -> None:
    result = run("validate", "--mappings", mappings, "--jobs", jobs)

    assert result.exit_code == 2
    assert "--jobs" in result.output


@pytest.mark.usefixtures("without_dumps")
@pytest.mark.parametrize("make", ODD)
def test_a_dataset_folder_whose_current_is_no_link_to_a_release_is_left_alone(
    mappings: Path, tmp_path: Path, make: Any
) -> None:
    output = tmp_path / "out"
    output.mkdir()
    make(output / "current")
    odd = not (output / "current").is_symlink()

    result = run("build", "--mappings", mappings, "--output", output)

    assert result.exit_code == odd
    assert ("is not a link. Choose another --output." in result.stderr) == odd
    assert "Traceback" not in result.output


def test_a_dataset_folder_that_is_a_file_is_refused_with_a_remedy(
    mappings: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("")

    result = run("build", "--mappings", mappings, "--output", tmp_path / "out")

    assert result.exit_code == 1
    assert f"{tmp_path / 'out'} cannot be written: Not a directory." in result.stderr
    assert "Choose another folder with --output" in result.stderr


def test_anchors_give_the_coverage_as_data(mappings: Path, tmp_path: Path) -> None:
    texts = write_text(tmp_path)

    found = data_of(run("anchors", "--mappings", mappings, "--source", texts, "--json"))

    assert found["complete"] is True
    document = found["documents"]["freedonia-sylvania"]
    assert document["gaps"] == []
    claims = {row["id"]: row["claims"] for row in document["passages"]}
    assert claims["p-early-years-1"] == ["c-recognition"]


@pytest.mark.parametrize("option", ["--quiet", "--json"])
def test_anchors_write_without_a_word_where_none_is_wanted(
    mappings: Path, tmp_path: Path, option: str
) -> None:
    texts = write_text(tmp_path)

    result = run("anchors", "--mappings", mappings, "--source", texts, "--write", option)

    assert result.exit_code == 0
    assert "passages written" not in result.output


def test_anchors_leave_documents_without_a_text_alone(mappings: Path, tmp_path: Path) -> None:
    texts = write_text(tmp_path)
    other = mappings / "other-document"
    other.mkdir()
    for name in ("document.yaml", "passages.csv"):
        (other / name).write_bytes((mappings / "freedonia-sylvania" / name).read_bytes())
    before = (other / "passages.csv").read_bytes()

    result = run("anchors", "--mappings", mappings, "--source", texts, "--write")

    assert result.exit_code == 0
    assert "freedonia-sylvania: 4 passages written to" in result.output
    assert "other-document: " not in result.output
    assert (other / "passages.csv").read_bytes() == before


def test_anchors_need_a_text(mappings: Path) -> None:
    result = run("anchors", "--mappings", mappings)

    assert result.exit_code == 1
    assert "No document has its text in work/. Give --source the folder that holds" in result.output


@pytest.mark.usefixtures("without_dumps")
@pytest.mark.parametrize(
    ("flag", "told"), [((), True), (("--quiet",), False), (("--json",), False)]
)
def test_build_says_for_which_other_build_it_waits(
    mappings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flag: tuple[str], told: bool
) -> None:
    real = pipeline.build

    def waiting(*arguments: Any) -> dict[str, Any]:
        arguments[-1]("Waiting for another build.")
        return real(*arguments)

    monkeypatch.setattr(pipeline, "build", waiting)

    result = run("build", "--mappings", mappings, "--output", tmp_path / "out", *flag)

    assert result.exit_code == 0
    assert ("Waiting for another build." in result.stderr) == told
    assert "Waiting" not in result.stdout

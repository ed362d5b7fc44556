"""What has no item in Wikidata, for Mix'n'match, and the schema of relations in ShEx."""

import csv
import json
import re
import subprocess
from pathlib import Path
from typing import Any

from legation_build.mapping.model import items
from legation_build.mapping.reader import read_mappings
from legation_build.namespaces import WIKIDATA
from legation_build.resources import resource
from legation_build.wikidata.mix_n_match import is_name
from support.other_clients import PYTHON, environment, needs_python_clients

EVALUATE = """
import json, sys
from pyshex import ShExEvaluator
schema, cases = json.load(sys.stdin)
print(json.dumps([
    ShExEvaluator(rdf=data, schema=schema, focus=focus, start=start).evaluate()[0].result
    for data, focus, start in cases
]))
"""


def test_the_catalogue_has_what_could_have_an_item_and_has_none(wikidata_folder: Path) -> None:
    text = (wikidata_folder / "mix-n-match.tsv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines(), delimiter="\t"))
    mappings = read_mappings([resource("mappings")])
    entities: dict[str, dict[str, Any]] = {
        str(entity["id"]): entity
        for source in mappings.entities
        for _, entity in items(source, "entities")
    }
    without = {i for i, e in entities.items() if "exactMatch" not in e and e["type"] != "Group"}
    no_terms = {one.entity for one in mappings.no_term_found} & without
    fitting = {i for i in without if i in no_terms or is_name(str(entities[i]["label"]))}

    assert {row["id"] for row in rows} == fitting
    assert {row["id"] for row in rows[: len(no_terms)]} == no_terms
    for row in rows:
        assert row["name"] == entities[row["id"]]["label"]
        assert row["url"] == "https://w3id.org/legation/id/" + row["id"]
        assert row["desc"]
    types = {row["id"]: row["type"] for row in rows}
    assert types["alexander-lapshin"] == "Q5"
    # The document calls it a joint venture, which is narrower than its class.
    assert types["bakcell"] == "Q489209"
    assert {"ceyhan", "quba"} <= fitting
    assert not {"abroad", "car-bombs", "israeli-envoy-2017", "lapshin-hospital"} & fitting


SHAPES = "http://example.org/shape/"
DATE_TIME = "http://www.w3.org/2001/XMLSchema#dateTime"
SPOILT = {
    "one party": (
        f"<{WIKIDATA}entity/Q182231> <{WIKIDATA}prop/direct/P17> <{WIKIDATA}entity/Q43> .\n",
        "",
    ),
    "another class": (
        f"direct/P31> <{WIKIDATA}entity/Q15221623>",
        f"direct/P31> <{WIKIDATA}entity/Q5>",
    ),
    "no source": ("prov#wasDerivedFrom", "prov#hadPrimarySource"),
    "no page": ("reference/P4656>", "reference/P813>"),
    "no date": (f'P580> "1992-04-07T00:00:00Z"^^<{DATE_TIME}>', 'P580> "1992"'),
}
RELATION, STATE = ("Q182231", "bilateral_relation"), ("Q227", "state")


@needs_python_clients
def test_the_schema_tells_what_conforms_from_what_does_not(
    wikidata_folder: Path, tmp_path: Path
) -> None:
    view = (wikidata_folder / "wikidata.nt").read_text(encoding="utf-8")
    schema = (wikidata_folder / "bilateral-relation.shex").read_text(encoding="utf-8")
    wanted = [
        (view, RELATION, True),
        (view, STATE, True),
        (view, ("Q801", "state"), True),
        (view, ("Q227", "bilateral_relation"), False),
        (view, ("Q399", "state"), False),
    ]
    for name, (old, new) in SPOILT.items():
        assert old in view, name
        case = STATE if name == "no date" else RELATION
        wanted.append((view.replace(old, new), case, False))
    wanted.append((view.replace(*SPOILT["no source"]), STATE, False))
    # As on Wikidata: a page in a reference that names the work too, and a poor reference beside it.
    reference = re.search(r"<\S+/wikidata/reference/\w+>", view)
    statement = re.search(rf"<{WIKIDATA}entity/Q227> <{WIKIDATA}prop/P530> (<\S+>)", view)
    assert reference and statement
    more = f"{reference[0]} <{WIKIDATA}prop/reference/P248> <{WIKIDATA}entity/Q216393> .\n"
    more += f"{reference[0]} <{WIKIDATA}prop/reference/P854> <https://example.org/> .\n"
    more += f"{statement[1]} <http://www.w3.org/ns/prov#wasDerivedFrom> <urn:poor> .\n"
    more += f"<urn:poor> <{WIKIDATA}prop/reference/P887> <{WIKIDATA}entity/Q1065> .\n"
    wanted += [(view + more, RELATION, True), (view + more, STATE, True)]
    cases = [
        (data, f"{WIKIDATA}entity/{item}", SHAPES + shape) for data, (item, shape), _ in wanted
    ]
    ran = subprocess.run(
        [str(PYTHON), "-c", EVALUATE],
        input=json.dumps([schema.replace("PREFIX", f"BASE <{SHAPES}>\nPREFIX", 1), cases]),
        capture_output=True,
        text=True,
        env=environment(tmp_path),
    )

    assert json.loads(ran.stdout or ran.stderr) == [expected for *_, expected in wanted]

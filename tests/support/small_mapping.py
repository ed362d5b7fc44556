"""A mapping of two sentences, which tests copy and spoil."""

import csv
import io
from pathlib import Path

from legation_build.mapping.passages import digest, divide

TEXT = """Freedonia–Sylvania relations

## Early years

Freedonia recognized Sylvania on 3 May 1920. The Sylvanian press said that grain was promised.
"""
ENTITIES = """entities:
- id: freedonia-sylvania-relations
  type: BilateralRelation
  label: Freedonia–Sylvania relations
  description: One of the things of the test document
  party: [freedonia, sylvania]
- id: freedonia
  type: Country
  label: Freedonia
  description: One of the things of the test document
- id: sylvania
  type: Country
  label: Sylvania
  description: One of the things of the test document
- id: press
  type: Group
  label: Sylvanian press
  description: One of the things of the test document
"""
DOCUMENT = f"""title: Freedonia–Sylvania relations
about: freedonia-sylvania-relations
url: https://example.org/freedonia-sylvania
license: https://creativecommons.org/publicdomain/zero/1.0/
language: en
modified: "2026-11-23"
length: "{len(TEXT)}"
sha256: "{digest(TEXT)}"
"""
CLAIMS = """claims:
- id: c-recognition
  type: Claim
  evidence: p-early-years-1
  modality: asserted
  stance: affirms
  states:
  - id: recognition
    type: Event
    label: Freedonia recognizes Sylvania.
    eventType: recognition
    actor: freedonia
    target: sylvania
    when: 1920-05-03
  - id: recognizes
    type: Situation
    label: Freedonia recognizes Sylvania since 1920.
    situationType: recognition-in-force
    actor: freedonia
    target: sylvania
    topic: diplomacy
    when: 1920-05-03/..
- id: c-grain
  type: Claim
  evidence: p-early-years-2
  modality: reported
  stance: affirms
  attributedTo: press
  states:
  - id: grain-promise
    type: Supposition
    label: Grain was said to be promised.
    eventType: announcement
    follows: recognition
  - id: grain-share
    type: Figure
    label: Half of the grain was said to be promised.
    measure: share
    value: 50
    unit: percent
"""
CLAIMS_FILE = "freedonia-sylvania/claims/01-early-years.yaml"


def write_mapping(root: Path) -> Path:
    """Write the mapping into the folder `root`/mappings and return that folder."""
    mappings = root / "mappings"
    folder = mappings / "freedonia-sylvania"
    (folder / "claims").mkdir(parents=True)
    (mappings / "entities.yaml").write_text(ENTITIES, encoding="utf-8")
    (folder / "document.yaml").write_text(DOCUMENT, encoding="utf-8")
    (mappings / CLAIMS_FILE).write_text(CLAIMS, encoding="utf-8")
    (folder / "passages.csv").write_text(_passages(), encoding="utf-8")
    return mappings


def write_text(root: Path) -> Path:
    """Write the text into the folder `root`/texts and return that folder."""
    texts = root / "texts"
    texts.mkdir()
    (texts / "freedonia-sylvania.txt").write_bytes(TEXT.encode())
    return texts


def _passages() -> str:
    table = io.StringIO()
    rows = [vars(passage) for passage in divide(TEXT, "en")]
    writer = csv.DictWriter(table, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return table.getvalue()

"""A mapping made of the turns of phrase of the documentation, each a section of one document."""

from pathlib import Path

from legation_build.authoring import turns

from support.legation_command import legation

TYPES = {
    "Country": ["freedonia", "sylvania", "tarnia"],
    "City": ["freedonia-city", "sylvania-city"],
    "Place": ["port-hale", "klemm-airfield"],
    "Person": ["arvid-quill", "olga-tarn", "ilo-fenwick", "sylvanian-ambassador", "piet-lasko", "freedonian-minister", "sylvanian-minister", "tarnian-prime-minister"],
    "GovernmentOrganization": ["assembly", "supreme-court", "sylvanian-ministry", "statistical-office", "customs-service", "trade-office", "freedonian-navy", "sylvanian-navy"],
    "Organization": ["league", "day-school", "port-hale-hospital"],
    "NewsMediaOrganization": ["sylvanian-herald", "amber-road"],
    "Group": ["sylvanian-officials", "lawmakers", "survivors", "freedonians", "rebels", "coast-states", "freedonian-officials", "freedonian-soldiers", "freedonian-team", "freedonian-companies", "freedonians-in-sylvania", "companies"],
    "People": ["palla"],
    "NamedEvent": ["border-war"],
    "Legislation": ["border-treaty"],
    "CreativeWork": ["monument", "statue-of-olga-tarn"],
    "Product": ["grain", "documents", "ships", "two-ships", "aircraft", "ferry", "railway", "st-orla-network"],
}  # fmt: skip


def write_turns(root: Path) -> Path:
    """Write all turns as the document `turns-of-phrase` into `root`/mappings; return that folder."""
    text = root / "turns.txt"
    sections = (f"# {turn.name}\n\n{turn.sentence}\n" for turn in turns())
    text.write_text("Turns of phrase relations\n\n" + "\n".join(sections), encoding="utf-8")
    mappings = root / "mappings"
    mappings.mkdir()
    blocks = [
        f"- id: {identity}\n  type: {kind}\n  label: {identity}\n  description: For examples\n"
        for kind, identities in TYPES.items()
        for identity in identities
    ]
    relation = (
        "- id: freedonia-sylvania-relations\n  type: BilateralRelation\n  label: Relations\n"
        "  description: For examples\n  party: [freedonia, sylvania]\n"
    )
    address = "https://example.org/"
    made = legation(
        *("new", "turns-of-phrase", "--text", text, "--mappings", mappings),
        *("--url", address, "--license", address),
    )
    assert made.exit_code == 0, made.output
    (mappings / "entities.yaml").write_text("entities:\n" + "".join(blocks) + relation)
    folder = mappings / "turns-of-phrase"
    document = folder / "document.yaml"
    about = "about: turns-of-phrase-relations"
    assert about in document.read_text()
    document.write_text(document.read_text().replace(about, "about: freedonia-sylvania-relations"))
    for file in (folder / "claims").glob("*.yaml"):
        file.unlink()
    for number, turn in enumerate(turns(), 1):
        (folder / "claims" / f"{number:02}.yaml").write_text("claims:\n" + turn.claims)
    return mappings

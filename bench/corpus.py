"""Make claims of imaginary states, as many as wanted and the same every time.

`python bench/corpus.py QUADS FOLDER` writes FOLDER/corpus.nt and a release, FOLDER/dataset, that
holds the same statements in one graph. 30 million take some 10 GB of disk.
"""

import random
import sys
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path

from legation_build.namespaces import BASE, CC0, prefixes
from legation_build.release import FORMAT, ReleaseFile, write_release

BIL = BASE + "ns#"
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
DATE = "<http://www.w3.org/2001/XMLSchema#date>"
GRAPH = f"<{BASE}graph/corpus>"
EVENT_TYPES = ("visit", "agreement", "opening", "remark", "purchase", "letter", "talks", "speech")
MODALITIES = ("asserted",) * 6 + ("attributed", "reported", "alleged", "possible")
NOUNS = ("river", "airfield", "letter", "harbour", "treaty", "railway", "festival", "tariff")


def triples(quads: int, seed: int = 1) -> Iterator[str]:
    """Yield about `quads` lines of N-Triples."""
    chance = random.Random(seed)
    entities = max(20, quads // 1000)
    for number in range(entities):
        node = f"<{BASE}id/e{number}>"
        yield f"{node} {RDF_TYPE} <https://schema.org/Country> ."
        yield f'{node} {LABEL} "State number {number}"@en .'
    for number in range(max(1, (quads - 2 * entities) // 20)):
        yield from _claim(number, entities, chance)


def _claim(number: int, entities: int, chance: random.Random) -> Iterator[str]:
    claim, event, passage = (f"<{BASE}corpus/{kind}{number}>" for kind in ("c", "x", "p"))
    actor, target = (f"<{BASE}id/e{chance.randrange(entities)}>" for _ in range(2))
    kind, noun = chance.choice(EVENT_TYPES), chance.choice(NOUNS)
    day = (
        f"{chance.randrange(1900, 2026)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    )
    yield f"{claim} {RDF_TYPE} <{BIL}Claim> ."
    yield f"{claim} <{BIL}states> {event} ."
    yield f"{claim} <{BIL}evidence> {passage} ."
    yield f"{claim} <{BIL}modality> <{BASE}code/modality/{chance.choice(MODALITIES)}> ."
    yield f"{claim} <{BIL}stance> <{BASE}code/stance/affirms> ."
    if number % 3 == 0:
        yield f"{claim} <{BIL}attributedTo> <{BASE}id/e{chance.randrange(entities)}> ."
    yield f"{event} {RDF_TYPE} <{BIL}Event> ."
    yield f'{event} {LABEL} "{kind} {number} about {noun} {chance.randrange(1000)}"@en .'
    yield f"{event} <{BIL}eventType> <{BASE}code/event-type/{kind}> ."
    yield f"{event} <{BIL}actor> {actor} ."
    yield f"{event} <{BIL}target> {target} ."
    yield f'{event} <{BIL}earliest> "{day}"^^{DATE} .'
    if number % 10:
        yield f"{event} <{BIL}follows> <{BASE}corpus/x{number - 1}> ."
    yield f"{passage} {RDF_TYPE} <{BIL}Passage> ."
    yield f"{passage} <{BIL}inDocument> <{BASE}corpus> ."
    yield f'{passage} <{BIL}section> "Section {number % 40}" .'
    yield f'{passage} <{BIL}start> "{number * 80}"^^<http://www.w3.org/2001/XMLSchema#integer> .'
    yield f'{passage} <{BIL}end> "{number * 80 + 79}"^^<http://www.w3.org/2001/XMLSchema#integer> .'
    yield f'{passage} <{BIL}firstWords> "The {noun} of" .'
    yield f'{passage} <{BIL}lastWords> "was number {number}." .'


def write(quads: int, folder: Path) -> int:
    """Write the corpus into `folder`; return how many statements it has.

    Statements go to disk as they are made, so that memory does not grow with their number.
    """
    folder.mkdir(parents=True, exist_ok=True)
    count, size, hashed = 0, 0, sha256()
    whole = folder / "corpus.nq"
    with (folder / "corpus.nt").open("wb") as plain, whole.open("wb") as named:
        for lines in batched(triples(quads)):
            plain.write("".join(f"{line}\n" for line in lines).encode())
            data = "".join(f"{line[:-1]}{GRAPH} .\n" for line in lines).encode()
            named.write(data)
            hashed.update(data)
            count, size = count + len(lines), size + len(data)
    _write_release(folder, count, size, hashed.hexdigest())
    return count


def batched(lines: Iterator[str]) -> Iterator[list[str]]:
    """Yield the lines in lists that are worth a write."""
    while batch := list(islice(lines, 10_000)):
        yield batch


def _write_release(folder: Path, quads: int, size: int, digest: str) -> None:
    """Write the release whose data are in corpus.nq, and move that file into it."""
    dump = ReleaseFile(
        "dumps/legation.nq", "nq", "application/n-quads", "Corpus", CC0, b"", load=True
    )
    void = ReleaseFile("dumps/void.ttl", "ttl", "text/turtle", "Description", CC0, b"")
    manifest = {
        "format": FORMAT,
        "name": "Corpus",
        "title": "Claims of imaginary states",
        "version": "1",
        "base": BASE,
        "digest": digest,
        "modified": "2026-11-23",
        "license": CC0,
        "prefixes": prefixes(),
        "graphs": [{"iri": GRAPH[1:-1], "title": "Corpus", "license": CC0, "quads": quads}],
        "documents": [],
        "counts": {"quads": quads, "classes": {}},
        "validation": {"conforms": True, "engine": "none", "results": 0},
        "files": [{**dump.entry(), "size": size, "sha256": digest}, void.entry()],
    }
    place = write_release(folder / "dataset", manifest, [dump, void])
    (folder / "corpus.nq").replace(place / dump.path)


if __name__ == "__main__":
    sys.stdout.write(f"{write(int(sys.argv[1]), Path(sys.argv[2])):,} statements\n")

"""What is known of a statement for its line: the rows of the site's index, without its database."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Named:
    """A thing with a page: its path on the site, without a leading slash, and its label."""

    path: str
    label: str


@dataclass(frozen=True)
class Sentence:
    """A passage that a statement was taken from; `out` opens it in the source."""

    path: str
    label: str
    section: str
    position: int
    out: str


@dataclass(frozen=True)
class Source:
    """How one claim puts a statement forward, and on whose word.

    `modalities` and `stance` are names of codes, such as `alleged` and `denies`; `claimed` is the
    time of the claim in EDTF.
    """

    claim: str
    modalities: tuple[str, ...] = ()
    stance: str = "affirms"
    hedge: str = ""
    claimed: str = ""
    note: str = ""
    speakers: tuple[Named, ...] = ()
    sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class Amount:
    """What a figure says, with the labels of its codes; numbers in the unit `unit`.

    `unit_code` and `precision` are names of codes, such as `us-dollar` and `about`; `baseline` is a
    time in EDTF; `excludes` are the labels of what the figure leaves out.
    """

    measure: str = ""
    value: float | None = None
    least: float | None = None
    most: float | None = None
    precision: str = ""
    quantity: str = ""
    unit: str = ""
    unit_code: str = ""
    baseline: str = ""
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Statement:
    """A statement and everything that its line shows.

    `kind` is the name of its class, such as `Event`; `status` that of a code, such as `stated`;
    `edtf` and `when_text` are the time as the release and as the document have it.
    """

    path: str
    label: str
    kind: str
    status: str
    document: Named
    edtf: str = ""
    when_text: str = ""
    earliest: str = ""
    latest: str = ""
    bookkeeping: bool = False
    topics: tuple[str, ...] = ()
    amount: Amount | None = None
    sources: tuple[Source, ...] = ()

"""What a desk learns from the application: which answers requests of a kind get.

The application answers the first request of each kind. From that its lesson says which task such
requests become and which headers their answers carry; only what stands in OWN differs from answer
to answer.
"""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from legation_server.query import Head, Task, as_head
from legation_server.results.cache import CachedResult

# These differ from answer to answer.
OWN = frozenset((b"content-length", b"etag", b"server-timing", b"x-query-id"))
# A client in such a hurry, in seconds, is the application's.
LEAST_TIMEOUT = 1.0

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Outcome:
    """What became of a request: its task, what kind of result, and its tag if it has one.

    `held` is the result when it came out of the cache.
    """

    task: Task
    timeout: float | None
    head: Head
    tag: str | None
    held: CachedResult | None = None


@dataclass(frozen=True)
class Lesson:
    """How a request of a kind was answered.

    `long` says that the answer was long enough to be compressed, `coding` that it was, and how.
    """

    kind: bytes
    like: Task
    head: Head
    tagged: bool
    long: bool
    coding: str
    headers: bytes

    def encode(self) -> bytes:
        """Return it as a message."""
        fields = asdict(self) | {"kind": self.kind.hex(), "headers": self.headers.hex()}
        return json.dumps(fields).encode()

    @classmethod
    def decode(cls, message: bytes) -> "Lesson":
        """Return the lesson in a message."""
        fields: dict[str, Any] = json.loads(message)
        like, head = fields.pop("like"), fields.pop("head")
        for name in ("default_graphs", "named_graphs"):
            like[name] = tuple(like[name])
        for name in ("kind", "headers"):
            fields[name] = bytes.fromhex(fields[name])
        return cls(**fields, like=Task(**like), head=Head(**head))


def encode_kept(tag: str, result: CachedResult) -> bytes:
    """Return the message of a result and the tag it is held under."""
    return tag.encode() + b"\n" + result.head.encode() + result.body


def decode_kept(message: bytes) -> tuple[str, CachedResult]:
    """Return the tag and the result in a message."""
    tag, head, body = message.split(b"\n", 2)
    return tag.decode(), CachedResult(as_head(head), body)


def lesson_of(
    kind: bytes, outcome: Outcome, status: int, headers: Headers, compress_from: int
) -> Lesson | None:
    """Return what an answer teaches about requests of its kind; None when that is nothing.

    `headers` are all of the answer's, their names in lower case; `compress_from` is the setting.
    """
    values = dict(headers)
    hurried = outcome.timeout is not None and outcome.timeout < LEAST_TIMEOUT
    if status != 200 or hurried or b"content-length" not in values:
        return None
    coding = values.get(b"content-encoding", b"").decode()
    long = bool(coding) or 0 < compress_from <= int(values[b"content-length"])
    shared = b"".join(b"%s: %s\r\n" % row for row in headers if row[0] not in OWN)
    return Lesson(kind, outcome.task, outcome.head, outcome.tag is not None, long, coding, shared)


@dataclass(frozen=True)
class Variant:
    """The shared headers of answers, and the coding of their bodies, if they have one."""

    headers: bytes
    coding: str


@dataclass(eq=False)
class Learned:
    """What is known of a kind of requests.

    `coding` is what long answers are compressed with: empty for nothing, None when no lesson said.
    """

    like: Task
    coding: str | None = None
    variants: dict[tuple[Head, bool, str], Variant] = field(default_factory=dict)

    def take_in(self, lesson: Lesson) -> None:
        """Learn from a further answer."""
        if lesson.long:
            self.coding = lesson.coding
        variant = Variant(lesson.headers, lesson.coding)
        self.variants[lesson.head, lesson.tagged, lesson.coding] = variant

    def variant(
        self, result: CachedResult | None, tag: str | None, compress_from: int
    ) -> Variant | None:
        """Return how a result is sent; None when no lesson said."""
        if result is None:
            return None
        long = 0 < compress_from <= len(result.body)
        coding = self.coding if long else ""
        return None if coding is None else self.variants.get((result.head, tag is not None, coding))

"""The conditions of a request, and what they make of its answer (RFC 9110, section 13)."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

from werkzeug.http import parse_etags, quote_etag, unquote_etag

from legation_server.protocol.codings import CODINGS
from legation_server.protocol.response_head import coded_tag


@dataclass(frozen=True)
class Conditions:
    """The values of If-Match, If-None-Match, If-Range and Range; None for those not sent.

    No answer has a date of its own, so conditions about dates are ignored, as they are to be then
    (sections 13.1.3 and 13.1.4).
    """

    match: str | None = None
    none_match: str | None = None
    if_range: str | None = None
    range: str | None = None

    def held(self, tag: str) -> str | None:
        """Return the tag, in whatever coding, that If-None-Match names; None for `*` alone.

        `tag` is without its quotes and its coding. So an answer that has it need not be made.
        """
        listed = parse_etags(self.none_match)
        # A proxy on the way may have made it weak, which does here (section 13.1.2).
        return next(
            (each for each in _variants(tag) if listed.contains_weak(each) and not listed.star_tag),
            None,
        )

    def failed(self, tag: str | None) -> HTTPStatus | None:
        """Return the status of a good answer to a safe request, 304 or 412, if it is not to be 200.

        `tag` is the value of its ETag header, if it has one (section 13.2.2).
        """
        opaque, weak = unquote_etag(tag)
        variants = _variants(opaque) if opaque else ()
        wanted, unwanted = parse_etags(self.match), parse_etags(self.none_match)
        if wanted and not (wanted.star_tag or (not weak and any(map(wanted.is_strong, variants)))):
            return HTTPStatus.PRECONDITION_FAILED
        if unwanted and (unwanted.star_tag or any(map(unwanted.contains_weak, variants))):
            return HTTPStatus.NOT_MODIFIED
        return None

    def range_of(self, tag: str) -> str | None:
        """Return the Range to answer with; `tag` is strong, without its quotes (section 14.2)."""
        if self.failed(quote_etag(tag)) is not None:
            return None
        # A weak tag, or a date, which is no tag, fits nothing (section 13.1.5).
        fits = self.if_range is None or self.if_range.strip() == quote_etag(tag)
        return self.range if fits else None


def _variants(tag: str) -> Iterable[str]:
    """Return a tag without its coding, and those it has in each coding.

    An answer is the same whatever it is packed in, and a client that asks anew may ask for another
    coding.
    """
    bare, _, coding = tag.rpartition("-")
    plain = bare if coding in CODINGS else tag
    return (plain, *(coded_tag(plain, each) for each in CODINGS))

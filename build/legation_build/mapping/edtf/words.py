"""Read what people write in place of a time in EDTF, to show how it is written. Pure."""

import re
from calendar import month_name

_MONTH = "(?i:" + "|".join(name for name in month_name if name) + ")"
_POINTS = (
    # 3 May 1890, 3rd of May 1890 · May 3, 1890 · May 1890
    re.compile(
        rf"(?P<day>\d\d?)(?:st|nd|rd|th)?(?: of)? (?P<name>{_MONTH}),? (?P<year>\d{{4}})", re.ASCII
    ),
    re.compile(rf"(?P<name>{_MONTH}) (?P<day>\d\d?)(?:st|nd|rd|th)?,? (?P<year>\d{{4}})", re.ASCII),
    re.compile(rf"(?P<name>{_MONTH}),? (?P<year>\d{{4}})", re.ASCII),
    # 3.5.1890 · 1890-5-3, 1890-5
    re.compile(r"(?P<day>\d\d?)\.\s?(?P<month>\d\d?)\.\s?(?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<year>\d{4})[-.](?P<month>\d\d?)(?:[-.](?P<day>\d\d?))?", re.ASCII),
    re.compile(r"(?P<year>\d{4})", re.ASCII),
)
_CENTURY = re.compile(r"(?:the )?(\d\d?)(?:st|nd|rd|th) century", re.IGNORECASE | re.ASCII)
_DECADE = re.compile(r"(?:the )?(\d{2})(\d)0'?s", re.IGNORECASE | re.ASCII)
_ABOUT = re.compile(r"(?:about|around|circa|c\.|ca\.|~)\s*(.+)", re.IGNORECASE | re.ASCII)
_SINCE = re.compile(
    r"(?:since|from)\s+(.+)|(.+?)\s*(?:-|–|/)?\s*(?:\.\.\.?|onwards?)", re.IGNORECASE | re.ASCII
)
_UNTIL = re.compile(r"(?:until|till|up to)\s+(.+)|\.\.\s*-?\s*(.+)", re.IGNORECASE | re.ASCII)
_BETWEEN = re.compile(
    r"(?:from |between )?(.+?)\s*(?:-|–|—|\bto\b|\band\b|\buntil\b)\s*(.+)",
    re.IGNORECASE | re.ASCII,
)
_EDTF = re.compile(r"\d{4}|\d{3}X|\d{2}XX", re.ASCII)
# No words for a time have more characters.
_MOST = 60


def meant(words: str) -> str:
    """Return in EDTF what English words for a time, or another way to write it, mean; else "".

    >>> meant("3 May 1890"), meant("19th century"), meant("since the 1990s"), meant("long ago")
    ('1890-05-03', '18XX', '199X/..', '')
    """
    words = " ".join(words[:_MOST].split()).removeprefix("in ")
    if point := _point(words):
        return point
    for pattern, shape in ((_UNTIL, "../{}"), (_SINCE, "{}/.."), (_ABOUT, "{}~")):
        if (found := pattern.fullmatch(words)) and (point := _point(found[found.lastindex or 0])):
            return shape.format(point)
    if found := _BETWEEN.fullmatch(words):
        first, last = _point(found[1]), _point(found[2])
        return f"{first}/{last}" if first and last else ""
    return ""


def _point(words: str) -> str:
    words = words.strip()
    if found := _CENTURY.fullmatch(words):
        return f"{int(found[1]) - 1:02}XX" if int(found[1]) else ""
    if found := _DECADE.fullmatch(words):
        return f"{found[1]}XX" if found[2] == "0" else f"{found[1]}{found[2]}X"
    if _EDTF.fullmatch(words):
        return words
    for pattern in _POINTS:
        if found := pattern.fullmatch(words):
            parts = found.groupdict()
            name = parts.get("name")
            month = [*month_name].index(name.title()) if name else int(parts.get("month") or 0)
            day = int(parts.get("day") or 0)
            return parts["year"] + "".join(f"-{n:02}" for n in (month, day) if n)
    return ""

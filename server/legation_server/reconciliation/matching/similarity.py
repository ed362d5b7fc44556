"""How alike two normal forms are, from 0 to 100."""

from rapidfuzz import fuzz

EXACT = 100.0
SAME_WORDS = 98.0
ABBREVIATED = 90.0
SAME_WORD = 70
# Long names share this many letters by chance; below it their words need not be looked at.
LETTERS_ALONE = 60
# A name that holds all words of another: what it gets whatever is left over, what is added, what
# more when they stand together there, and the most it can get.
PART, COVERED, TOGETHER, MOST_OF_PART = 55.0, 40.0, 4.0, 95.0


def similarity(asked: str, name: str) -> float:
    """Return how alike two normal forms are: 100 only for the same, 98 for the same words.

    >>> similarity("ilham aliyev", "aliyev ilham"), similarity("i aliyev", "ilham aliyev")
    (98.0, 90.0)
    """
    if asked == name:
        return EXACT
    some, other = asked.split(), name.split()
    if sorted(some) == sorted(other):
        return SAME_WORDS
    alike = max(fuzz.ratio(asked, name), 0.97 * fuzz.token_sort_ratio(asked, name))
    if len(some) > 1 and len(other) > 1 and alike > LETTERS_ALONE:
        alike = (alike + words_alike(some, other)) / 2
    part = PART + COVERED * min(len(asked), len(name)) / max(len(asked), len(name))
    if f" {asked} " in f" {name} ":
        part = min(part + TOGETHER, MOST_OF_PART)
    if set(some) <= set(other):
        alike = max(alike, part)
    elif set(other) <= set(some):
        alike = part
    if alike < ABBREVIATED and (abbreviates(some, other) or abbreviates(other, some)):
        return ABBREVIATED
    return min(alike, SAME_WORDS - 1)


def words_alike(some: list[str], other: list[str]) -> float:
    """Return how far the words of two names have a like word in the other, from 0 to 100.

    >>> words_alike(["gaza", "war"], ["war", "games"])
    40.0
    """
    total = sum(map(len, some)) + sum(map(len, other))
    found = 0.0
    for words, others in ((some, other), (other, some)):
        for word in words:
            best = max(fuzz.ratio(word, each, score_cutoff=SAME_WORD) for each in others)
            found += len(word) * best
    return found / total


def abbreviates(short: list[str], full: list[str]) -> bool:
    """Tell whether one name is another with some words, but not all, cut to their first letter.

    The last word may stand first.

    >>> abbreviates(["b", "netanyahu"], ["benjamin", "netanyahu"])
    True
    """
    if len(short) != len(full) or not any(len(word) == 1 for word in short):
        return False
    orders = (short, short[1:] + short[:1])
    return any(
        all(a == b or (len(a) == 1 and b.startswith(a)) for a, b in zip(order, full, strict=True))
        and any(a == b and len(a) > 1 for a, b in zip(order, full, strict=True))
        for order in orders
    )

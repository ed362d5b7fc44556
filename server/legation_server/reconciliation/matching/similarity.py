"""The similarity of two normal forms of names, from 0 to 100."""

from rapidfuzz import fuzz

EXACT = 100.0
SAME_WORDS = 98.0
ABBREVIATED = 90.0
LEAST_OF_SIMILAR_WORDS = 70
# Long names share this many letters by chance; below it their words are not compared.
LEAST_TO_COMPARE_WORDS = 60
# A name with all words of another: its least similarity, what the share of the letters adds, what
# adjacent words add, and its greatest similarity.
PART, COVERED, ADJACENT, MOST_OF_PART = 55.0, 40.0, 4.0, 95.0


def similarity(given: str, name: str) -> float:
    """Return the similarity of two normal forms: 100 only for the same, 98 for the same words.

    >>> similarity("ilham aliyev", "aliyev ilham"), similarity("i aliyev", "ilham aliyev")
    (98.0, 90.0)
    """
    if given == name:
        return EXACT
    some, other = given.split(), name.split()
    if sorted(some) == sorted(other):
        return SAME_WORDS
    score = max(fuzz.ratio(given, name), 0.97 * fuzz.token_sort_ratio(given, name))
    if len(some) > 1 and len(other) > 1 and score > LEAST_TO_COMPARE_WORDS:
        score = (score + words_alike(some, other)) / 2
    part = PART + COVERED * min(len(given), len(name)) / max(len(given), len(name))
    if f" {given} " in f" {name} ":
        part = min(part + ADJACENT, MOST_OF_PART)
    if set(some) <= set(other):
        score = max(score, part)
    elif set(other) <= set(some):
        score = part
    if score < ABBREVIATED and (abbreviates(some, other) or abbreviates(other, some)):
        return ABBREVIATED
    return min(score, SAME_WORDS - 1)


def words_alike(some: list[str], other: list[str]) -> float:
    """Return how far the words of two names have a similar word in the other, from 0 to 100.

    >>> words_alike(["gaza", "war"], ["war", "games"])
    40.0
    """
    total = sum(map(len, some)) + sum(map(len, other))
    found = 0.0
    for words, others in ((some, other), (other, some)):
        for word in words:
            best = max(
                fuzz.ratio(word, each, score_cutoff=LEAST_OF_SIMILAR_WORDS) for each in others
            )
            found += len(word) * best
    return found / total


def abbreviates(short: list[str], full: list[str]) -> bool:
    """Return whether one name is another with some words, but not all, cut to their first letter.

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

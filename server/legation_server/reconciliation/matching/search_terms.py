"""Cut what somebody searches for into words, each in the spellings that an index may have."""

from legation_server.reconciliation.matching.names import normal_forms

# Longer texts are no search; the rest of them is passed over.
LONGEST_SEARCH_CHARACTERS = 200


def terms_of(query: str) -> list[tuple[str, ...]]:
    """Return the words of a search, each in its spellings, likeliest first.

    Words are lower-case Latin letters and digits, as `site_index.search` takes them. The text is
    cut at LONGEST_SEARCH_CHARACTERS; one without a letter or digit has no words.

    >>> terms_of("Ilham Əliyev!")
    [('ilham',), ('aliyev', 'eliyev')]
    """
    terms: list[tuple[str, ...]] = []
    for word in query[:LONGEST_SEARCH_CHARACTERS].split():
        spellings = [form.split() for form in normal_forms(word)]
        for place in range(max(map(len, spellings), default=0)):
            parts = (words[place] for words in spellings if place < len(words))
            terms.append(tuple(dict.fromkeys(parts)))
    return terms


def folded(query: str) -> str:
    """Return the words of a search as one text, each in its likeliest spelling.

    >>> folded("  Ilham Əliyev – Tel-Aviv ")
    'ilham aliyev tel aviv'
    """
    return " ".join(term[0] for term in terms_of(query))

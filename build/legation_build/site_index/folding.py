"""Fold texts for search: the same form whatever the script, case, accents and punctuation. Pure.

A server folds what is searched for in the same way; a test compares the two.
"""

import re
import unicodedata

from anyascii import anyascii

# Azerbaijani letters: ə is a in English (Aliyev) and e by its shape (Eliyev); ş is sh (Shusha)
# and s by its shape, which is how anyascii writes it.
_VOWELS = [str.maketrans({"ə": letter}) for letter in ("a", "e")]
_CONSONANTS = [str.maketrans({"ş": "sh", "ç": "ch", "ğ": "gh"}), str.maketrans({})]
_INITIALISM = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_APOSTROPHES = re.compile("['`\\u2018\\u2019\\u02bc\\u2032]")
# Vowel signs of Hebrew and Arabic, which most texts leave out.
_VOWEL_POINTS = re.compile("[\\u0591-\\u05bd\\u05bf-\\u05c7\\u064b-\\u065f\\u0670]")
_NOT_WORDS = re.compile(r"[^0-9a-z]+")
_NO_INITIALS = frozenset({"a", "an", "and", "for", "in", "of", "on", "the", "to"})


def search_forms(text: str) -> tuple[str, ...]:
    """Return the folded forms of a text, likeliest first; none when it has no letter or digit.

    >>> search_forms("Əliyev"), search_forms("Şuşa"), search_forms("Баку")
    (('aliyev', 'eliyev'), ('shusha', 'susa'), ('baku',))
    """
    folded = _VOWEL_POINTS.sub("", unicodedata.normalize("NFKC", text)).casefold()
    if folded.isascii():
        form = _latin(folded)
        return (form,) if form else ()
    spellings = dict.fromkeys(
        folded.translate(vowels).translate(consonants)
        for consonants in _CONSONANTS
        for vowels in _VOWELS
    )
    return tuple(form for form in dict.fromkeys(map(_latin, spellings)) if form)


def _latin(text: str) -> str:
    joined = _INITIALISM.sub(lambda found: found[0].replace(".", "") + " ", text)
    latin = anyascii(_APOSTROPHES.sub("", joined).replace("&", " and ")).casefold()
    return _NOT_WORDS.sub(" ", _APOSTROPHES.sub("", latin)).strip()


def search_words(*texts: str) -> str:
    """Return all forms of `texts` as one text for a full-text index, each word once.

    >>> search_words("Ilham Əliyev", "Aliyev")
    'ilham aliyev eliyev'
    """
    forms = (word for text in texts for form in search_forms(text) for word in form.split())
    return " ".join(dict.fromkeys(forms))


def initials(form: str) -> str:
    """Return the first letters of a folded name's words; empty for fewer than three words.

    Articles, prepositions and the like do not count.

    >>> initials("european court of human rights")
    'echr'
    """
    words = [word for word in form.split() if word not in _NO_INITIALS]
    return "".join(word[0] for word in words) if len(words) > 2 else ""

"""Normal forms of names, which do not depend on script, case, accents and punctuation."""

import re
import unicodedata

from anyascii import anyascii

# Azerbaijani letters: ə is a in English (Aliyev) and e by its shape (Eliyev); ş is sh (Shusha)
# and s by its shape, which is how anyascii writes it.
VOWELS = [str.maketrans({"ə": letter}) for letter in ("a", "e")]
CONSONANTS = [str.maketrans({"ş": "sh", "ç": "ch", "ğ": "gh"}), str.maketrans({})]
INITIALISM = re.compile(r"\b(?:[^\W\d_]\.){2,}")
APOSTROPHES = re.compile("['`\\u2018\\u2019\\u02bc\\u2032]")
# Vowel signs of Hebrew and Arabic, which most texts leave out.
VOWEL_POINTS = re.compile("[\\u0591-\\u05bd\\u05bf-\\u05c7\\u064b-\\u065f\\u0670]")
NOT_WORDS = re.compile(r"[^0-9a-z]+")
QUALIFIER = re.compile(r"[(\[][^()\[\]]*[)\]]")
# Some characters become up to eighteen others each; no name needs more than these.
MOST_CHARACTERS = 1_000
STOP_WORDS = frozenset({"a", "an", "and", "for", "in", "of", "on", "the", "to"})
# Words that stand in most questions and tell nothing about what is asked.
_COMMON = """a about an and any are as at be been by did do does for from had has have how in into
is it its many much of on or s say said that the their them there they this to was were what when
where which who whom whose why will with would"""
COMMON_WORDS = frozenset(_COMMON.split())
# Longer texts are no search; the rest of them is passed over.
LONGEST_SEARCH_CHARACTERS = 200


def normal_forms(text: str) -> tuple[str, ...]:
    """Return the normal forms of a text, likeliest first; none when it has no letter or digit.

    >>> normal_forms("Əliyev"), normal_forms("Şuşa")
    (('aliyev', 'eliyev'), ('shusha', 'susa'))
    """
    spelled_out = unicodedata.normalize("NFKC", text)[:MOST_CHARACTERS]
    folded = VOWEL_POINTS.sub("", spelled_out).casefold()
    spellings = dict.fromkeys(
        folded.translate(vowels).translate(consonants)
        for consonants in CONSONANTS
        for vowels in VOWELS
    )
    return tuple(form for form in dict.fromkeys(map(normal_form, spellings)) if form)


def normal_form(text: str) -> str:
    """Return a text in lower-case Latin letters and digits, with single spaces between words.

    >>> normal_form("Łódź & Баку"), normal_form("u.s.–kind"), normal_form("Israel's")
    ('lodz and baku', 'us kind', 'israels')
    """
    joined = INITIALISM.sub(lambda found: found[0].replace(".", "") + " ", text)
    latin = anyascii(APOSTROPHES.sub("", joined).replace("&", " and ")).casefold()
    return NOT_WORDS.sub(" ", APOSTROPHES.sub("", latin)).strip()


def without_qualifier(text: str) -> str:
    """Return a text without what is in brackets or after its first comma.

    >>> without_qualifier("Baku (city)"), without_qualifier("Baku, Azerbaijan")
    ('Baku', 'Baku')
    """
    return QUALIFIER.sub(" ", text).partition(",")[0].strip()


def swapped_at_comma(text: str) -> str:
    """Return a name with the parts around its comma swapped; empty without a single comma.

    >>> swapped_at_comma("Aliyev, Ilham")
    'Ilham Aliyev'
    """
    last, comma, first = text.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and "," not in first else ""


def initials(form: str) -> str:
    """Return the first letters of a normal form's words; empty for fewer than three words.

    Articles, prepositions and the like do not count.


    >>> initials("european court of human rights")
    'echr'
    """
    words = [word for word in form.split() if word not in STOP_WORDS]
    return "".join(word[0] for word in words) if len(words) > 2 else ""


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
            parts = [words[place] for words in spellings if place < len(words)]
            if not word.isascii():
                # The q of Azerbaijani is k in many English names: Qarabağ is Karabakh.
                parts += [part.replace("q", "k") for part in parts]
            terms.append(tuple(dict.fromkeys(parts)))
    return terms


def folded(query: str) -> str:
    """Return the words of a search as one text, each in its likeliest spelling.

    >>> folded("  Ilham Əliyev – Tel-Aviv ")
    'ilham aliyev tel aviv'
    """
    return " ".join(term[0] for term in terms_of(query))

"""Normal forms of names: one way to write a name, whatever its script, case and punctuation."""

import re
import unicodedata

from anyascii import anyascii

# Azerbaijani letters: ə is a in English (Aliyev) and e by its shape (Eliyev); ş is sh (Shusha)
# and s by its shape, which is how anyascii writes it.
VOWELS = [str.maketrans({"ə": way}) for way in ("a", "e")]
CONSONANTS = [str.maketrans({"ş": "sh", "ç": "ch", "ğ": "gh"}), str.maketrans({})]
INITIALISM = re.compile(r"\b(?:[^\W\d_]\.){2,}")
APOSTROPHES = re.compile("['`\\u2018\\u2019\\u02bc\\u2032]")
# Vowel signs of Hebrew and Arabic, which most texts leave out.
POINTS = re.compile("[\\u0591-\\u05bd\\u05bf-\\u05c7\\u064b-\\u065f\\u0670]")
NOT_WORDS = re.compile(r"[^0-9a-z]+")
ASIDE = re.compile(r"[(\[][^()\[\]]*[)\]]")
# A few characters stand for up to eighteen others each; no name needs more than these.
LONGEST = 1_000
UNSTRESSED = frozenset({"a", "an", "and", "for", "in", "of", "on", "the", "to"})


def readings(text: str) -> tuple[str, ...]:
    """Return the normal forms of a text, the likeliest first; none when it has no letter or digit.

    >>> readings("Əliyev"), readings("Şuşa")
    (('aliyev', 'eliyev'), ('shusha', 'susa'))
    """
    spelled_out = unicodedata.normalize("NFKC", text)[:LONGEST]
    folded = POINTS.sub("", spelled_out).casefold()
    ways = dict.fromkeys(
        folded.translate(vowels).translate(consonants)
        for consonants in CONSONANTS
        for vowels in VOWELS
    )
    return tuple(form for form in dict.fromkeys(map(normal_form, ways)) if form)


def normal_form(text: str) -> str:
    """Return a text in lower-case Latin letters, its words apart by single spaces.

    >>> normal_form("Łódź & Баку"), normal_form("u.s.–kind"), normal_form("Israel's")
    ('lodz and baku', 'us kind', 'israels')
    """
    joined = INITIALISM.sub(lambda found: found[0].replace(".", "") + " ", text)
    latin = anyascii(APOSTROPHES.sub("", joined).replace("&", " and ")).casefold()
    return NOT_WORDS.sub(" ", APOSTROPHES.sub("", latin)).strip()


def without_aside(text: str) -> str:
    """Return a text without what stands in brackets or after its first comma.

    >>> without_aside("Baku (city)"), without_aside("Baku, Azerbaijan")
    ('Baku', 'Baku')
    """
    return ASIDE.sub(" ", text).partition(",")[0].strip()


def turned(text: str) -> str:
    """Return a name with its parts around a single comma turned; nothing when there is none.

    >>> turned("Aliyev, Ilham")
    'Ilham Aliyev'
    """
    last, comma, first = text.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and "," not in first else ""


def initials(form: str) -> str:
    """Return the first letters of a normal form's stressed words; nothing for fewer than three.

    >>> initials("european court of human rights")
    'echr'
    """
    words = [word for word in form.split() if word not in UNSTRESSED]
    return "".join(word[0] for word in words) if len(words) > 2 else ""

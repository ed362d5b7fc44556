"""Names of imaginary states, cities, persons and bodies, made of syllables."""

from collections.abc import Iterator
from random import Random

_BEGINNINGS = (
    *("Ar", "Bel", "Cor", "Dal", "El", "Fan", "Gor", "Hal", "Il", "Jor", "Kal", "Lor", "Mar"),
    *("Nor", "Or", "Pel", "Quen", "Ros", "Sil", "Tar", "Ul", "Ver", "Wes", "Yar", "Zem"),
)
_MIDDLES = ("a", "e", "i", "o", "u", "ane", "eri", "ovi", "ula", "ami", "ede", "ino", "ora", "ulé")
_STATES = ("via", "ria", "nia", "land", "stan", "mark", "dor", "mar", "tia", "sia")
_CITIES = ("grad", "haven", "burg", "ville", "port", "ford", "polis", "minster", "stad", "mouth")
_FAMILIES = ("sen", "ov", "ez", "ini", "berg", "son", "ski", "oğlu", "adze", "yan", "ard", "ström")
_GIVEN = (
    *("Ada", "Bo", "Cyra", "Dario", "Esin", "Fadi", "Gita", "Hugo", "Ines", "Jana", "Kenji"),
    *("Lale", "Milo", "Nadia", "Olga", "Piet", "Rana", "Samir", "Tove", "Ugo", "Vera", "Zoë"),
)


class Names:
    """A source of names, none of which it gives twice."""

    def __init__(self, seed: str) -> None:
        """Take the seed on which all names depend."""
        self._chance = Random(f"names {seed}")
        self._given: set[str] = set()

    def state(self) -> str:
        """Return the name of a state."""
        return self._new(_STATES)

    def city(self) -> str:
        """Return the name of a city."""
        return self._new(_CITIES)

    def body(self) -> str:
        """Return the first word in the name of a company or body."""
        return self._new(("ex", "tec", "um", "ica", "on", "oil"))

    def person(self) -> str:
        """Return the name of a person."""
        for given in self._choices(_GIVEN):
            family = self._word(_FAMILIES)
            if self._is_new(name := f"{given} {family}"):
                return name
        raise AssertionError("endless")

    def _new(self, endings: tuple[str, ...]) -> str:
        for beginning in self._choices(_BEGINNINGS):
            if self._is_new(name := self._word(endings, beginning)):
                return name
        raise AssertionError("endless")

    def _word(self, endings: tuple[str, ...], beginning: str = "") -> str:
        chance = self._chance
        first = beginning or chance.choice(_BEGINNINGS)
        middle = chance.choice(_MIDDLES) + chance.choice(("", "", "l", "n", "s", "t", "ndra", "ko"))
        return first + middle + chance.choice(endings)

    def _choices(self, words: tuple[str, ...]) -> Iterator[str]:
        while True:
            yield self._chance.choice(words)

    def _is_new(self, name: str) -> bool:
        is_new = name not in self._given
        self._given.add(name)
        return is_new

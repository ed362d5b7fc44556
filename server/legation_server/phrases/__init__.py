"""Puts times, figures and degrees of certainty into words that can be translated."""

from legation_server.phrases.amounts import Amount, amount_words
from legation_server.phrases.firmness import Mark, degree, degree_mark, key, marks
from legation_server.phrases.language import ENGLISH, Language
from legation_server.phrases.times import bounds_words, time_words

__all__ = [
    "ENGLISH",
    "Amount",
    "Language",
    "Mark",
    "amount_words",
    "bounds_words",
    "degree",
    "degree_mark",
    "key",
    "marks",
    "time_words",
]

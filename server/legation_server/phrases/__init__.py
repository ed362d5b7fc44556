"""Puts statements, times, figures and degrees of certainty into words that can be translated."""

from legation_server.phrases.language import ENGLISH, Language

__all__ = [
    "ENGLISH",
    "Language",
]

"""Understand queries written for the Wikidata Query Service, by pure functions."""

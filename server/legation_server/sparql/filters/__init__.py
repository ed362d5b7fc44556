"""Reads what the filters of a query ask of values, by pure functions."""

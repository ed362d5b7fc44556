"""Rewrite queries where the engine differs from the standard and a rewriting is exact."""

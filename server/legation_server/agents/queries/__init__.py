"""Queries of agents: what they can ask, what a result says, and why one is empty."""

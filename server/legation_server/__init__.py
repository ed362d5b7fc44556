"""Serve a release: SPARQL endpoint, pages, things and dumps."""

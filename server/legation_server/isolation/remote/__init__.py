"""Run queries on a SPARQL endpoint elsewhere, and answer as if the data were here."""

"""The files of the release: dumps, tables, descriptions."""

"""The page of who has to do with whom: a ring of entities, and the same as a table."""

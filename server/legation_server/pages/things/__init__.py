"""The page and the documents of each thing."""

"""Turn the mappings of documents into a checked release of linked data."""

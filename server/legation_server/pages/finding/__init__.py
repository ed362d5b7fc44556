"""The pages that find: search, timeline, disputes, figures, sources and topics, from the index."""

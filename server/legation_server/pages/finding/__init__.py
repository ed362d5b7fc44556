"""The pages that find: search, timeline, topics and sources, from the index."""

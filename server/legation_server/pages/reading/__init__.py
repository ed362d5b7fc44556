"""The pages to read, from the release's index: home, entities, statements, documents, sentences."""

"""The pages to read: home, people and places, entities, statements, documents, sentences."""

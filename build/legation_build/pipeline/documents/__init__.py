"""Work at the documents of a build one by one, in batches, and keep what was made of each."""

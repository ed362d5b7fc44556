"""Answer queries that count everything from counts that were made before, by pure functions."""

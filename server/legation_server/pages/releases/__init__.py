"""The pages of releases, what changed between them, and what is gone."""

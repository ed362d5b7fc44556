"""Find the entities that a name may mean."""

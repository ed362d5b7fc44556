"""Pictures of pages, for those who show links: what it says, how firmly, and on whose word."""

"""The process that holds the data of a release, and the server's handle on it."""

"""The documentation of the program, as pages."""

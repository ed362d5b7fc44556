"""What is done to every request and answer of the application."""

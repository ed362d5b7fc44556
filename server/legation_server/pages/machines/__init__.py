"""What the addresses of this server are, for programs and language models."""

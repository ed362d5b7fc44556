"""Reads what is to be compared: figures, disputes, and where passages differ."""

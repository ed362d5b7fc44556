"""Write tables, and end them at the limit of rows."""

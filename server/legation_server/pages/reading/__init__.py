"""What pages to read are made of: lines, choices, sections, pictures of years, and a cache."""

"""Write the index that a server's pages are read from: one SQLite file a release."""

from legation_build.site_index.folding import search_forms
from legation_build.site_index.site_file import PATH, site_file

__all__ = ["PATH", "search_forms", "site_file"]

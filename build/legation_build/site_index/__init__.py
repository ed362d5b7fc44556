"""Write the index that a server's pages are read from: one SQLite file a release."""

from legation_build.site_index.folding import search_forms
from legation_build.site_index.merging.site import write_site, write_texts
from legation_build.site_index.parts import part_rows, write_bundle
from legation_build.site_index.release_files import PATH, TEXT_PATH, site_files

__all__ = [
    "PATH",
    "TEXT_PATH",
    "part_rows",
    "search_forms",
    "site_files",
    "write_bundle",
    "write_site",
    "write_texts",
]

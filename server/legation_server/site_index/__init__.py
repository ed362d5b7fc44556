"""Reads the index that a release has for its pages, without a query worker."""

from legation_server.site_index.database import PATH, SiteIndex

__all__ = ["PATH", "SiteIndex"]

"""What every view needs: the site, its hooks, headers and errors, and HTTP below Flask."""

from legation_server.web import links, operations
from legation_server.web.application import body_limit, prepare
from legation_server.web.asgi import OUTCOME, AsgiAdapter, Receive, Send
from legation_server.web.current_site import NAME, SAFE, Site, Store, client_has_gone, site
from legation_server.web.environ import Scope
from legation_server.web.hooks.conditions import conditions
from legation_server.web.hooks.content_etags import tag_by_content
from legation_server.web.hooks.query_log import open_log
from legation_server.web.hooks.response_headers import CONTENT_SECURITY_POLICY
from legation_server.web.http_protocol import HttpProtocol
from legation_server.web.internal_queries import ask, construct, select, select_rows, select_terms
from legation_server.web.lifetime import Lifetime
from legation_server.web.links import add_links, address, signposts
from legation_server.web.reader_language import LANGUAGES, language, name_tag
from legation_server.web.signposting import Link

__all__ = [
    "BLUEPRINTS",
    "CONTENT_SECURITY_POLICY",
    "LANGUAGES",
    "NAME",
    "OUTCOME",
    "SAFE",
    "AsgiAdapter",
    "HttpProtocol",
    "Lifetime",
    "Link",
    "Receive",
    "Scope",
    "Send",
    "Site",
    "Store",
    "add_links",
    "address",
    "ask",
    "body_limit",
    "client_has_gone",
    "conditions",
    "construct",
    "language",
    "name_tag",
    "open_log",
    "prepare",
    "select",
    "select_rows",
    "select_terms",
    "signposts",
    "site",
    "tag_by_content",
]

BLUEPRINTS = (links.blueprint, operations.blueprint)

"""Pages and documents of things, releases and files."""

from legation_server.pages import home, quality_pages, sitemap, wikidata
from legation_server.pages.comparing import dispute_pages, figure_pages
from legation_server.pages.files import dumps, records
from legation_server.pages.finding import csv_file, search_page, timeline_pages, topic_pages
from legation_server.pages.guide import guide_pages
from legation_server.pages.machines import llms, openapi
from legation_server.pages.network import network_pages
from legation_server.pages.pictures import picture_pages
from legation_server.pages.reading.views import citation_files
from legation_server.pages.releases import memento, stream
from legation_server.pages.releases import routes as releases
from legation_server.pages.things import entity_index, graph_index, routes
from legation_server.pages.things.schema_org import DESCRIPTION

__all__ = [
    "BLUEPRINTS",
    "DESCRIPTION",
]

# Things take every address that no other part has.
BLUEPRINTS = (
    search_page.blueprint,
    dispute_pages.blueprint,
    figure_pages.blueprint,
    network_pages.blueprint,
    timeline_pages.blueprint,
    topic_pages.blueprint,
    csv_file.blueprint,
    entity_index.blueprint,
    graph_index.blueprint,
    dumps.blueprint,
    records.blueprint,
    quality_pages.blueprint,
    llms.blueprint,
    openapi.blueprint,
    releases.blueprint,
    stream.blueprint,
    memento.blueprint,
    wikidata.blueprint,
    sitemap.blueprint,
    picture_pages.blueprint,
    home.blueprint,
    guide_pages.blueprint,
    citation_files.blueprint,
    routes.blueprint,
)

"""The records of the release for catalogues of data sets: Croissant, RO-Crate, Data Package."""

import json
from contextlib import closing

from flask import Blueprint, Response

from legation_server.pages.files.dumps import find, serve
from legation_server.pages.files.responses import open_release_file
from legation_server.releases import CROISSANT_FILE, DATA_PACKAGE_FILE, RO_CRATE_FILE
from legation_server.web import add_links, address, signposts, site, tag_by_content

blueprint = Blueprint("records", __name__)


@blueprint.get(f"/{CROISSANT_FILE}")
def croissant() -> Response:
    """Serve the record for catalogues of machine learning (Croissant 1.1).

    Its readers need whole addresses of files; these lead to the release, which never changes.
    """
    release = site().release
    file = find(CROISSANT_FILE)
    with closing(open_release_file(release, file)) as stream:
        record = json.loads(stream.read())
    for part in record["distribution"]:
        part["contentUrl"] = address(f"releases/{release.folder.name}/{part['contentUrl']}")
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    response = Response(text, content_type=file.media_type)
    tag_by_content(response)
    return add_links(response, signposts().file(file))


@blueprint.get(f"/{RO_CRATE_FILE}")
def ro_crate() -> Response:
    """Serve the record of the release's folder as a research object (RO-Crate 1.2)."""
    return serve(find(RO_CRATE_FILE))


@blueprint.get(f"/{DATA_PACKAGE_FILE}")
def data_package() -> Response:
    """Serve the record of the table in CSV (Frictionless Data Package 2.0)."""
    return serve(find(DATA_PACKAGE_FILE))

"""Find the ontology and the mappings that come with Legation."""

from importlib.resources import files
from pathlib import Path


def resource(name: str) -> Path:
    """Return the folder `ontology` or `mappings`: packaged in a wheel, at the root of a checkout.

    >>> resource("ontology").joinpath("shapes.ttl").name
    'shapes.ttl'
    """
    packaged = Path(str(files("legation_build"))) / name
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / name

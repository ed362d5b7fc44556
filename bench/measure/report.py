"""The page docs/growing.md and its pictures, made from the figures that were kept. Pure."""

from collections.abc import Callable, Mapping
from string import Template

from compare import REFERENCE

from measure import tables
from measure.curves import chart
from measure.figures import Data, by_size, finished, means_by_server, ms_a_document
from measure.targets import target_rows


def render(template: str, data: Data) -> str:
    """Return the page: the template with a table in place of each `$name`."""
    return Template(template).substitute({name: make(data) for name, make in _PARTS.items()})


def pictures(data: Data) -> dict[str, str]:
    """Return the growth curves: name of the file → SVG."""
    built = finished(data, "build")
    starts = [one for one in by_size(data, "start").values() if "later" in one]
    means = means_by_server(data)
    return {
        "growth-build.svg": chart(
            "Processor time of a build for each document",
            "documents",
            "ms",
            {
                "build": [(one["documents"], ms_a_document(one)) for one in built],
                "check and validate": [
                    (one["documents"], ms_a_document(one)) for one in finished(data, "validate")
                ],
            },
        ),
        "growth-memory.svg": chart(
            "Most memory of all processes of a build",
            "documents",
            "MiB",
            {"build": [(one["documents"], one["peak_mib"]) for one in built]},
        ),
        "growth-start.svg": chart(
            "Memory of a server that has started",
            "quads",
            "MiB",
            {"all processes": sorted((one["quads"], one["later"]["mib"]) for one in starts)},
        ),
        "growth-queries.svg": chart(
            f"Queries a second, {REFERENCE} = 1",
            "quads",
            "ratio",
            {name: sorted(rates.items()) for name, rates in means.items() if name != REFERENCE},
        ),
    }


def _machine(data: Data) -> str:
    about = by_size(data, "machine").get("here", {})
    if not about:
        return "Nothing was measured yet."
    return f"{about['processors']} processors and {about['memory_gib']:g} GiB of memory"


def _targets(data: Data) -> str:
    return tables.table("| to reach | measured | |", target_rows(data, means_by_server(data)))


_PARTS: Mapping[str, Callable[[Data], str]] = {
    "machine": _machine,
    "targets": _targets,
    "build": tables.build_table,
    "article": tables.article,
    "validate": tables.times_table("validate"),
    "changed": tables.times_table("changed"),
    "dumps": tables.dump_table,
    "start": tables.start_table,
    "queries": tables.query_table("queries"),
    "distinct": tables.query_table("distinct"),
    "rates": tables.rate_tables,
    "pages": tables.page_table,
    "slowest_page": tables.slowest_page,
}

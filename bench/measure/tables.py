"""The tables of docs/growing.md, in Markdown. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from compare import QUERIES, REFERENCE

from measure.figures import Data, by_size, finished, means_by_server, ms_a_document

_NONE = "not measured"


def table(head: str, rows: list[list[str]]) -> str:
    """Return a table in Markdown; a sentence when it has no rows."""
    if not rows:
        return f"({_NONE} yet)"
    columns = head.count("|") - 1
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([head, "|" + "---|" * columns, *lines])


def build_table(data: Data) -> str:
    """Return what builds took."""
    rows = []
    for one in by_size(data, "build").values():
        if "seconds" not in one:
            rows.append([f"{one['documents']:,}", _not_done(one), *[""] * 6])
            continue
        rate = one["quads"] / one["processor_seconds"]
        rows.append(
            [
                *(f"{one['documents']:,}", f"{one['claims']:,}", f"{one['quads']:,}"),
                f"{one['seconds']:,.1f} s",
                f"{one['processor_seconds']:,.1f} s",
                f"{ms_a_document(one):,.0f} ms",
                f"{rate:,.0f}",
                f"{one['peak_mib']:,.0f} MiB",
            ]
        )
    head = (
        "| documents | claims | quads | time | processor time | for each document | "
        "quads a second and core | most memory |"
    )
    return table(head, rows)


def article(data: Data) -> str:
    """Return a sentence about the build of Legation's own article."""
    one = by_size(data, "article").get("here", {})
    if "seconds" not in one:
        return "The article that Legation publishes was not built yet."
    return (
        f"The article that Legation publishes, with {one['claims']:,} claims and "
        f"{one['quads']:,} quads in its release, takes {one['seconds']:.1f} s "
        f"({one['processor_seconds']:.1f} s of processor time) and {one['peak_mib']:,.0f} MiB."
    )


def times_table(measurement: str) -> Callable[[Data], str]:
    """Return what makes the table of what a measurement took."""

    def make(data: Data) -> str:
        rows = []
        for one in by_size(data, measurement).values():
            if "seconds" not in one:
                rows.append([f"{one['documents']:,}", _not_done(one), "", ""])
                continue
            rows.append(
                [
                    f"{one['documents']:,}",
                    f"{one['seconds']:,.1f} s",
                    f"{one['processor_seconds']:,.1f} s",
                    f"{one['peak_mib']:,.0f} MiB",
                ]
            )
        return table("| documents | time | processor time | most memory |", rows)

    return make


def dump_table(data: Data) -> str:
    """Return what builds wrote."""
    rows = []
    for one in finished(data, "build"):
        sizes = [one["bytes"].get(kind, 0) / 2**20 for kind in ("dumps", "index", "other")]
        a_quad = sum(one["bytes"].values()) / one["quads"]
        shown = [f"{size:,.1f} MiB" for size in sizes]
        rows.append([f"{one['documents']:,}", *shown, f"{a_quad:,.0f}"])
    head = "| documents | dumps | index of pages | other files | bytes for each quad |"
    return table(head, rows)


def start_table(data: Data) -> str:
    """Return how servers start."""
    rows = []
    for one in sorted(by_size(data, "start").values(), key=lambda one: int(one["quads"])):
        if "later" not in one:
            rows.append([f"{one['quads']:,}", one["failed"], "", ""])
            continue
        rows.append(
            [
                f"{one['quads']:,}",
                f"{one['first']['seconds']:,.1f} s",
                f"{one['later']['seconds']:,.1f} s",
                f"{one['later']['mib']:,.0f} MiB",
            ]
        )
    return table("| quads | first start | later start | memory of all processes |", rows)


def query_table(measurement: str) -> Callable[[Data], str]:
    """Return what makes the table of the means of all servers at all sizes."""

    def make(data: Data) -> str:
        sizes = by_size(data, measurement)
        means = means_by_server(data, measurement)
        names = list(dict.fromkeys(name for servers in sizes.values() for name in servers))
        rows = []
        for size, servers in sizes.items():
            cells = []
            for name in names:
                mean = means.get(name, {}).get(int(size))
                said = servers.get(name, {}).get("left_out", _NONE)
                cells.append(said if mean is None else f"**{mean:.2f}**")
            rows.append([f"{int(size):,}", *cells])
        return table("| quads | " + " | ".join(names) + " |", rows)

    return make


def rate_tables(data: Data) -> str:
    """Return a table of requests a second for each size."""
    parts = []
    for size, servers in by_size(data, "queries").items():
        measured = {name: one["rates"] for name, one in servers.items() if "rates" in one}
        rows = [
            [query, *(f"{rates[query]:,.1f}" if rates[query] < 10 else f"{rates[query]:,.0f}"
                      for rates in measured.values())]
            for query in QUERIES
        ]  # fmt: skip
        head = "| query | " + " | ".join(measured) + " |"
        parts.append(f"### {int(size):,} quads\n\n{table(head, rows)}{_differences(servers)}")
    return "\n\n".join(parts) or f"({_NONE} yet)"


def _differences(servers: Mapping[str, Any]) -> str:
    """Return a sentence about the queries that servers answer differently, if any."""
    wanted = servers.get(REFERENCE, {}).get("answers", {})
    found = [
        f"{name} to {query}"
        for name, one in servers.items()
        for query, answer in one.get("answers", {}).items()
        if answer and wanted.get(query) and answer != wanted[query]
    ]
    return f"\n\nOther answers than {REFERENCE}: {', '.join(found)}." if found else ""


def page_table(data: Data) -> str:
    """Return the pages, the slowest first."""
    pages = sorted(by_size(data, "pages").items(), key=lambda pair: -float(pair[1]["first_ms"]))
    rows = [
        [name, f"{one['first_ms']:.1f}", f"{one['again_ms']:.1f}", f"{one['bytes']:,}"]
        for name, one in pages
    ]
    return table("| page | first byte, ms | again, ms | bytes, compressed |", rows)


def slowest_page(data: Data) -> str:
    """Return a sentence that names the slowest page."""
    pages = by_size(data, "pages")
    if not pages:
        return "No page was measured yet."
    name, one = max(pages.items(), key=lambda pair: float(pair[1]["first_ms"]))
    return f"The slowest is “{name}”: its first byte comes after {one['first_ms']:.1f} ms."


def _not_done(one: Mapping[str, Any]) -> str:
    return f"not done in {one['minutes']:g} minutes"

"""The settings of a server: one table that options, environment variables and docs are made of."""

from dataclasses import dataclass, field, fields
from typing import Any, cast

ENVIRONMENT_PREFIX = "LEGATION_"
# Bytes of the unit that sizes are set in.
MIB = 1024 * 1024

# Less than this makes no sense for a setting that is no number of seconds.
LEAST = 1
LEAST_SECONDS = 0.001
# More than this is a slip of the hand, or more than the system can do.
MOST_SECONDS = 86_400
MOST_MIB = 1_048_576
MOST_PROCESSES = 1_024
# What a slot in the memory that desks share is for (express/shared_state.py).
MOST_DESKS = 64
MOST_PORT = 65_535
MOST_QUERY_BYTES = 67_108_864
MOST_WAITING = 100_000
MOST_THREADS = 10_000
MOST_FILES = 1_000
MOST_PROXIES = 100


def _setting(
    default: Any, help_text: str, least: float | None = None, most: int | None = None
) -> Any:
    seconds = isinstance(default, float)
    usual = LEAST_SECONDS if seconds else LEAST
    metadata = {
        "help": help_text,
        "least": usual if least is None else least,
        "most": MOST_SECONDS if seconds else most,
    }
    return field(default=default, metadata=metadata)


@dataclass(frozen=True)
class Settings:
    """How a server behaves. Each field is `--like-this` and `LEGATION_LIKE_THIS`."""

    host: str = _setting("127.0.0.1", "Address to listen on.")
    port: int = _setting(8000, "Port to listen on.", 0, MOST_PORT)
    store: str = _setting("", "SPARQL endpoint that holds the data instead of this server.")
    pushed: bool = _setting(
        False, "Ask the SPARQL endpoint that `legation push` loaded each release into."
    )
    store_above: int = _setting(
        1_000_000, "Quads above which a release is queried on disk, not in memory.", 0
    )
    store_folder: str = _setting(
        "", "Folder for data on disk; by default `stores`, beside the releases."
    )
    workers: int = _setting(
        16,
        "Query worker processes; fewer, but at least 4, where their memory is not to be had.",
        most=MOST_PROCESSES,
    )
    desks: int = _setting(
        -1,
        "Processes that answer brief queries by themselves; 0 for none, -1 for one a processor.",
        -1,
        MOST_DESKS,
    )
    deadline: float = _setting(10.0, "Seconds a query may take.")
    memory: int = _setting(1024, "MiB a query may need on top of the data.", most=MOST_MIB)
    long_after: float = _setting(
        0.1,
        "Seconds of processor time after which a query counts as long and yields to others.",
        0,
    )
    long_runners: int = _setting(
        4, "Long queries at a time; further ones wait for their turn.", most=MOST_PROCESSES
    )
    long_queue: int = _setting(
        48, "Long queries that may wait for their turn; further ones are refused.", 0, MOST_WAITING
    )
    long_wait: float = _setting(30.0, "Seconds a long query may wait for its turn.", 0)
    queue: int = _setting(
        96, "Queries that may wait for a worker; further ones are refused.", most=MOST_WAITING
    )
    queue_wait: float = _setting(3.0, "Seconds a query may wait for a worker, or for a desk.", 0)
    query_length: int = _setting(100_000, "Bytes of UTF-8 a query may have.", most=MOST_QUERY_BYTES)
    result_rows: int = _setting(1_000_000, "Rows or triples a result may have.")
    result_size: int = _setting(256, "MiB a result may have.", most=MOST_MIB)
    cache: int = _setting(
        64, "MiB of results to keep for when they are asked for again; 0 for none.", 0, MOST_MIB
    )
    compress_from: int = _setting(
        1000, "Bytes from which on text is compressed for clients that accept it; 0 for never.", 0
    )
    transfer: float = _setting(300.0, "Seconds a client may take to fetch a result.")
    threads: int = _setting(160, "Requests answered at the same time.", most=MOST_THREADS)
    watch: float = _setting(
        1.0, "Seconds between looks for a new release; 0 to look only when sent SIGHUP.", 0
    )
    draft: bool = _setting(
        False, "Reload pages at each new release, and end with the process that started the server."
    )
    access_log: bool = _setting(False, "Write a line of JSON to standard error for each request.")
    query_log: str = _setting("", "File to write a line of JSON to for each query.")
    query_log_size: int = _setting(
        16, "MiB the query log may have before a new one is begun.", most=MOST_MIB
    )
    query_log_files: int = _setting(
        5, "Query logs to keep beside the current one.", most=MOST_FILES
    )
    rate_limit: int = _setting(0, "Requests a minute a client may make; 0 for no limit.", 0)
    proxies: int = _setting(
        0,
        "Reverse proxies in front, whose word on the client's address and on ours is taken.",
        0,
        MOST_PROXIES,
    )
    service_allow: str = _setting(
        "", "IRIs of the endpoints SERVICE may call, separated by spaces; none by default."
    )

    service_private: bool = _setting(
        False, "Let SERVICE call listed endpoints at private and loopback addresses too."
    )

    mcp_hosts: str = _setting(
        "",
        "Hosts under whose names agents may call /mcp, separated by spaces; this machine always.",
    )

    @property
    def asks_elsewhere(self) -> bool:
        """Tell whether another SPARQL engine holds the data."""
        return bool(self.store or self.pushed)

    @property
    def watches_requests(self) -> bool:
        """Tell whether every single request is to be counted or written down."""
        return bool(self.access_log or self.query_log or self.rate_limit)

    @property
    def allowed_services(self) -> frozenset[str]:
        """Return the endpoints SERVICE may call."""
        return frozenset(self.service_allow.split())


@dataclass(frozen=True)
class SettingRow:
    """One setting as options and docs need it, with the least and most that a number may be.

    `most` is None where there is no such bound.
    """

    name: str
    default: str | int | float | bool
    help: str
    least: float
    most: int | None

    @property
    def range(self) -> str:
        """Return what the setting may be, in words; empty for what is no number."""
        if isinstance(self.default, bool | str):
            return ""
        if self.most is None:
            return f"at least {self.least:,}"
        return f"{self.least:,} to {self.most:,}"

    @property
    def option(self) -> str:
        """Return the command-line option."""
        return "--" + self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        """Return the environment variable."""
        return ENVIRONMENT_PREFIX + self.name.upper()


SETTINGS = tuple(
    SettingRow(
        row.name,
        cast("str | int | float | bool", row.default),
        row.metadata["help"],
        row.metadata["least"],
        row.metadata["most"],
    )
    for row in fields(Settings)
)

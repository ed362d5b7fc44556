"""Those who run a server see that it lives, that it answers, and its figures."""

import pytest
from flask.testing import FlaskClient
from legation_server.releases.manifest import Release
from legation_server.results.cache import ResultCache
from legation_server.settings import Settings
from legation_server.web.lifetime import Lifetime, ReleaseComparer
from prometheus_client.parser import text_string_to_metric_families
from support.asking import CLAIMS, ask
from support.figures import figure, samples
from support.some import some

COUNTERS = {
    "legation_requests",
    "legation_query_events",
    "legation_cache_hits",
    "legation_cache_misses",
    "legation_release_swaps",
    "legation_log_lines_lost",
}
GAUGES = {
    "legation_workers",
    "legation_cache_bytes",
    "legation_cache_hit_ratio",
    "legation_releases_held",
    "legation_release_refused",
}
CAUSES = ("timeouts", "out of memory", "killed", "crashes", "hung up", "too slow", "refused")


class NoComparer:
    def changes(self, chain: object) -> list[dict[str, object]]:
        return []

    def versions(self, chain: object) -> list[dict[str, object]]:
        return []

    def holding(self, iri: object, releases: object) -> list[str]:
        return []

    def said_of(self, iri: object, release: object) -> list[str]:
        return []

    def last_with(self, names: object, releases: object) -> None:
        return None

    def close(self) -> None:
        """Hold nothing that needs freeing."""


@pytest.fixture
def lifetime() -> Lifetime:
    comparer: ReleaseComparer = NoComparer()
    return Lifetime.begin(Settings(), comparer)


def text_of(client: FlaskClient) -> str:
    return client.get("/metrics").text


def test_figures_are_the_text_that_prometheus_reads(fresh: FlaskClient) -> None:
    ask(fresh, CLAIMS)
    answer = fresh.get("/metrics")

    families = {each.name: each for each in text_string_to_metric_families(answer.text)}

    assert answer.content_type.startswith("text/plain; version=")
    assert answer.content_type.endswith("charset=utf-8")
    kinds = {name: family.type for name, family in families.items()}
    expected = dict.fromkeys(COUNTERS, "counter") | dict.fromkeys(GAUGES, "gauge")
    assert kinds == expected | {"legation_request_seconds": "histogram"}
    assert all(family.documentation for family in some(families.values()))
    counted = [each.name for name in COUNTERS for each in families[name].samples]
    assert counted
    assert all(name.endswith("_total") for name in counted)


def test_figures_count_requests_queries_and_the_cache(fresh: FlaskClient) -> None:
    before = text_of(fresh)

    ask(fresh, CLAIMS)
    ask(fresh, CLAIMS)
    ask(fresh, "SELEC")
    after = text_of(fresh)

    def grown(name: str, **labels: str) -> float:
        return figure(after, name, **labels) - figure(before, name, **labels)

    assert grown("legation_requests_total", part="endpoint", status="200") == 2
    assert grown("legation_requests_total", part="endpoint", status="400") == 1
    assert grown("legation_query_events_total", event="queries") == 2
    assert grown("legation_cache_hits_total") == 1
    assert grown("legation_cache_misses_total") == 2
    assert figure(after, "legation_cache_hit_ratio") == pytest.approx(1 / 3)
    assert figure(after, "legation_cache_bytes") > 0
    assert grown("legation_request_seconds_count", part="endpoint") == 3
    assert grown("legation_request_seconds_bucket", part="endpoint", le="+Inf") == 3
    assert figure(after, "legation_releases_held") == 1
    assert figure(after, "legation_release_refused") == 0
    events = [each for each in samples(after) if each.name == "legation_query_events_total"]
    assert {each.labels["event"] for each in events} >= set(CAUSES)


def test_counts_go_on_when_a_release_goes_and_the_rest_ends_with_it(lifetime: Lifetime) -> None:
    caches = [ResultCache(1000), ResultCache(1000)]
    old, new = (
        lifetime.register({"queries": number}, cache, lambda: {"free": 4})
        for number, cache in zip((3, 5), caches, strict=True)
    )
    caches[0].count(hit=True)
    caches[1].count(hit=False)
    caches[0].take_in(0, 0, 700)

    def seen(name: str, **labels: str) -> float:
        return figure(lifetime.metrics.text().decode(), name, **labels)

    assert seen("legation_releases_held") == 2
    assert seen("legation_workers", state="free") == 8
    assert seen("legation_cache_bytes") == 700

    lifetime.unregister(old)

    assert seen("legation_releases_held") == 1
    assert seen("legation_workers", state="free") == 4
    assert seen("legation_cache_bytes") == 0
    assert seen("legation_query_events_total", event="queries") == 8
    assert seen("legation_cache_hits_total") == 1
    assert seen("legation_cache_misses_total") == 1
    lifetime.unregister(new)
    assert seen("legation_query_events_total", event="queries") == 8


def test_swaps_and_a_refused_release_are_seen(lifetime: Lifetime) -> None:
    lifetime.swaps = 2
    lifetime.refused = "It is damaged."

    text = lifetime.metrics.text().decode()

    assert figure(text, "legation_release_swaps_total") == 2
    assert figure(text, "legation_release_refused") == 1


def test_a_server_says_that_it_lives_and_that_it_answers(
    fresh: FlaskClient, release: Release
) -> None:
    assert fresh.get("/healthz").get_json() == {"status": "ok"}
    ready = fresh.get("/readyz").get_json()

    assert (ready["status"], ready["release"]) == ("ok", release.digest)
    assert ready["network"] in ("none", "shared")
    assert ready.keys() >= {"free", "long", "waiting"}

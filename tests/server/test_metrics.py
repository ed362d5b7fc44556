"""Requests are counted, and Prometheus can read the figures."""

from collections.abc import Iterator
from threading import Thread

import pytest
from legation_server.metrics import BUCKETS_SECONDS, CONTENT_TYPE, Metrics
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector
from support.figures import figure, samples


def text_of(metrics: Metrics) -> str:
    return metrics.text().decode()


def test_requests_are_counted_by_part_and_status() -> None:
    metrics = Metrics()
    for part, status in (("endpoint", 200), ("endpoint", 200), ("endpoint", 400), ("pages", 200)):
        metrics.observe(part, status, 0.01)

    text = text_of(metrics)

    assert figure(text, "legation_requests_total", part="endpoint", status="200") == 2
    assert figure(text, "legation_requests_total", part="endpoint", status="400") == 1
    assert figure(text, "legation_requests_total", part="pages", status="200") == 1


def test_durations_are_a_histogram() -> None:
    metrics = Metrics()
    for seconds in (0.0005, 0.001, 0.002, 20.0):
        metrics.observe("endpoint", 200, seconds)

    text = text_of(metrics)

    within = [
        figure(text, "legation_request_seconds_bucket", part="endpoint", le=bound)
        for bound in (*map(str, BUCKETS_SECONDS), "+Inf")
    ]
    # A request on the bound is within it.
    assert within == [2, 3, 3, 3, 3, 3, 3, 3, 3, 4]
    assert figure(text, "legation_request_seconds_count", part="endpoint") == 4
    total = figure(text, "legation_request_seconds_sum", part="endpoint")
    assert total == pytest.approx(20.0035)


def test_what_was_counted_elsewhere_is_added() -> None:
    metrics = Metrics()
    metrics.observe("endpoint", 200, 0.002)
    elsewhere = [3, 1, *[0] * (len(BUCKETS_SECONDS) - 1)]
    assert len(elsewhere) == len(BUCKETS_SECONDS) + 1

    metrics.add("endpoint", 200, elsewhere, 0.5)

    text = text_of(metrics)
    assert figure(text, "legation_requests_total", part="endpoint", status="200") == 5
    assert figure(text, "legation_request_seconds_bucket", part="endpoint", le="0.001") == 3
    assert figure(text, "legation_request_seconds_bucket", part="endpoint", le="0.003") == 5
    total = figure(text, "legation_request_seconds_sum", part="endpoint")
    assert total == pytest.approx(0.502)


def test_sources_bring_their_counts_before_each_reading() -> None:
    metrics = Metrics()

    def source() -> None:
        metrics.observe("elsewhere", 200, 0.1)

    def seen() -> float:
        return figure(text_of(metrics), "legation_requests_total", part="elsewhere", status="200")

    metrics.add_source(source)
    assert [seen(), seen()] == [1, 2]

    metrics.remove_source(source)
    assert seen() == 2


def test_a_source_that_is_removed_runs_no_more() -> None:
    metrics = Metrics()
    ended: list[str] = []

    def remove() -> None:
        metrics.remove_source(source)
        ended.append("removal")

    def source() -> None:
        remover.start()
        # It would end at once if it did not wait for this source.
        remover.join(0.2)
        ended.append("source")

    remover = Thread(target=remove)
    metrics.add_source(source)
    metrics.text()
    remover.join()

    assert ended == ["source", "removal"]


def test_other_collectors_give_figures_too() -> None:
    class Weather(Collector):
        def collect(self) -> Iterator[GaugeMetricFamily]:
            yield GaugeMetricFamily("degrees", "Degrees outside.", 21)

    metrics = Metrics()
    metrics.register(Weather())

    assert figure(text_of(metrics), "degrees") == 21


def test_each_server_counts_by_itself() -> None:
    metrics = Metrics()
    metrics.observe("endpoint", 200, 0.1)

    assert samples(text_of(Metrics())) == []


def test_every_figure_has_a_type_and_says_what_it_is() -> None:
    metrics = Metrics()
    metrics.observe("endpoint", 200, 0.1)

    families = list(text_string_to_metric_families(text_of(metrics)))

    assert [(family.name, family.type) for family in families] == [
        ("legation_requests", "counter"),
        ("legation_request_seconds", "histogram"),
    ]
    assert all(family.documentation for family in families)
    assert CONTENT_TYPE.startswith("text/plain; version=")

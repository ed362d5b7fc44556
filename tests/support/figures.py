"""Read the figures of a server as Prometheus does."""

from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample


def samples(text: str) -> list[Sample]:
    """Return all samples in the text of /metrics."""
    return [sample for family in text_string_to_metric_families(text) for sample in family.samples]


def figure(text: str, name: str, **labels: str) -> float:
    """Return the value of a sample in the text of /metrics; 0 when nothing was counted yet."""
    found = [each.value for each in samples(text) if (each.name, each.labels) == (name, labels)]
    assert len(found) <= 1
    return found[0] if found else 0.0

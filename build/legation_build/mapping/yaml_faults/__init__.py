"""Say in plain words why a text is no YAML, on the line where the fault is."""

from legation_build.mapping.yaml_faults.faults import WatchingLoader, accepted_faults, refused_fault

__all__ = ["WatchingLoader", "accepted_faults", "refused_fault"]

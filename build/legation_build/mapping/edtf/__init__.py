"""Read times in EDTF, and say how a time that is written otherwise is written there."""

from legation_build.mapping.edtf.times import PRECISIONS, bounds, narrowed, precision

__all__ = ["PRECISIONS", "bounds", "narrowed", "precision"]

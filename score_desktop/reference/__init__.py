"""The shipped reference data as dataclasses: factors, sources, countries. Facts with source, never overwritten."""

from __future__ import annotations

from score_desktop.reference.tables import FACTOR_SET, Country, Source, countries, factor_of, factors, sources

__all__ = ["FACTOR_SET", "Country", "Source", "countries", "factor_of", "factors", "sources"]

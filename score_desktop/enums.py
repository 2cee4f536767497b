"""Closed vocabularies. Values are stored, exported and part of the command line's contract: never rename one."""

from __future__ import annotations

from enum import StrEnum


class Resource(StrEnum):
    """What a meter measures or a purchase buys (design/import.md)."""

    ELECTRICITY = "electricity"
    NATURAL_GAS = "natural_gas"
    LPG = "lpg"
    DIESEL = "diesel"
    GASOLINE = "gasoline"
    CNG = "cng"
    FIREWOOD = "firewood"
    COAL = "coal"
    CHARCOAL = "charcoal"
    BIOGAS = "biogas"
    STEAM = "steam"
    WATER = "water"
    WASTEWATER = "wastewater"
    WASTE = "waste"
    MATERIAL = "material"
    OTHER = "other"


class ActivityKind(StrEnum):
    """Monthly activity data that explain consumption."""

    PRODUCTION = "production"
    HOURS = "hours"
    WORKERS_F = "workers_f"
    WORKERS_M = "workers_m"
    OTHER = "other"


class FuelUse(StrEnum):
    """What a fuel drives: decides the emission factor and the scope's sub-category."""

    VEHICLE = "vehicle"
    HEAT = "heat"
    GENERATOR = "generator"
    UNKNOWN = "unknown"


class MeterKind(StrEnum):
    """METERED bills follow one another in periods; PURCHASE bills have one day each."""

    METERED = "metered"
    PURCHASE = "purchase"


class AuditKind(StrEnum):
    """Place of an audit in the enterprise's history."""

    BASELINE = "baseline"
    FOLLOW_UP = "follow_up"


class GwpSet(StrEnum):
    """Global warming potentials over 100 years: IPCC assessment report."""

    AR5 = "AR5"
    AR6 = "AR6"


class DataQuality(StrEnum):
    """A metered or billed, B calculated from records, C estimated, D guessed (method.md 2.3)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class FactorStatus(StrEnum):
    """How far a factor can be trusted; the mark is never hidden (data/README)."""

    VERIFIED = "verified"
    DERIVED = "derived"
    RECALLED = "recalled"
    EXPERT_ESTIMATE = "expert_estimate"


class RowVerdict(StrEnum):
    """What an import decided about one row of a sheet."""

    DATA = "data"
    HEADER = "header"
    TITLE = "title"
    BLANK = "blank"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    NOTE = "note"


class RecordVerdict(StrEnum):
    """What an import decided about one record."""

    NEW = "new"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    PROBLEM = "problem"


class OnConflict(StrEnum):
    """What to do when a known bill arrives with another value."""

    KEEP = "keep"
    REPLACE = "replace"
    BOTH = "both"


class OnNewer(StrEnum):
    """What to do when an audit file holds a record newer than the stored one."""

    KEEP = "keep"
    REPLACE = "replace"
    REFUSE = "refuse"


class BatchStatus(StrEnum):
    """State of an import in the history of imports."""

    DONE = "done"
    UNDONE = "undone"


class FindingKind(StrEnum):
    """Oddities in stored bills that never block."""

    GAP = "gap"
    OVERLAP = "overlap"
    ESTIMATED = "estimated"
    PERIOD_LENGTH = "period_length"
    UNIT_PRICE = "unit_price"
    CONSUMPTION = "consumption"
    EQUAL_PURCHASES = "equal_purchases"
    SECOND_INVOICE = "second_invoice"
    PARTS = "parts"
    READINGS = "readings"
    FUTURE = "future"

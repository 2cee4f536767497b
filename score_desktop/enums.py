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


class OnEdited(StrEnum):
    """What becomes of records that were changed since, when their import is taken back."""

    REFUSE = "refuse"
    KEEP = "keep"
    REMOVE = "remove"


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
    DUPLICATE = "duplicate"
    PARTS = "parts"
    READINGS = "readings"
    ROLLED_OVER = "rolled_over"
    FUTURE = "future"


class FlowKind(StrEnum):
    """What a flow of the process is (method.md W18)."""

    RAW = "raw"
    AUXILIARY = "auxiliary"
    PACKAGING = "packaging"
    ENERGY = "energy"
    WATER = "water"
    PRODUCT = "product"
    BY_PRODUCT = "by_product"
    WASTE = "waste"
    EMISSION = "emission"
    REUSE = "reuse"


class FlowDimension(StrEnum):
    """What a flow's quantity is measured in: kg, m3 or kWh per year."""

    MASS = "mass"
    WATER = "water"
    ENERGY = "energy"


class Place(StrEnum):
    """What lies outside the process, where flows come from and go to."""

    SUPPLIER = "supplier"
    UTILITY = "utility"
    CUSTOMER = "customer"
    BUYER = "buyer"
    SEWER = "sewer"
    LANDFILL = "landfill"
    AIR = "air"
    OTHER = "other"


class BalanceKind(StrEnum):
    """What a balance adds up."""

    MASS = "mass"
    WATER = "water"
    ENERGY = "energy"
    SUBSTANCE = "substance"


class AllocationKey(StrEnum):
    """How a step's energy and system costs are divided between product and loss (ISO 14051; method.md 2.5)."""

    MASS = "mass"
    DRY_MASS = "dry_mass"
    VALUE = "value"
    GIVEN = "given"


class FlowOrigin(StrEnum):
    """Where the quantity of a flow comes from."""

    ENTERED = "entered"
    BILLS = "bills"
    SERIES = "series"
    SHARE_OF = "share_of"
    VOLUME = "volume"
    REMAINDER = "remainder"


class FlowPeriod(StrEnum):
    """What a flow's quantity is for; PRODUCT: one unit of product."""

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    BATCH = "batch"
    PRODUCT = "product"

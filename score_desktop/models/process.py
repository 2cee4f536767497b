"""The flow chart of an audit (method.md W18): steps, places outside, flows between them, and how they are counted."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Self

from pydantic import field_validator, model_validator
from sqlmodel import Field

from score_desktop.enums import AllocationKey, DataQuality, FlowKind, FlowOrigin, FlowPeriod, Place, Resource
from score_desktop.errors import InvalidInput
from score_desktop.models.base import Input, Row, ScoreModel
from score_desktop.models.named import CURRENCY, NAME_LIMIT, NOTE_LIMIT, TEXT_LIMIT, Named, NamedInput
from score_desktop.models.rules import MOST, is_unit
from score_desktop.models.text import KEY_LIMIT, search_key
from score_desktop.models.types import MICRO_DIGITS, JsonText, Micro, vocabulary

KEY = re.compile(r"[a-z0-9][a-z0-9_]{0,39}\Z")
"""What a followed substance is called inside the program."""
MOST_FOLLOWED = 20
MOST_PERCENT = 1000.0
_PLACES = 1e7
_BALANCES = frozenset({"mass", "water", "energy"})
NONE_CLOSES = "none"
"""`ProcessStep.closes` where no balance must close."""


def _six_places(value: Any) -> Any:
    # Amounts out of range are left as they are: rounding could overflow the context, the rules refuse them below.
    if isinstance(value, Decimal) and value.is_finite() and abs(value) < Decimal(10) ** 15:
        return value.quantize(MICRO_DIGITS, rounding="ROUND_HALF_UP")
    return value


def _number(value: object, low: float, high: float) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high


def _require(holds: bool, message_id: str, field: str, **params: object) -> None:
    if not holds:
        raise InvalidInput(message_id, field=field, **params)


def _require_unit(record: Any, *fields: str) -> None:
    for field in fields:
        symbol = getattr(record, field)
        _require(not symbol or is_unit(symbol), "bill.unit_unknown", field, value=symbol)


def _require_amounts(record: Any, fields: tuple[str, ...], *, negative: bool) -> None:
    for field in fields:
        amount = getattr(record, field)
        if amount is not None:
            _require(amount.is_finite() and abs(amount) <= MOST, "bill.amount_range", field)
            _require(negative or amount >= 0, "flow.negative", field)


# -- how the whole is counted ------------------------------------------------------------------------------------------


class ProcessSettingsBase(ScoreModel):
    """What holds for the whole flow chart of an audit.

    Attributes:
        product: Portable id of the product whose unit the chart is told per; "" : the first one.
        days_per_year: Days worked; None: 365, as a calendar has.
        batches_per_year: None: not known, and flows per batch stay without a quantity.
        allocation: How energy and system costs are divided between product and loss.
        by_products_are_losses: By-products are no product: their income is set against what they cost.
        pack: Sector pack that it was begun from; "" for none.
        followed: ``{"substances": [{"key": "flour", "name": "Harina"}, …]}``: substances with a balance of their own.
    """

    product: str = Field(default="", max_length=32)
    days_per_year: float | None = Field(default=None, gt=0, le=366)
    batches_per_year: float | None = Field(default=None, gt=0, le=1e6)
    allocation: AllocationKey = Field(default=AllocationKey.MASS, sa_type=vocabulary(AllocationKey))
    by_products_are_losses: bool = Field(default=True)
    pack: str = Field(default="", max_length=40)
    followed: dict[str, Any] = Field(default_factory=dict, sa_type=JsonText)


class ProcessSettingsIn(Input, ProcessSettingsBase):
    """Settings as chosen. Raises also "flow.followed"."""

    @model_validator(mode="after")
    def _followed(self) -> Self:
        listed = self.followed.get("substances", [])
        _require(self.followed.keys() <= {"substances"} and isinstance(listed, list), "flow.followed", "followed")
        _require(len(listed) <= MOST_FOLLOWED, "flow.followed", "followed")
        keys = [one.get("key") for one in listed if isinstance(one, dict) and one.keys() == {"key", "name"}]
        named = all(isinstance(one.get("name"), str) and 0 < len(one["name"]) <= TEXT_LIMIT for one in listed)
        whole = len(keys) == len(listed) == len(set(keys)) and named
        _require(whole and all(isinstance(key, str) and KEY.match(key) for key in keys), "flow.followed", "followed")
        return self


class ProcessSettings(ProcessSettingsBase, Row, table=True):
    """Settings of one audit's flow chart; at most one row for each."""

    __tablename__: ClassVar[str] = "process_settings"

    audit_id: int = Field(foreign_key="audit.id", index=True)


# -- steps -------------------------------------------------------------------------------------------------------------

STEP_AMOUNTS = ("stock_change", "energy_cost", "system_cost", "waste_cost")


class ProcessStepBase(Named):
    """A unit operation, or a place outside the process.

    Attributes:
        outside: None for a step; else what kind of place it is. Places are not balanced.
        position: Place in the order that a person gave.
        diagram_x: Column of the diagram into which a person dragged it, from 0 at the left; None: as its flows say.
        diagram_y: Height to which its middle was dragged, as a part of the diagram's height from above; None: where
            the program puts it.
        stock_change: Increase of what is stored there during the year, in `stock_unit`; negative when it was used up.
        closes: Balances that must close here, with commas ("mass,water"); "none": no balance; "": mass and what is
            followed, where both sides have some.
        energy_cost, system_cost, waste_cost: Money per year that no flow carries, in `currency`.
        product_share: Share of the energy and system cost that goes to product, where the settings say "given".
    """

    outside: Place | None = Field(default=None, sa_type=vocabulary(Place))
    position: int = Field(default=0, ge=0, le=2_000_000_000)
    diagram_x: float | None = Field(default=None, ge=-_PLACES, le=_PLACES)
    diagram_y: float | None = Field(default=None, ge=-_PLACES, le=_PLACES)
    stock_change: Decimal | None = Field(default=None, sa_type=Micro)
    stock_unit: str = Field(default="", max_length=32)
    closes: str = Field(default="", max_length=TEXT_LIMIT)
    energy_cost: Decimal | None = Field(default=None, sa_type=Micro)
    system_cost: Decimal | None = Field(default=None, sa_type=Micro)
    waste_cost: Decimal | None = Field(default=None, sa_type=Micro)
    currency: str = Field(default="", max_length=3)
    product_share: float | None = Field(default=None, ge=0, le=1)
    note: str = Field(default="", max_length=NOTE_LIMIT)


class ProcessStepIn(NamedInput, ProcessStepBase):
    """A step as typed.

    Raises also "bill.unit_unknown", "flow.unit_missing", "bill.amount_range", "flow.negative", "input.currency",
    "flow.currency_missing", "input.choice".
    """

    _rounded = field_validator(*STEP_AMOUNTS, mode="after")(_six_places)

    @model_validator(mode="after")
    def _rules(self) -> Self:
        _require_amounts(self, STEP_AMOUNTS[:1], negative=True)
        _require_amounts(self, STEP_AMOUNTS[1:], negative=False)
        _require_unit(self, "stock_unit")
        _require(self.stock_change is None or bool(self.stock_unit), "flow.unit_missing", "stock_unit")
        _require_currency(self, STEP_AMOUNTS[1:])
        for name in self.closes.split(",") if self.closes not in ("", NONE_CLOSES) else ():
            _require(name in _BALANCES or _is_followed(name), "input.choice", "closes", value=name)
        return self


def _is_followed(name: str) -> bool:
    return name.startswith("substance.") and bool(KEY.match(name.removeprefix("substance.")))


def _require_currency(record: Any, amounts: tuple[str, ...]) -> None:
    code = record.currency
    _require(not code or bool(CURRENCY.match(code)), "input.currency", "currency", value=code)
    priced = any(getattr(record, amount) is not None for amount in amounts)
    _require(bool(code) or not priced, "flow.currency_missing", "currency")


class ProcessStep(ProcessStepBase, Row, table=True):
    """One step, or place outside, of an audit's flow chart."""

    __tablename__: ClassVar[str] = "process_step"

    audit_id: int = Field(foreign_key="audit.id", index=True)


# -- flows -------------------------------------------------------------------------------------------------------------

FLOW_PRICES = ("price", "disposal_cost", "income", "processing_cost")


class ResourceFlowBase(ScoreModel):
    """Something that moves from one step (or place) to another.

    Attributes:
        name: As the person wrote it; "" until then.
        substance: Key or word of what it is; flows of one substance share a colour. "" for its own.
        resource: What it is among the resources of bills; decides heating value, emission factor and usual price.
        quantity: As entered, in `unit`, during `period`; None is "not known", zero a quantity.
        quality: A measured … D guessed; uncertainty_percent takes its place where it is given (± %, 95 %).
        kg_per_unit: Mass of a m3 where `unit` is a volume, of a piece where it counts.
        price: What a `price_unit` costs to buy or brings when it is sold; for a loss, what was paid for what it holds.
        disposal_cost, income, processing_cost: Also per `price_unit`: to get rid of it, from selling it as scrap, and
            energy and labour spent on it before it was lost.
        kg_co2e: Emissions that a `price_unit` stands for; None: the factor of `resource`.
        shares: Followed substance → share of the mass (0 to 1).
        contents: "mass", "water" or "energy" → content of a base unit, where the usual one is wrong.
        origin: Where the quantity comes from; `origin_of` is a meter's or product's portable id, a resource, or
            "kind:name" of a series; `params` belong to it (`models.process.params_complaint`).
        is_loss: None: as kind and place say.
        is_estimate: From a starter pack or a guess, until it is measured.
        pack, pack_flow: Sector pack and its flow that it came from; "" for none.
        position: Place in the table.
    """

    name: str = Field(default="", max_length=NAME_LIMIT)
    name_key: str = Field(default="", max_length=KEY_LIMIT)
    substance: str = Field(default="", max_length=TEXT_LIMIT)
    kind: FlowKind = Field(default=FlowKind.RAW, sa_type=vocabulary(FlowKind))
    resource: Resource | None = Field(default=None, sa_type=vocabulary(Resource))
    quantity: Decimal | None = Field(default=None, sa_type=Micro)
    unit: str = Field(default="", max_length=32)
    period: FlowPeriod = Field(default=FlowPeriod.YEAR, sa_type=vocabulary(FlowPeriod))
    quality: DataQuality = Field(default=DataQuality.C, sa_type=vocabulary(DataQuality))
    uncertainty_percent: float | None = Field(default=None, ge=0, le=MOST_PERCENT)
    kg_per_unit: float | None = Field(default=None, gt=0, le=1e6)
    price: Decimal | None = Field(default=None, sa_type=Micro)
    disposal_cost: Decimal | None = Field(default=None, sa_type=Micro)
    income: Decimal | None = Field(default=None, sa_type=Micro)
    processing_cost: Decimal | None = Field(default=None, sa_type=Micro)
    price_unit: str = Field(default="", max_length=32)
    currency: str = Field(default="", max_length=3)
    kg_co2e: float | None = Field(default=None, ge=-1e6, le=1e6)
    shares: dict[str, Any] = Field(default_factory=dict, sa_type=JsonText)
    contents: dict[str, Any] = Field(default_factory=dict, sa_type=JsonText)
    origin: FlowOrigin = Field(default=FlowOrigin.ENTERED, sa_type=vocabulary(FlowOrigin))
    origin_of: str = Field(default="", max_length=KEY_LIMIT)
    params: dict[str, Any] = Field(default_factory=dict, sa_type=JsonText)
    is_loss: bool | None = None
    is_estimate: bool = Field(default=False)
    pack: str = Field(default="", max_length=40)
    pack_flow: str = Field(default="", max_length=40)
    position: int = Field(default=0, ge=0, le=2_000_000_000)
    note: str = Field(default="", max_length=NOTE_LIMIT)


class ResourceFlowIn(Input, ResourceFlowBase):
    """A flow as typed.

    Raises also "bill.unit_unknown", "flow.unit_missing", "bill.amount_range", "flow.negative", "input.currency",
    "flow.currency_missing", "flow.shares", "flow.origin".
    """

    _rounded = field_validator("quantity", *FLOW_PRICES, mode="after")(_six_places)

    @model_validator(mode="after")
    def _rules(self) -> Self:
        self.name_key = search_key(self.name)
        _require_amounts(self, ("quantity", *FLOW_PRICES), negative=False)
        _require_unit(self, "unit", "price_unit")
        _require(self.quantity is None or bool(self.unit), "flow.unit_missing", "unit")
        _require_currency(self, FLOW_PRICES)
        sound = all(KEY.match(key) and _number(share, 0, 1) for key, share in self.shares.items())
        _require(sound and len(self.shares) <= MOST_FOLLOWED, "flow.shares", "shares")
        known = all(key in _BALANCES and _number(held, 0, 1e6) for key, held in self.contents.items())
        _require(known, "flow.shares", "contents")
        _require(params_complaint(self.origin, self.origin_of, self.params), "flow.origin", "origin")
        return self


def params_complaint(origin: FlowOrigin, of: str, params: Mapping[str, Any]) -> bool:
    """True if an origin is said completely.

    ENTERED: nothing more. BILLS: `of` a meter or resource, ``{"share": 0.6}`` of it. SERIES: `of` a product or
    "kind:name", the same share. SHARE_OF: ``{"share": 0.05, "flows": [uid, …]}``. VOLUME: ``{"count": 3, "fill":
    0.8}`` containers, whose volume is the quantity. REMAINDER: ``{"end": "source"|"target"|"", "balance": "mass"}``.
    """
    return _PARAMS[origin](of, params)


def _entered(of: str, params: Mapping[str, Any]) -> bool:
    return not of and not params


def _followed(of: str, params: Mapping[str, Any]) -> bool:
    return bool(of) and params.keys() <= {"share"} and _number(params.get("share", 1.0), 0, 100)


def _share_of(of: str, params: Mapping[str, Any]) -> bool:
    flows = params.get("flows")
    listed = isinstance(flows, list) and 0 < len(flows) <= 100 and all(isinstance(uid, str) for uid in flows)
    return not of and params.keys() == {"share", "flows"} and listed and _number(params.get("share"), 0, 1e6)


def _volume(of: str, params: Mapping[str, Any]) -> bool:
    count, fill = params.get("count", 1), params.get("fill", 1)
    return not of and params.keys() <= {"count", "fill"} and _number(count, 0, 1e9) and _number(fill, 0, 10)


def _remainder(of: str, params: Mapping[str, Any]) -> bool:
    balance = params.get("balance", "mass")
    known = isinstance(balance, str) and (balance in _BALANCES or _is_followed(balance))
    return (
        not of and params.keys() <= {"end", "balance"} and params.get("end", "") in ("", "source", "target") and known
    )


_PARAMS = {
    FlowOrigin.ENTERED: _entered,
    FlowOrigin.BILLS: _followed,
    FlowOrigin.SERIES: _followed,
    FlowOrigin.SHARE_OF: _share_of,
    FlowOrigin.VOLUME: _volume,
    FlowOrigin.REMAINDER: _remainder,
}


class ResourceFlow(ResourceFlowBase, Row, table=True):
    """One flow of an audit's flow chart; an end without a step is outside, unnamed."""

    __tablename__: ClassVar[str] = "resource_flow"

    audit_id: int = Field(foreign_key="audit.id", index=True)
    source_id: int | None = Field(default=None, foreign_key="process_step.id", index=True)
    target_id: int | None = Field(default=None, foreign_key="process_step.id", index=True)

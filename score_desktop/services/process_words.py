"""Words of a flow chart in the reader's language: kinds, places, periods, balances, traffic lights, standings."""

from __future__ import annotations

from score_desktop.calc.balances import Light
from score_desktop.calc.network import Balance
from score_desktop.calc.reconcile import Standing
from score_desktop.enums import AllocationKey, BalanceKind, FlowOrigin, FlowPeriod, Place
from score_desktop.i18n import Texts
from score_desktop.msgid import N_
from score_desktop.services.process_rows import Followed

PLACES: dict[Place, str] = {
    Place.SUPPLIER: N_("Suppliers"),
    Place.UTILITY: N_("Water and energy supply"),
    Place.CUSTOMER: N_("Customers"),
    Place.BUYER: N_("Buyers of residues"),
    Place.SEWER: N_("Sewer"),
    Place.LANDFILL: N_("Rubbish bin"),
    Place.AIR: N_("Air"),
    Place.OTHER: N_("Other place"),
}
PERIODS: dict[FlowPeriod, str] = {
    FlowPeriod.YEAR: N_("year"),
    FlowPeriod.MONTH: N_("month"),
    FlowPeriod.WEEK: N_("week"),
    FlowPeriod.DAY: N_("day"),
    FlowPeriod.BATCH: N_("batch"),
    FlowPeriod.PRODUCT: N_("product"),
}
ORIGINS: dict[FlowOrigin, str] = {
    FlowOrigin.ENTERED: N_("entered"),
    FlowOrigin.BILLS: N_("bills"),
    FlowOrigin.SERIES: N_("production or other monthly values"),
    FlowOrigin.SHARE_OF: N_("share of other flows"),
    FlowOrigin.VOLUME: N_("volume × density"),
    FlowOrigin.REMAINDER: N_("what is left over"),
}
ALLOCATIONS: dict[AllocationKey, str] = {
    AllocationKey.MASS: N_("by mass"),
    AllocationKey.DRY_MASS: N_("by dry mass"),
    AllocationKey.VALUE: N_("by value"),
    AllocationKey.GIVEN: N_("as given for each step"),
}
BALANCES: dict[BalanceKind, str] = {
    BalanceKind.MASS: N_("Mass"),
    BalanceKind.WATER: N_("Water"),
    BalanceKind.ENERGY: N_("Energy"),
}
LIGHTS: dict[Light, str] = {
    Light.GREEN: N_("closes"),
    Light.AMBER: N_("look again"),
    Light.RED: N_("does not close"),
    Light.GREY: N_("not known yet"),
}
STANDINGS: dict[Standing, str] = {
    Standing.ADJUSTED: N_("checked by balances"),
    Standing.ENTERED: N_("as entered, nothing checks it"),
    Standing.EXACT: N_("known exactly"),
    Standing.COMPUTED: N_("computed from balances"),
    Standing.UNKNOWABLE: N_("cannot be known"),
}
UNNAMED = N_("Outside")
THE_WHOLE = N_("The whole process")


def balance_name(balance: Balance, followed: tuple[Followed, ...], texts: Texts) -> str:
    """What a balance is called: "Mass", or the followed substance as the person named it."""
    if balance.kind is not BalanceKind.SUBSTANCE:
        return texts.t(BALANCES[balance.kind])
    return next((one.name for one in followed if one.key == balance.substance), balance.substance)

"""The flow chart of the sample bakery: a loop, a known leak, and flour that nobody can explain.

Energy, water and production follow the bills and monthly values of the sample workbooks; the rest is made up and fits
them. The chart stands in resources/samples/bakery_flows.json.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from score_desktop import paths
from score_desktop.enums import FlowOrigin
from score_desktop.models import Meter, Product, Site
from score_desktop.services.audits import find_audit
from score_desktop.services.edits import CellValue, EditOutcome
from score_desktop.services.process_edit import add_flows, set_origin, set_shares
from score_desktop.services.process_rows import Followed
from score_desktop.services.process_steps import add_steps, edit_settings, follow_substances

_SPECIAL = frozenset({"origin", "shares"})
SAMPLE = "bakery_flows.json"


def add_bakery_flows(session: Session, audit_uid: str) -> None:
    """Put the chart into the bakery's audit, after its bills and production.

    Raises:
        Refused: "audit.unknown".
        ValueError: The sample does not fit the program.
    """
    sample = json.loads((paths.resources() / "samples" / SAMPLE).read_text(encoding="utf-8"))
    names = _names(session, audit_uid)
    edit_settings(session, audit_uid, {**sample["settings"], "product": names["product"]})
    follow_substances(session, audit_uid, [Followed(one["key"], one["name"]) for one in sample["followed"]])
    _require(add_steps(session, audit_uid, [_cells(step) for step in sample["steps"]]))
    made = _require(add_flows(session, audit_uid, [_cells(flow) for flow in sample["flows"]]))
    uids: dict[str, str] = {}
    for uid, flow in zip(made, sample["flows"], strict=True):
        uids[flow["name"]] = uid
        if "shares" in flow:
            set_shares(session, uid, flow["shares"])
        if "origin" in flow:
            _follow(session, uid, flow["origin"], names, uids)


def _follow(session: Session, uid: str, origin: list[Any], names: Mapping[str, str], uids: Mapping[str, str]) -> None:
    kind, params = origin[0], dict(origin[1])
    if kind == "meter":
        set_origin(session, uid, FlowOrigin.BILLS, names[origin[2]], params)
    elif kind == "production":
        set_origin(session, uid, FlowOrigin.SERIES, names["product"], params)
    else:
        if "flows" in params:
            params["flows"] = [uids[name] for name in params["flows"]]
        set_origin(session, uid, FlowOrigin(kind), "", params)


def _names(session: Session, audit_uid: str) -> dict[str, str]:
    """Portable ids of the bakery's meters (with the vehicle or use, as the sample names them) and its product."""
    _, enterprise = find_audit(session, audit_uid)
    sites = select(col(Site.id)).where(col(Site.enterprise_id) == enterprise.key)
    meters = session.execute(select(col(Meter.name), col(Meter.uid)).where(col(Meter.site_id).in_(sites))).tuples()
    product = session.scalars(select(col(Product.uid)).where(col(Product.site_id).in_(sites))).first()
    return {**dict(meters.all()), "product": product or ""}


def _cells(row: Mapping[str, Any]) -> dict[str, CellValue]:
    numbers = (int, float)
    return {
        key: Decimal(repr(value)) if isinstance(value, numbers) else value
        for key, value in row.items()
        if key not in _SPECIAL
    }


def _require(outcome: EditOutcome) -> list[str]:
    if outcome.refused:
        raise ValueError(f"the sample does not fit: {outcome.refused[0]}")
    return [str(uid) for uid in outcome.made]

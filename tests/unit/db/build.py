"""Workspaces for tests: a small firm with everything that a workspace can hold, and as many bills as asked."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import shutil
import tempfile
from decimal import Decimal
from pathlib import Path

from sqlmodel import Session, select

from score_desktop.db import schema
from score_desktop.db.bulk import insert_bills
from score_desktop.db.files import keep_file
from score_desktop.db.migrate import SCRIPTS
from score_desktop.enums import ActivityKind, FindingKind, FlowKind, Place, Resource
from score_desktop.models import (
    ActivityValue,
    ActivityValueIn,
    Attachment,
    AttachmentContent,
    AttachmentIn,
    Audit,
    AuditFactor,
    AuditIn,
    Bill,
    BillAttachment,
    BillAttachmentIn,
    BillIn,
    Brand,
    BrandIn,
    Contact,
    ContactIn,
    Enterprise,
    EnterpriseIn,
    FindingReview,
    FindingReviewIn,
    ImportBatch,
    ImportBatchIn,
    Meter,
    MeterIn,
    ProcessSettings,
    ProcessSettingsIn,
    ProcessStep,
    ProcessStepIn,
    Product,
    ProductIn,
    ResourceFlow,
    ResourceFlowIn,
    Site,
    SiteIn,
    make,
)
from score_desktop.services.context import Context

LOGO = b"\x89PNG not really"
PHOTO = b"%PDF-1.4 not really"
NEXT = "next"
"""A revision after the newest: the program of tomorrow."""
_REVISIONS = Path(__file__).parents[2] / "data" / "db"


def next_scripts(target: Path, name: str) -> Path:
    """The program's own migrations with one more of the tests (tests/data/db), which leads to `NEXT`."""
    shutil.copytree(SCRIPTS, target, ignore=shutil.ignore_patterns("__pycache__"))
    newest = max(set(schema.REVISIONS) - {NEXT})
    code = (_REVISIONS / f"rev_{name}.py").read_text(encoding="utf-8").replace("NEWEST", newest)
    (target / "versions" / f"rev_{NEXT}.py").write_text(code, encoding="utf-8")
    return target


def bill_input(**changes: object) -> BillIn:
    values: dict[str, object] = {
        "period_start": dt.date(2025, 1, 1),
        "period_end": dt.date(2025, 2, 1),
        "quantity": Decimal("120.5"),
        "unit": "kWh",
        "cost": Decimal("99.9"),
        "currency": "BOB",
    }
    return BillIn(**{**values, **changes})


def firm(session: Session, name: str = "Panadería Ñandú", bills: int = 0) -> str:
    """One row at least in every table but that of `attach_photo`; `bills` more by bulk. Returns the audit's uid."""
    enterprise = make(Enterprise, EnterpriseIn(name=name, country="BO", currency="BOB"))
    session.add(enterprise)
    session.flush()
    own = {"enterprise_id": enterprise.key}
    period = {"period_start": dt.date(2025, 1, 1), "period_end": dt.date(2026, 1, 1)}
    audit = make(Audit, AuditIn(name="2025", **period), **own)
    site = make(Site, SiteIn(name="Planta", area_m2=120.5), **own)
    contact = make(Contact, ContactIn(name="Ana", email="ana@example.org"), **own)
    logo = make(
        Attachment,
        AttachmentIn(kind="logo", file_name="logo.png", sha256=hashlib.sha256(LOGO).hexdigest(), size=len(LOGO)),
        **own,
    )
    session.add_all([audit, site, contact, logo])
    session.flush()
    batch = make(ImportBatch, ImportBatchIn(file_name="facturas.xlsx", counts={"read": 1}), **own, audit_id=audit.key)
    brand = make(Brand, BrandIn(colour="#1F6F5C"), **own, client_logo_id=logo.key)
    content = AttachmentContent(attachment_id=logo.key, content=LOGO)
    factor = AuditFactor(audit_id=audit.key, subject="electricity", factor_key="x", snapshot={"value": "0.4"})
    product = make(Product, ProductIn(name="Pan", unit="t"), site_id=site.key)
    meter = make(
        Meter, MeterIn(name="2-114583", resource=Resource.ELECTRICITY, unit="kWh", unit_base="kWh"), site_id=site.key
    )
    session.add_all([batch, brand, content, factor, product, meter])
    session.flush()
    value = ActivityValueIn(
        name="Pan",
        kind=ActivityKind.PRODUCTION,
        unit="t",
        value=Decimal(3),
        **{**period, "period_end": dt.date(2025, 2, 1)},
    )
    session.add(make(ActivityValue, value, site_id=site.key, product_id=product.key, batch_id=batch.key))
    session.add(make(Bill, bill_input(invoice_number="F-1"), meter_id=meter.key, batch_id=batch.key))
    review = FindingReviewIn(kind=FindingKind.ESTIMATED, fingerprint="0" * 64, note="leído a mano", reviewed_by="Ana")
    session.add(make(FindingReview, review, meter_id=meter.key))
    _process(session, audit.key)
    session.flush()
    if bills:
        insert_bills(session, {**bill_columns(bills), "meter_id": meter.key, "batch_id": batch.key})
    return audit.uid


def attach_photo(session: Session) -> None:
    """A file of the first bill."""
    bill = session.exec(select(Bill)).first()
    enterprise = session.exec(select(Enterprise)).first()
    assert bill is not None and enterprise is not None
    kept = keep_file(session, enterprise.key, "bill", "factura.pdf", "application/pdf", PHOTO)
    session.add(make(BillAttachment, BillAttachmentIn(rotation=90), bill_id=bill.key, attachment_id=kept))


def _process(session: Session, audit: int) -> None:
    settings = ProcessSettingsIn(followed={"substances": [{"key": "flour", "name": "Harina"}]})
    oven = make(ProcessStep, ProcessStepIn(name="Horno", diagram_x=0.5), audit_id=audit)
    bin_ = make(ProcessStep, ProcessStepIn(name="Basura", outside=Place.LANDFILL, position=1), audit_id=audit)
    session.add_all([make(ProcessSettings, settings, audit_id=audit), oven, bin_])
    session.flush()
    dough = ResourceFlowIn(
        name="Masa", quantity=Decimal(900), unit="kg", shares={"flour": 0.6}, price=Decimal(7), currency="BOB"
    )
    burnt = ResourceFlowIn(name="Quemado", kind=FlowKind.WASTE, is_loss=True, position=1)
    session.add(make(ResourceFlow, dough, audit_id=audit, target_id=oven.key))
    session.add(make(ResourceFlow, burnt, audit_id=audit, source_id=oven.key, target_id=bin_.key))
    session.flush()


def bill_columns(count: int) -> dict[str, list[object]]:
    starts = [dt.date(2020, 1, 1) + dt.timedelta(days=position % 2000) for position in range(count)]
    return {
        "period_start": list(starts),
        "period_end": [start + dt.timedelta(days=30) for start in starts],
        "quantity": [position * 1_000_001 for position in range(count)],
        "unit": ["kWh"] * count,
        "cost": [position * 10_000 for position in range(count)],
        "currency": ["BOB"] * count,
        "invoice_number": [f"N{position}" for position in range(count)],
        "source_row": list(range(1, count + 1)),
    }


def workspace(folder: Path, name: str = "firma ñ.sqlite", bills: int = 0) -> tuple[Path, str]:
    """A closed workspace with one firm; returns its path and the audit's uid.

    The same name and number give the same file: it is made once and copied, because each commit waits for the disk.
    """
    data, audit = _made(name, bills)
    path = folder / name
    path.write_bytes(data)
    return path, audit


@functools.cache
def _made(name: str, bills: int) -> tuple[bytes, str]:
    with tempfile.TemporaryDirectory(prefix="score-test-") as folder:
        path = Path(folder) / name
        with Context.open(path, create=True) as context:
            audit = context.write(firm, bills=bills)
        return path.read_bytes(), audit

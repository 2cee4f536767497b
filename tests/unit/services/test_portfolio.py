"""The first page: what needs attention, how far each audit is, and finding things by name."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from score_desktop.db.bulk import insert_bills
from score_desktop.enums import MeterKind, OnConflict, Resource
from score_desktop.errors import Refused
from score_desktop.i18n import Texts
from score_desktop.jobs import Progress
from score_desktop.messages import MESSAGES
from score_desktop.models import Bill, Meter, MeterIn, Site, make
from score_desktop.services.audits import NewAudit, new_audit
from score_desktop.services.context import Context
from score_desktop.services.figures import calculate
from score_desktop.services.imports import ImportOptions, import_file
from score_desktop.services.portfolio import STEPS, Attention, portfolio, portfolio_figures, step_marks
from score_desktop.services.process_edit import add_flows
from score_desktop.services.report import keep_factors
from score_desktop.services.search import search

TODAY = dt.date(2026, 3, 18)
PERIOD = (dt.date(2025, 1, 1), dt.date(2026, 1, 1))
SAMPLES = Path(__file__).parents[3] / "resources" / "samples"


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Context.open(tmp_path / "w.sqlite", create=True) as opened:
        yield opened


def audit_of(context: Context, name: str) -> str:
    wanted = NewAudit(name, "BO", start=PERIOD[0], end=PERIOD[1])
    return context.write(new_audit, wanted, TODAY).audit


def bills(session: Session, name: str, first: dt.date, months: int, resource: Resource = Resource.ELECTRICITY) -> None:
    """A meter of the newest enterprise with monthly bills."""
    site = session.exec(select(Site).order_by(col(Site.id).desc())).first()
    assert site is not None
    data = MeterIn(name=name, resource=resource, unit="kWh", unit_base="kWh", kind=MeterKind.METERED)
    meter = make(Meter, data, site_id=site.key)
    session.add(meter)
    session.flush()
    starts = [
        dt.date(first.year + n // 12, n % 12 + 1, 1) for n in range(first.month - 1, first.month - 1 + months + 1)
    ]
    insert_bills(
        session,
        {
            "meter_id": meter.key,
            "period_start": starts[:-1],
            "period_end": starts[1:],
            "quantity": [1_000_000] * months,
            "quantity_base": [1_000_000] * months,
            "unit": "kWh",
            "cost": [2_000_000] * months,
            "currency": "BOB",
        },
    )


def attention(context: Context, audit: str) -> Attention:
    return next(row.attention for row in context.read(portfolio, TODAY).rows if row.audit == audit)


def test_what_needs_attention_comes_first(context: Context) -> None:
    ready = audit_of(context, "Lista")
    context.write(bills, "M", PERIOD[0], 12)
    outside = audit_of(context, "Fuera")
    context.write(bills, "M", dt.date(2020, 1, 1), 12)
    begun = audit_of(context, "Nueva")
    shown = context.read(portfolio, TODAY)
    assert (shown.enterprises, shown.audits) == (3, 3)
    assert [row.audit for row in shown.rows] == [outside, ready, begun]
    assert [row.attention.message_id for row in shown.rows] == [
        "attention.no_bills_in_period",
        "attention.no_production",
        "attention.not_begun",
    ]


@pytest.mark.parametrize(
    ("meters", "message"),
    [
        ([("M", PERIOD[0], 9)], "attention.bills_end"),
        ([("M", PERIOD[0], 12), ("N", dt.date(2020, 1, 1), 5)], "attention.meter_without_bills"),
        (
            [("M", PERIOD[0], 12), ("N", dt.date(2020, 1, 1), 5), ("O", dt.date(2020, 1, 1), 5)],
            "attention.meters_without_bills",
        ),
    ],
)
def test_meters_that_lack_bills_are_told(
    context: Context, meters: list[tuple[str, dt.date, int]], message: str
) -> None:
    audit = audit_of(context, "Firma")
    for meter in meters:
        context.write(bills, *meter)
    told = attention(context, audit)
    assert told.message_id == message and told.level == "warning"
    assert Texts("es").message(told.message_id, dict(told.params))
    assert context.read(step_marks, audit, TODAY)["consumption"] == "partly"


def test_months_inside_are_told_by_the_figures(context: Context) -> None:
    audit = audit_of(context, "Firma")
    context.write(bills, "M", PERIOD[0], 12)

    def lose_a_month(session: Session) -> None:
        bill = session.exec(select(Bill).where(Bill.period_start == dt.date(2025, 5, 1))).one()
        session.delete(bill)

    context.write(lose_a_month)
    assert attention(context, audit).message_id == "attention.no_production"
    (figures,) = context.read(portfolio_figures, [audit], TODAY)
    assert figures.attention.message_id == "attention.month_missing"
    assert dict(figures.attention.params)["months"] == (dt.date(2025, 5, 1),)


def test_an_audit_is_ready_only_when_its_figures_are_known(context: Context) -> None:
    audit = audit_of(context, "Illimani")
    options = ImportOptions(on_conflict=OnConflict.KEEP)
    for number in ("01", "05"):
        import_file(context, next(SAMPLES.glob(f"{number}_*.xlsx")), audit, options, Progress(), TODAY)
    told = attention(context, audit)
    assert (told.level, told.message_id) == ("unknown", "attention.not_counted")
    (figures,) = context.read(portfolio_figures, [audit], TODAY)
    assert (figures.attention.level, figures.attention.message_id) == ("ok", "attention.ready")


def test_figures_are_those_of_the_audit(context: Context) -> None:
    audit = audit_of(context, "Illimani")
    options = ImportOptions(on_conflict=OnConflict.KEEP)
    for number in ("01", "03", "05"):
        import_file(context, next(SAMPLES.glob(f"{number}_*.xlsx")), audit, options, Progress(), TODAY)
    whole = {f.key: f.value for f in context.read(calculate, audit, TODAY).figures if not f.dims}
    (figures,) = context.read(portfolio_figures, [audit], TODAY)
    assert figures.cost == (("BOB", whole["cost.total"]),) and figures.kg_co2e == whole["ghg.total"]
    marks = context.read(step_marks, audit, TODAY)
    assert tuple(marks) == STEPS
    assert marks == {
        "enterprise": "partly",
        "consumption": "done",
        "flows": "partly",
        "footprint": "done",
        "report": "partly",
    }
    context.write(add_flows, audit, [{"source": "Proveedores", "target": "Horno", "name": "Harina"}])
    assert context.read(step_marks, audit, TODAY)["flows"] == "done"
    assert next(row for row in context.read(portfolio, TODAY).rows if row.audit == audit).steps["flows"] == "done"
    context.write(keep_factors, audit, TODAY)
    assert context.read(step_marks, audit, TODAY)["report"] == "done"
    assert attention(context, audit).message_id == "attention.reported"


def test_the_period_that_follows_the_data_is_that_of_the_audit(context: Context) -> None:
    from score_desktop.services.audits import find_audit, period_of

    audit = context.write(new_audit, NewAudit("Firma", "BO"), TODAY).audit
    context.write(bills, "M", dt.date(2024, 3, 1), 15)
    row = context.read(portfolio, TODAY).rows[0]
    assert row.period == context.read(lambda session: period_of(session, find_audit(session, audit)[0], TODAY))


def test_an_enterprise_without_audit_is_listed(context: Context) -> None:
    from score_desktop.models import Enterprise, EnterpriseIn

    context.write(lambda s: s.add(make(Enterprise, EnterpriseIn(name="Sola", country="BO", currency="BOB"))))
    (row,) = context.read(portfolio, TODAY).rows
    assert row.audit == "" and row.period is None and row.attention.message_id == "attention.no_audit"


def test_the_list_needs_nothing_heavy(tmp_path: Path) -> None:
    """It is shown at the start: no figures, no drawing, no units, no calendar of the world."""
    with Context.open(tmp_path / "w.sqlite", create=True) as opened:
        audit_of(opened, "Firma")
        opened.write(bills, "M", PERIOD[0], 12)
    code = (
        "import sys, datetime as dt; from pathlib import Path\n"
        "from score_desktop.services.context import Context; from score_desktop.services.portfolio import portfolio\n"
        f"with Context.open(Path({str(tmp_path / 'w.sqlite')!r}), read_only=True) as context:\n"
        "    assert context.read(portfolio, dt.date(2026, 3, 18)).rows[0].bills == 12\n"
        "heavy = {'numpy', 'pint', 'babel', 'matplotlib', 'reportlab', 'alembic', 'openpyxl'}\n"
        "assert not heavy & {name.split('.')[0] for name in sys.modules}, heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_unknown_audit_is_refused(context: Context) -> None:
    with pytest.raises(Refused) as unknown:
        context.read(step_marks, "0" * 32, TODAY)
    assert unknown.value.message_id == "audit.unknown"


def test_every_attention_has_words() -> None:
    assert all(MESSAGES[key] for key in MESSAGES if key.startswith("attention."))


# -- search ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def firms(context: Context) -> Context:
    audit_of(context, "Panadería Ñandú")
    context.write(bills, "2-114583", PERIOD[0], 1)
    context.write(bills, "Medidor 100%", PERIOD[0], 1)
    audit_of(context, "Metalúrgica Tunari")
    context.write(bills, "Planta", PERIOD[0], 1)
    return context


@pytest.mark.parametrize(
    ("typed", "first", "kind"),
    [
        ("panaderia", "Panadería Ñandú", "enterprise"),
        ("NANDU", "Panadería Ñandú", "enterprise"),
        ("ñandú", "Panadería Ñandú", "enterprise"),
        ("1145", "2-114583", "meter"),
        ("tunari planta", "Planta", "meter"),
        ("100%", "Medidor 100%", "meter"),
        ("2025 tunari", "Línea base 2025", "audit"),
    ],
)
def test_a_few_letters_find_it(firms: Context, typed: str, first: str, kind: str) -> None:
    hits = firms.read(search, typed)
    assert (hits[0].title, hits[0].kind) == (first, kind)
    assert hits[0].audit


def test_what_begins_so_comes_first_and_nothing_finds_nothing(firms: Context) -> None:
    audit_of(firms, "La Plantación")
    titles = [hit.title for hit in firms.read(search, "plan")]
    assert titles[:2] == ["Planta", "La Plantación"]
    assert firms.read(search, "  ") == () and firms.read(search, "zzz") == ()
    assert len(firms.read(search, "a", limit=2)) == 2
    assert firms.read(search, "_") == ()

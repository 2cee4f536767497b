"""What the command line says to people about imports, figures and new audits."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from score_desktop.calc.figures import Explanation, Figure, Missing
from score_desktop.enums import RowVerdict
from score_desktop.errors import InvalidInput, Refused
from score_desktop.i18n import Texts
from score_desktop.importing.result import Problem, Question
from score_desktop.services import audits, demo, figure_words, import_words
from score_desktop.services.context import Context
from score_desktop.services.figures import AuditAnswer
from score_desktop.services.import_outcome import (
    ActivitySums,
    ConflictRow,
    ImportOutcome,
    MeterSums,
    RecordCounts,
)

TODAY = dt.date(2026, 3, 18)
EN = Texts("en")
ES = Texts("es")
ROWS = {RowVerdict.DATA: 3}


def _side(quantity: float, **more: object) -> dict[str, object]:
    return {"period": ["2025-01-05", "2025-01-06"], "quantity": quantity, "unit": "l", **more}


def test_a_meter_is_counted_in_bills_and_says_no_cost_where_there_is_none() -> None:
    day = dt.date(2025, 1, 1)
    meter = MeterSums("A-1", "water", "m3", ("m3",), 12, 426_000_000, None, "m3", None, "", day, day)
    outcome = ImportOutcome("w.xlsx", "b", False, (), ROWS, RecordCounts(imported=12), meters=(meter,))
    assert "  A-1: 12 bills · 426 m³" in outcome.sentences(EN)
    assert "  A-1: 12 facturas · 426 m³" in outcome.sentences(ES)


def test_people_are_not_added_over_months() -> None:
    series = ActivitySums("workers_f", "Bakers", "pers", 12, 72_000_000)
    outcome = ImportOutcome("w.xlsx", "b", False, (), ROWS, activity=(series,))
    assert any(line.startswith("  Bakers: 12 months · 6 ") for line in outcome.sentences(EN))


def test_both_sides_of_a_conflict_and_the_value_of_a_problem_are_shown() -> None:
    conflict = ConflictRow("Diesel", 3, "Van", _side(40, invoice_number="77"), _side(44, cost=99, currency="BOB"))
    problem = Problem("Gas", 6, "B", "#REF!", "import.not_a_number", {})
    outcome = ImportOutcome("w.xlsx", None, True, (), ROWS, conflicts=(conflict,), problems=(problem,))
    lines = "\n".join(outcome.sentences(EN)).replace("\N{NO-BREAK SPACE}", " ")
    assert (
        "  Diesel, row 3 · Van:\n    stored: 77 · 01/05/2025 · 40 L\n    in the file: 01/05/2025 · 44 L · Bs 99.00"
        in lines
    )
    assert "  Gas!B6 (#REF!): " in lines
    assert lines.endswith("This was only a trial: nothing was stored.")


def test_a_question_shows_its_choices_with_their_meaning() -> None:
    asked = (
        Question("S", "A", "date_order", ("dmy", "mdy"), ("03/04/2025",)),
        Question("S", "B", "resource", ("lpg", "water"), ()),
        Question("S", "C", "currency", ("USD", "BOB"), ()),
    )
    lines = ImportOutcome("w.xlsx", None, False, (), ROWS, questions=asked).sentences(ES)
    assert lines[0].startswith("Orden de las fechas en la columna A de «S» (03/04/2025): --answer ")
    assert "  dmy          día, mes, año" in lines
    assert "  lpg          GLP" in lines
    assert "  USD" in lines
    assert not any("0 registros" in line for line in lines)
    assert "S!A=…" in import_words.answer_option(asked[0])


def test_figures_are_said_with_period_name_unit_and_key() -> None:
    period = (dt.date(2025, 1, 1), dt.date(2026, 1, 1))
    why = Explanation("Sum of the meters", ())
    figures = (
        Figure("use.water", 2541.9, "m3", period, why),
        Figure("cost.water", 12.5, "BOB", period, why, {"meter": "0a", "meter_name": "A-1"}),
        Figure("production.ff00", 490.85, "t", period, why, {"product": "ff00", "product_name": "Pan"}),
        Figure("intensity.water.ff00", 5.178568, "m3/t", period, why, {"product": "ff00", "product_name": "Pan"}),
    )
    answer = AuditAnswer("id", figures, (Missing("ghg.total", "calc.no_emissions", {}),))
    lines = list(figure_words.lines(answer, ES))
    assert lines[0] == "enero a diciembre de 2025"
    assert [line.split() for line in lines[1:5]] == [
        ["Consumo:", "Agua", "2.541,9", "m³", "use.water"],
        ["Costo:", "Agua", "12,50", "Bs", "A-1", "cost.water"],
        ["Producción", "490,85", "t", "Pan", "production"],
        ["Consumo", "por", "producto:", "Agua", "5,179", "m³/t", "Pan", "intensity.water"],
    ]
    assert lines[5] == "Falta:"
    assert lines[6].startswith("  Emisiones, alcances 1 y 2: ")


def test_an_audit_whose_period_moves_has_no_year_in_its_name(tmp_path: Path) -> None:
    with Context.open(tmp_path / "w.sqlite", create=True) as context:
        for wanted in (
            audits.NewAudit("Alba", "BO"),
            audits.NewAudit("Beta", "BO", start=dt.date(2025, 1, 1), end=dt.date(2026, 1, 1)),
        ):
            context.write(audits.new_audit, wanted, TODAY)
        rows = context.read(audits.list_audits, TODAY)
    assert [row.audits[0].name for row in rows] == ["Línea base", "Línea base 2025"]


def test_a_currency_that_no_country_has_is_refused(tmp_path: Path) -> None:
    with (
        Context.open(tmp_path / "w.sqlite", create=True) as context,
        pytest.raises(InvalidInput, match=r"input\.currency"),
    ):
        context.write(audits.new_audit, audits.NewAudit("Alba", "BO", currency="XYZ"), TODAY)


def test_the_demonstration_leaves_other_peoples_files_alone(tmp_path: Path) -> None:
    own = tmp_path / "auditoria.xlsx"
    own.write_bytes(b"mine")
    with pytest.raises(Refused, match=r"demo\.other_files"):
        demo.fresh_workspace(tmp_path)
    with pytest.raises(Refused, match=r"demo\.not_folder"):
        demo.fresh_workspace(own)
    assert own.read_bytes() == b"mine"
    (tmp_path / demo.WORKSPACE).touch()
    demo.fresh_workspace(tmp_path)
    assert not own.exists()

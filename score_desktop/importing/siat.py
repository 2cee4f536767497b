"""Checks of electronic invoices: the sums that the scheme promises.

Source: method.md 7.2 (sum rule seen in the samples of sector 13; a mismatch over 0.05 is told and never blocks).
"""

from __future__ import annotations

from score_desktop.enums import Resource
from score_desktop.importing.records import Work
from score_desktop.importing.workbook import Cell, Sheet

TOLERANCE = 0.05
IMPLIED_UNITS = {Resource.ELECTRICITY: "kWh", Resource.WATER: "m3", Resource.NATURAL_GAS: "m3"}
"""Unit of `consumoPeriodo`, which the scheme does not carry, by what the issuer supplies."""

_PARTS = ("montoTotalSujetoIva", "tasaAseo", "tasaAlumbrado", "otrasTasas", "otrosPagosNoSujetoIva")


def check_sums(sheet: Sheet, work: Work) -> None:
    """Tell invoices whose total is not the sum of its parts, or whose taxed part is not that of its lines."""
    names = [str(name) for name in sheet.rows[0]]
    for row in sheet.rows[1:]:
        fields = dict(zip(names, row, strict=True))
        number = str(fields.get("numeroFactura") or "")
        _check(fields, "montoTotal", _PARTS, number, work)
        if fields.get("sumaSubTotal"):
            _check(fields, "montoTotalSujetoIva", ("sumaSubTotal", "ajusteSujetoIva"), number, work)


def _check(fields: dict[str, Cell], total: str, parts: tuple[str, ...], number: str, work: Work) -> None:
    whole = fields.get(total)
    if not isinstance(whole, float) or not any(isinstance(fields.get(part), float) for part in parts):
        return
    amounts = [value for part in parts if isinstance(value := fields.get(part), float)]
    if abs(whole - sum(amounts)) > TOLERANCE + 1e-9:
        work.note("import.note_siat_sum", invoice=number, field=total, total=whole, parts=round(sum(amounts), 2))

"""The published numbers behind a figure, in words."""

from __future__ import annotations

from dataclasses import dataclass

from score_desktop import units
from score_desktop.calc.factors import Factor
from score_desktop.calc.figures import FactorRef
from score_desktop.i18n import NBSP, Texts
from score_desktop.reporting import phrasing
from score_desktop.services.explain import Explained, refs_of
from score_desktop.services.figure_words import exact
from score_desktop.services.report_content import source_name


@dataclass(frozen=True, slots=True)
class FactorBlock:
    """A published number behind the figure, in words; `status` is a `FactorStatus` value."""

    factor_id: str
    name: str
    name_en: str
    name_es: str
    value: str
    unit: str
    gases: str
    basis: str
    source: str
    year: int | None
    status: str
    status_text: str
    uncertainty: float | None
    notes: tuple[str, ...]


def factor_blocks(found: Explained, texts: Texts) -> tuple[FactorBlock, ...]:
    """The published numbers in a figure's tree, each once."""
    refs: dict[str, FactorRef] = {}
    for ref in refs_of(found.figure.explanation):
        if isinstance(ref, FactorRef):
            refs.setdefault(ref.factor, ref)
    return tuple(_block(found, ref, texts) for ref in refs.values())


def _block(found: Explained, ref: FactorRef, texts: Texts) -> FactorBlock:
    inputs = found.ledger.inputs
    kept = (factor for rows in inputs.kept.values() for factor in rows)
    factor = next((row for row in kept if row.id == ref.factor), None) or inputs.factors.get(ref.factor)
    if factor is None:
        return _ratio(found, ref, texts)
    biogenic = found.figure.key == "ghg.biogenic"
    value = factor.biogenic if biogenic else factor.kg_co2e(inputs.gwp_set)
    gas = "CO₂" if biogenic else "CO₂e"
    symbol = units.label(units.get(factor.unit).symbol, texts.language, one=True)
    basis = ", ".join(part for part in (phrasing.basis(texts, factor.basis), str(inputs.gwp_set)) if part)
    return FactorBlock(
        factor_id=factor.id,
        name=factor.activity_es if texts.language == "es" else factor.activity_en,
        name_en=factor.activity_en,
        name_es=factor.activity_es,
        value=exact(value, texts),
        unit=f"kg{NBSP}{gas}/{symbol}",
        gases=_gases(factor, texts),
        basis=basis,
        source=texts.t(source_name(factor)),
        uncertainty=factor.uncertainty,
        year=ref.year,
        status=ref.status,
        status_text=phrasing.status_word(texts, ref.status),
        notes=tuple(texts.t(note) for note in ref.notes),
    )


def _ratio(found: Explained, ref: FactorRef, texts: Texts) -> FactorBlock:
    """A ratio of heating values, which is no emission factor."""
    heat = next((row for row in found.ledger.inputs.factors.heat if row.id == ref.factor), None)
    name = texts.t("Net over gross heating value")
    return FactorBlock(
        factor_id=ref.factor,
        name=name,
        name_en=name,
        name_es=name,
        value=exact(heat.ratio, texts) if heat else "",
        unit="",
        gases="",
        basis=ref.basis,
        source=ref.source,
        year=ref.year,
        status=ref.status,
        status_text=phrasing.status_word(texts, ref.status),
        uncertainty=None,
        notes=tuple(texts.t(note) for note in ref.notes),
    )


def _gases(factor: Factor, texts: Texts) -> str:
    """Kilograms of each gas per unit: "1.98 CO₂ · 0.0000353 CH₄"; "" where only the total is published."""
    rows = (("CO₂", factor.kg_co2), ("CH₄", factor.kg_ch4), ("N₂O", factor.kg_n2o))
    return " · ".join(f"{exact(value, texts)}{NBSP}{gas}" for gas, value in rows if value is not None)

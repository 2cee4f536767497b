"""All figures of an audit: the same objects on screen, in the PDF, in the workbook and on the command line."""

from __future__ import annotations

from score_desktop.calc.cost import cost_figures
from score_desktop.calc.figures import Figure, Missing
from score_desktop.calc.footprint import ghg_figures
from score_desktop.calc.inputs import AuditInputs
from score_desktop.calc.intensity import activity_figures, intensity_figures
from score_desktop.calc.ledger import Ledger, ledger_of
from score_desktop.calc.use import use_figures


def audit_figures(source: Ledger | AuditInputs) -> tuple[tuple[Figure, ...], tuple[Missing, ...]]:
    """Figures in the order of a report (use, cost, activity, greenhouse gases, intensities), and what is missing.

    Every key of design/cli.md: first the whole audit with empty `dims`, then the same key per meter. A figure with a
    missing month or a bill without quantity is given for what there is, and said so among the missing; nothing is
    extrapolated.
    """
    ledger = ledger_of(source)
    if not ledger.inputs.meters and not ledger.inputs.activity:
        return (), (Missing("use", "calc.no_data"),)
    uses, missing_use = use_figures(ledger)
    costs, missing_cost = cost_figures(ledger)
    activity, missing_activity, products = activity_figures(ledger)
    gases, missing_gases = ghg_figures(ledger)
    ratios, missing_ratios = intensity_figures([*gases, *uses], products, ledger.inputs.period)
    missing = [*missing_use, *missing_cost, *missing_activity, *missing_gases, *missing_ratios]
    return (*uses, *costs, *activity, *gases, *ratios), tuple(missing)

"""Where a flow chart begins."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from score_desktop.ui.widgets.panels import EmptyState

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk


def nothing_yet(
    desk: Desk, start: Callable[[], object], draw_up: Callable[[], object], bring_in: Callable[[], object]
) -> EmptyState:
    """What stands in the place of a process that nobody has drawn up."""
    t = desk.texts.t
    return EmptyState(
        desk,
        "workflow",
        t("The process is not drawn up yet"),
        t(
            "Steps, and what flows between them: materials, water, energy, product, waste. The program balances each "
            "step, says what is missing, and what each loss costs. A sector gives you its usual steps and estimates to "
            "put right; or begin with your own."
        ),
        (t("Start from a sector"), start),
        (t("Draw it up"), draw_up),
        (t("Bring in a list of flows…"), bring_in),
    )

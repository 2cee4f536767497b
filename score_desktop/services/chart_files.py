"""Charts and their data as files: whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from score_desktop.db.storage import appears_whole
from score_desktop.errors import ScoreError

if TYPE_CHECKING:
    from score_desktop.charts.export import Format
    from score_desktop.charts.hover import Chart
    from score_desktop.charts.tables import ChartTable

FORMATS = ("png", "svg", "pdf")


def save_chart(chart: Chart, path: Path) -> None:
    """Write a chart as .png, .svg or .pdf, by the ending of the file.

    Raises:
        ScoreError: "chart.format".
        StorageTrouble: As `db.storage.told`; then nothing is left of a half-written file.
    """
    from score_desktop.charts import export

    ending = path.suffix.lower().lstrip(".")
    if ending not in FORMATS:
        raise ScoreError("chart.format", format=ending)
    with appears_whole(path) as draft:
        export.write_figure(chart, draft, cast("Format", ending))


def save_table(table: ChartTable, path: Path) -> None:
    """Write the data of a chart as CSV.

    Raises:
        StorageTrouble: As `save_chart`.
    """
    from score_desktop.charts import export

    with appears_whole(path) as draft:
        export.write_table(table, draft)

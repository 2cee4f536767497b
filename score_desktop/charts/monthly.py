"""Months of one resource: stacked bars by meter, production in a strip above that shares the months."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal

from score_desktop import tokens, units
from score_desktop.charts import names, scale, titles
from score_desktop.charts.data import MonthlySeries, MonthlyUse
from score_desktop.charts.hover import Chart, Point
from score_desktop.charts.sheet import Box, Sheet
from score_desktop.charts.stacks import stacked
from score_desktop.i18n import Texts

MOST_METERS = 6
OTHERS, PRODUCTION = "others", "production"
"""Series that are no single meter: the rest of many, and what was made."""
_LABEL_GAP = 7.0
_BAR_SHARE = 0.56  # of a month's width


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things stand, in points: the plot, and the strip above it (height 0 without)."""

    left: float
    right: float
    top: float
    bottom: float
    strip_top: float
    strip_height: float
    months: int

    @property
    def slot(self) -> float:
        return (self.right - self.left) / max(self.months, 1)

    @property
    def bar(self) -> float:
        return min(self.slot * _BAR_SHARE, 60.0)

    def centre(self, month: int) -> float:
        return self.left + self.slot * (month + 0.5)


@dataclass(frozen=True, slots=True)
class _Look:
    face: str
    hatch: str
    hatch_colour: str


def monthly_figure(
    data: MonthlyUse,
    texts: Texts,
    mode: tokens.Mode,
    width_mm: float,
    height_mm: float,
    *,
    title: bool = False,
    strip: bool = True,
    hidden: frozenset[str] = frozenset(),
) -> Chart:
    """Draw the months of one resource.

    Args:
        data: Up to 36 months; meters beyond the sixth are summed as "others".
        texts: Language and number region.
        mode: Palette.
        width_mm: Whole figure.
        height_mm: Whole figure; below about 35 mm little can be read.
        title: Set the finding above the bars.
        strip: Show production above the bars, if it is known.
        hidden: Series that are switched off (`MonthlySeries.name`, "production"): only their names stand there, grey.
    """
    sheet = Sheet(width_mm, height_mm, mode)
    finding = titles.monthly_title(data, texts)
    top = sheet.title(finding) if title else 2.5
    meters = _gathered(data, texts)
    if not any(_has_values(meter) for meter in meters):
        sheet.note(texts.t("No bills in this period"))
        return sheet.chart(finding)
    painter = _Painter(sheet, data, texts, meters, hidden)
    painter.draw(top, strip=strip and _has_values(data.production))
    return sheet.chart(finding)


def _has_values(series: MonthlySeries | None) -> bool:
    return series is not None and any(value is not None for value in series.values)


def _gathered(data: MonthlyUse, texts: Texts) -> tuple[MonthlySeries, ...]:
    """The meters, from the seventh on as one; a month of that one is missing only where all are."""
    if len(data.meters) <= MOST_METERS:
        return data.meters
    kept, rest = data.meters[: MOST_METERS - 1], data.meters[MOST_METERS - 1 :]
    values: list[float | None] = []
    for month in range(len(data.months)):
        known = [value for meter in rest if (value := meter.values[month]) is not None]
        values.append(sum(known) if known else None)
    label = texts.tn("{n} other meter", "{n} other meters", len(rest))
    wholes = [meter.whole for meter in rest if meter.whole is not None]
    return (*kept, MonthlySeries(label, tuple(values), OTHERS, sum(wholes) if wholes else None))


class _Painter:
    """One monthly chart while it is drawn."""

    def __init__(
        self,
        sheet: Sheet,
        data: MonthlyUse,
        texts: Texts,
        meters: tuple[MonthlySeries, ...],
        hidden: frozenset[str] = frozenset(),
    ) -> None:
        self.sheet, self.data, self.texts, self.meters, self.hidden = sheet, data, texts, meters, hidden
        self.small = sheet.sizes.small
        self.money = data.measure == "cost"
        self.unit = texts.currency(data.unit) if self.money else units.label(data.unit, texts.language)
        # For each meter and month (bottom, top) in the chart's unit; None where the bill is missing. What is switched
        # off has no height and misses nothing.
        months = len(data.months)
        flat = (0.0,) * months
        shown = tuple(replace(meter, values=flat) if meter.name in hidden else meter for meter in meters)
        self.stacks = stacked(shown, months)
        self.looks = _looks(sheet.palette, data, len(meters))

    def draw(self, top: float, *, strip: bool) -> None:
        several_years = self.data.months[0].year != self.data.months[-1].year
        bottom = self.sheet.height - self.small * (2.9 if several_years else 1.6) - 2
        strip_height = min(max((bottom - top) * 0.18, 16.0), 34.0) if strip else 0.0
        plot_top = top + self.small * 0.5 + (strip_height + self.small * 1.5 if strip else 0.0)
        ticks = self._ticks(bottom - plot_top)
        digits = scale.decimals(ticks)
        words = [self.texts.number(tick, digits) for tick in ticks]
        words[-1] += f" {self.unit}"
        strip_ticks = self._strip_ticks() if strip else ()
        strip_words = self._strip_words(strip_ticks)
        left = max(self.sheet.text_width(word, self.small) for word in (*words, *strip_words)) + 7
        labels = self._label_width(strip=strip)
        frame = _Frame(
            left,
            self.sheet.width - labels,
            plot_top,
            bottom,
            top + self.small * 0.5,
            strip_height,
            len(self.data.months),
        )
        self._grid(frame, ticks, words)
        self._bars(frame, ticks)
        self._months(frame, several_years=several_years)
        taken = self._strip(frame, strip_ticks, strip_words) if strip else top
        self._labels(frame, ticks, taken)

    # -- scales ------------------------------------------------------------------------------------------------------

    def _ticks(self, height: float) -> tuple[float, ...]:
        ends = [end for stack in self.stacks for part in stack if part is not None for end in part]
        low, high = min([0.0, *ends]), max([0.0, *ends])
        missing_above = any(part is None for stack in self.stacks for part in stack)
        if missing_above:
            high = max([high, *(self._ghost(month)[1] for month in range(len(self.data.months)))])
        if low == high:
            return (0.0, 1.0)
        return scale.round_ticks(low, high, max(2, min(4, int(height // (self.small * 4.5)))))

    def _strip_ticks(self) -> tuple[float, ...]:
        assert self.data.production is not None
        known = [value for value in self.data.production.values if value is not None]
        low, high = min(known), max(known)
        ticks = scale.round_ticks(low, high if high > low else low + max(abs(low) * 0.1, 1.0), 2, fewest=1)
        return (ticks[0], ticks[-1])

    def _strip_words(self, ticks: tuple[float, ...]) -> list[str]:
        if not ticks:
            return []
        digits = scale.decimals(ticks)
        unit = units.label(self.data.production_unit, self.texts.language)
        return [self.texts.number(ticks[0], digits), f"{self.texts.number(ticks[1], digits)} {unit}".rstrip()]

    def _ghost(self, month: int) -> tuple[float, float]:
        """Bottom and top of the empty boxes of a month's missing bills: each as high as its meter's mean month."""
        base = max([0.0, *(part[1] for stack in self.stacks if (part := stack[month]) is not None)])
        height = 0.0
        for meter, stack in zip(self.meters, self.stacks, strict=True):
            if stack[month] is None:
                known = [value for value in meter.values if value is not None]
                height += max(sum(known) / len(known), 0.0) if known else 0.0
        if height == 0.0 and any(stack[month] is None for stack in self.stacks):
            top = max([0.0, *(part[1] for stack in self.stacks for part in stack if part is not None)])
            height = top * 0.12 if top else 1.0
        return base, base + height

    # -- parts -------------------------------------------------------------------------------------------------------

    def _grid(self, frame: _Frame, ticks: tuple[float, ...], words: list[str]) -> None:
        sheet = self.sheet
        rows = [_height_of(frame, ticks, tick) for tick in ticks]
        sheet.lines([((frame.left, y), (frame.right, y)) for y in rows], sheet.palette.grid, 0.6)
        zero = _height_of(frame, ticks, 0.0)
        sheet.lines([((frame.left, zero), (frame.right, zero))], sheet.palette.line, 0.8, zorder=3)
        for y, word in zip(rows, words, strict=True):
            baseline = y + self.small * 0.33
            sheet.text(frame.left - 6, baseline, word, size=self.small, colour=sheet.palette.muted, align="right")

    def _bars(self, frame: _Frame, ticks: tuple[float, ...]) -> None:
        seams: list[tuple[Point, Point]] = []
        for meter, stack, look in zip(self.meters, self.stacks, self.looks, strict=True):
            boxes: list[Box] = []
            for month, part in enumerate(stack):
                if part is None or part[0] == part[1]:
                    continue
                y_top, y_bottom = _height_of(frame, ticks, part[1]), _height_of(frame, ticks, part[0])
                x = frame.centre(month) - frame.bar / 2
                boxes.append((x, y_top, frame.bar, y_bottom - y_top))
                seam = y_top if part[1] > 0 else y_bottom
                seams.append(((x, seam), (x + frame.bar, seam)))
                self.sheet.box_region(boxes[-1], self._said(meter, month), meter.name, month=self.data.months[month])
            self.sheet.boxes(boxes, face=look.face, hatch=look.hatch, hatch_colour=look.hatch_colour)
        if len(self.meters) > 1:
            self.sheet.lines(seams, self.sheet.palette.background, 0.8, zorder=2.5)
        self._missing(frame, ticks)

    def _said(self, meter: MonthlySeries, month: int) -> str:
        value = meter.values[month]
        when = self.texts.month(self.data.months[month], year=True)
        if value is not None:
            amount = names.quantity(self.texts, value, self.data.unit, exact=True, money=self.money)
        elif self.data.measure == "per_product":  # the bill or the production
            amount = self.texts.t("not known")
        else:
            amount = self.texts.t("bill missing")
        return "\n".join(line for line in (meter.label, f"{when}: {amount}") if line)

    def _missing(self, frame: _Frame, ticks: tuple[float, ...]) -> None:
        boxes: list[Box] = []
        word = self.texts.t("missing")
        width = self.sheet.text_width(word, self.small)
        last_end = -1e9
        for month in range(frame.months):
            absent = [meter for meter, stack in zip(self.meters, self.stacks, strict=True) if stack[month] is None]
            if not absent:
                continue
            low, high = self._ghost(month)
            y_top, y_bottom = _height_of(frame, ticks, high), _height_of(frame, ticks, low)
            x = frame.centre(month) - frame.bar / 2
            box = (x, y_top, frame.bar, max(y_bottom - y_top - 0.8, 2.0))
            boxes.append(box)
            grown = (x, y_top - self.small * 1.4, frame.bar, box[3] + self.small * 1.4)
            series = absent[0].name if len(absent) == 1 else ""
            said = "\n".join(self._said(meter, month) for meter in absent)
            self.sheet.box_region(grown, said, series, month=self.data.months[month])
            start = min(max(frame.centre(month) - width / 2, frame.left), frame.right - width)
            if start >= last_end + 2:
                y = min(y_top, self._highest_near(frame, ticks, start, start + width)) - 3
                y = max(y, frame.top + self.small * 0.4)
                self.sheet.text(start, y, word, size=self.small, colour=self.sheet.palette.look, halo=True)
                last_end = start + width
        self.sheet.boxes(boxes, face=self.sheet.palette.background, edge=self.sheet.palette.muted, dashed=True)

    def _highest_near(self, frame: _Frame, ticks: tuple[float, ...], start: float, end: float) -> float:
        highest = frame.bottom
        for month in range(frame.months):
            x = frame.centre(month)
            if x + frame.bar / 2 > start and x - frame.bar / 2 < end:
                tops = [part[1] for stack in self.stacks if (part := stack[month]) is not None]
                highest = min(highest, _height_of(frame, ticks, max([0.0, *tops])))
        return highest

    def _months(self, frame: _Frame, *, several_years: bool) -> None:
        sheet, months = self.sheet, self.data.months
        widest = max(sheet.text_width(self.texts.month(month), self.small) for month in months)
        step = next((step for step in (1, 2, 3, 4, 6) if widest + 3 <= frame.slot * step), 12)
        baseline = frame.bottom + self.small * 1.45
        for number, month in enumerate(months):
            if (month.month - 1) % step == 0:
                name = self.texts.month(month)
                sheet.text(
                    frame.centre(number), baseline, name, size=self.small, colour=sheet.palette.muted, align="center"
                )
            box = (frame.centre(number) - frame.slot / 2, frame.bottom, frame.slot, self.small * 1.9)
            sheet.box_region(box, self.texts.month(month, year=True), month=month)
        if several_years:
            self._years(frame, baseline + self.small * 1.3)

    def _years(self, frame: _Frame, baseline: float) -> None:
        marks: list[tuple[Point, Point]] = []
        width = self.sheet.text_width("2000", self.small)
        for year, first, count in _years(self.data.months):
            if count * frame.slot >= width + 4:
                x = frame.left + frame.slot * (first + count / 2)
                self.sheet.text(x, baseline, str(year), size=self.small, weight=tokens.SEMIBOLD, align="center")
            if first:
                x = frame.left + frame.slot * first
                marks.append(((x, baseline - self.small * 0.9), (x, baseline + self.small * 0.1)))
        self.sheet.lines(marks, self.sheet.palette.line, 0.8)

    def _strip(self, frame: _Frame, ticks: tuple[float, ...], words: list[str]) -> float:
        """Draw production; returns where its label ends."""
        sheet, series = self.sheet, self.data.production
        assert series is not None
        if PRODUCTION in self.hidden:
            return self._strip_label(frame, series)
        top, bottom = frame.strip_top, frame.strip_top + frame.strip_height
        sheet.lines([((frame.left, y), (frame.right, y)) for y in (top, bottom)], sheet.palette.grid, 0.6)
        for y, word in zip((bottom, top), words, strict=True):
            colour = sheet.palette.production_text
            sheet.text(frame.left - 6, y + self.small * 0.33, word, size=self.small, colour=colour, align="right")
        runs: list[list[Point]] = [[]]
        for month, value in enumerate(series.values):
            if value is None:
                runs.append([])
                continue
            share = (value - ticks[0]) / (ticks[1] - ticks[0])
            point = (frame.centre(month), bottom - share * (bottom - top))
            runs[-1].append(point)
            box = (frame.centre(month) - frame.slot / 2, top - 3, frame.slot, bottom - top + 6)
            sheet.box_region(box, self._produced(series, month), PRODUCTION, month=self.data.months[month])
        sheet.lines([run for run in runs if len(run) > 1], sheet.palette.product, 1.5, zorder=3)
        radius = min(2.4, frame.slot * 0.2)
        centres = [point for run in runs for point in run]
        sheet.circles(centres, radius, face=sheet.palette.background, edge=sheet.palette.product, line_width=1.2)
        return self._strip_label(frame, series)

    def _produced(self, series: MonthlySeries, month: int) -> str:
        value = series.values[month]
        assert value is not None
        amount = names.quantity(self.texts, value, self.data.production_unit, exact=True)
        when = self.texts.month(self.data.months[month], year=True)
        label = series.label or self.texts.t("Production")
        return f"{label}\n{when}: {amount}"

    def _strip_label(self, frame: _Frame, series: MonthlySeries) -> float:
        x, size = frame.right + _LABEL_GAP, self.sheet.sizes.label
        width = self.sheet.width - x
        y = frame.strip_top + size * 0.75
        word = self.sheet.elided(self.texts.t("Production"), width, size, tokens.SEMIBOLD)
        off = PRODUCTION in self.hidden
        colour = self.sheet.palette.muted if off else self.sheet.palette.text
        self.sheet.text(x, y, word, weight=tokens.REGULAR if off else tokens.SEMIBOLD, colour=colour)
        box = (x, y - size, width, size * 2.4)
        said = series.label or self.texts.t("Production")
        self.sheet.box_region(box, said, PRODUCTION, legend=True)
        line = self.sheet.elided(self._last_produced(series), width, self.small)
        self.sheet.text(x, y + size * 1.2, line, size=self.small, colour=self.sheet.palette.muted)
        return y + size * 1.2

    def _last_produced(self, series: MonthlySeries) -> str:
        last = [value for value in series.values if value is not None][-1]
        amount = names.quantity(self.texts, last, self.data.production_unit)
        return f"{amount} · {series.label}" if series.label else amount

    # -- labels at the right -------------------------------------------------------------------------------------

    def _label_width(self, *, strip: bool) -> float:
        widest = max(self.sheet.text_width(meter.label) for meter in self.meters)
        if len(self.meters) > 2:
            widest += self.sheet.sizes.label
        if strip and self.data.production is not None:
            widest = max(
                widest,
                self.sheet.text_width(self.texts.t("Production"), weight=tokens.SEMIBOLD),
                self.sheet.text_width(self._last_produced(self.data.production), self.small),
            )
        return min(widest + _LABEL_GAP + 0.5, self.sheet.width * 0.26) if widest else 2.0

    def _labels(self, frame: _Frame, ticks: tuple[float, ...], taken: float) -> None:
        sheet, size = self.sheet, self.sheet.sizes.label
        x = frame.right + _LABEL_GAP
        swatch = size if len(self.meters) > 2 else 0.0
        named = [index for index, meter in enumerate(self.meters) if meter.label]
        wanted = [self._middle(frame, ticks, index) for index in named]
        low = max(taken + 2, frame.top - size * 0.5) if taken > frame.top else frame.top - size * 0.5
        centres = scale.spread(wanted, size * 1.25, low, frame.bottom + size * 0.6)
        for index, y, home in zip(named, centres, wanted, strict=True):
            label = sheet.elided(self.meters[index].label, sheet.width - x - swatch, size)
            off = self.meters[index].name in self.hidden
            if swatch:
                self._swatch((x, y - size * 0.36, size * 0.72, size * 0.72), index, off=off)
            elif abs(y - home) > size * 0.7 and not off:
                sheet.lines([((frame.right + 1, home), (x - 2, y))], sheet.palette.line, 0.6)
            sheet.text(x + swatch, y + size * 0.33, label, colour=sheet.palette.muted if off else None)
            place = (x, y - size * 0.6, sheet.width - x, size * 1.2)
            sheet.box_region(place, self._total_said(index), self.meters[index].name, legend=True)

    def _swatch(self, box: Box, index: int, *, off: bool) -> None:
        look = self.looks[index]
        if off:
            self.sheet.boxes([box], face=self.sheet.palette.background, edge=self.sheet.palette.muted)
        else:
            self.sheet.boxes([box], face=look.face, hatch=look.hatch, hatch_colour=look.hatch_colour)

    def _middle(self, frame: _Frame, ticks: tuple[float, ...], index: int) -> float:
        """Where a meter's part of the last known month is; the zero line if nothing is known."""
        for part in reversed(self.stacks[index]):
            if part is not None:
                return _height_of(frame, ticks, (part[0] + part[1]) / 2)
        return _height_of(frame, ticks, self._ghost(frame.months - 1)[1])

    def _total_said(self, index: int) -> str:
        meter = self.meters[index]
        known = [value for value in meter.values if value is not None]
        whole = sum(known) if meter.whole is None else meter.whole
        total = names.quantity(self.texts, whole, self.data.unit, money=self.money)
        return f"{meter.label}\n" + self.texts.t("Total: {total}", total=total)


def _height_of(frame: _Frame, ticks: tuple[float, ...], value: float) -> float:
    return frame.bottom - (value - ticks[0]) / (ticks[-1] - ticks[0]) * (frame.bottom - frame.top)


def _looks(palette: tokens.Palette, data: MonthlyUse, count: int) -> list[_Look]:
    """One colour for the resource; meters differ by hatching and by tint, so that grey print tells them apart."""
    colour, ground = palette.resources[data.resource], palette.background
    kinds: list[tuple[float, Literal["", "////", "....", "\\\\\\\\", "----"]]] = [
        (1.0, ""),
        (0.38, "////"),
        (0.55, ""),
        (0.2, "\\\\\\\\"),
        (0.3, ""),
        (0.12, "...."),
    ]
    return [_Look(tokens.mixed(colour, ground, share), hatch, colour) for share, hatch in kinds[:count]]


def _years(months: tuple[dt.date, ...]) -> list[tuple[int, int, int]]:
    """Each calendar year with the place of its first month and their number."""
    found: list[tuple[int, int, int]] = []
    for place, month in enumerate(months):
        if found and found[-1][0] == month.year:
            year, first, count = found[-1]
            found[-1] = (year, first, count + 1)
        else:
            found.append((month.year, place, 1))
    return found

"""The Pareto of losses: what each costs a year, divided into purchase, processing and disposal."""

from __future__ import annotations

from collections.abc import Sequence

from score_desktop import tokens
from score_desktop.charts import names, titles
from score_desktop.charts.data import LossCosts, LossItem
from score_desktop.charts.hover import Chart
from score_desktop.charts.sheet import Sheet
from score_desktop.i18n import Texts

_GAP = 6.0
_LEAST_PITCH = 1.45
_PART_NAMES = 3


def losses_figure(
    data: LossCosts, texts: Texts, mode: tokens.Mode, width_mm: float, height_mm: float, *, title: bool = False
) -> Chart:
    """Draw as many losses as fit, the dearest first, and one line for all others; bars begin at zero.

    What brings more than it costs has no bar; its figure says so. Bars show what is spent; where something is earned,
    the head of the figures says that they are less income.
    """
    sheet = Sheet(width_mm, height_mm, mode)
    finding = titles.loss_title(data, texts)
    top = sheet.title(finding) if title else 0.0
    items = [one for one in data.items if one.total > 0]
    if not items:
        sheet.note(texts.t("No loss costs anything yet"))
        return sheet.chart(finding)
    size, small = sheet.sizes.label, sheet.sizes.small
    first = top + small * 2.0
    room = max(int((sheet.height - first - 1) / (size * _LEAST_PITCH)), 1)
    rows = _fitting(items, room, texts)
    pitch = min((sheet.height - first - 1) / len(rows), size * 2.2)
    _Rows(sheet, data.currency, texts, rows, first, pitch).draw(top + small * 1.1)
    return sheet.chart(finding)


def _fitting(items: Sequence[LossItem], room: int, texts: Texts) -> list[LossItem]:
    if len(items) <= room:
        return list(items)
    shown, rest = list(items[: room - 1]), items[max(room - 1, 0) :]
    name = texts.tn("{n} other", "{n} others", len(rest))
    purchase, processing, disposal, income = (
        sum(getattr(one, part) for one in rest) for part in ("purchase", "processing", "disposal", "income")
    )
    share, cumulated = sum(one.share for one in rest), rest[-1].cumulated
    others = LossItem("", name, "", purchase, processing, disposal, income, share, cumulated, class_a=False)
    return [*shown, others]


class _Rows:
    """One line a loss: mark of class A, name, bar, amount, share, cumulated share."""

    def __init__(
        self, sheet: Sheet, currency: str, texts: Texts, rows: list[LossItem], first: float, pitch: float
    ) -> None:
        self.sheet, self.currency, self.texts, self.rows = sheet, currency, texts, rows
        self.first, self.pitch = first, pitch
        money = texts.currency(currency)
        if any(round(one.income) for one in rows):  # bars end before income, figures after it
            money = texts.t("{currency}, less income", currency=money)
        self.heads = (money, texts.t("Share"), texts.t("Cumulated"))
        self.cells = [
            (texts.number(one.total), names.share(texts, one.share), names.share(texts, one.cumulated)) for one in rows
        ]
        self.rights = self._columns()
        self.left = sheet.text_width("A", sheet.sizes.small, tokens.SEMIBOLD) + 5
        longest = max(sheet.text_width(one.name, None, tokens.SEMIBOLD) for one in rows)
        self.bar_left = self.left + min(longest, sheet.width * 0.3) + _GAP
        widest = max(sheet.text_width(cell[0], None, tokens.SEMIBOLD) for cell in self.cells)
        self.bar_width = max(self.rights[0] - max(widest, sheet.text_width(self.heads[0])) - 10 - self.bar_left, 20.0)

    def _columns(self) -> list[float]:
        """Right ends of the columns of figures."""
        rights: list[float] = []
        right = self.sheet.width
        for place in (2, 1, 0):
            rights.insert(0, right)
            words = [self.sheet.text_width(cell[place], None, tokens.SEMIBOLD) for cell in self.cells]
            right -= max([self.sheet.text_width(self.heads[place], self.sheet.sizes.small), *words]) + 14
        return rights

    def draw(self, head: float) -> None:
        """All of it; `head` is the baseline of the names of columns."""
        sheet = self.sheet
        for right, word in zip(self.rights, self.heads, strict=True):
            sheet.text(right, head, word, size=sheet.sizes.small, colour=sheet.palette.muted, align="right")
        self._legend(head)
        most = max(one.purchase + one.processing + one.disposal for one in self.rows)
        for number, one in enumerate(self.rows):
            self._row(one, self.cells[number], self.first + self.pitch * (number + 0.5), most)
        below = sum(one.class_a for one in self.rows)
        if 0 < below < len(self.rows):
            y = self.first + self.pitch * below
            sheet.lines([((0, y), (sheet.width, y))], sheet.palette.muted, 0.7, dashed=True)

    def _legend(self, head: float) -> None:
        sheet, t = self.sheet, self.texts.t
        x, edge = self.bar_left, sheet.sizes.small * 0.8
        for number, word in enumerate((t("Purchase"), t("Processing"), t("Disposal"))):
            width = edge + 4 + sheet.text_width(word, sheet.sizes.small)
            if x + width > self.bar_left + self.bar_width:
                return
            self._part((x, head - edge, edge, edge), number, unexplained=False)
            sheet.text(x + edge + 4, head, word, size=sheet.sizes.small, colour=sheet.palette.muted)
            x += width + 12

    def _row(self, one: LossItem, cells: tuple[str, str, str], y: float, most: float) -> None:
        sheet, size = self.sheet, self.sheet.sizes.label
        weight = tokens.SEMIBOLD if one.class_a else tokens.REGULAR
        if one.class_a:
            mark = sheet.sizes.small
            sheet.text(0, y + size * 0.33, "A", size=mark, weight=tokens.SEMIBOLD, colour=sheet.palette.muted)
        name = sheet.elided(one.name, self.bar_left - self.left - 4, None, weight)
        sheet.text(self.left, y + size * 0.33, name, weight=weight)
        height, x = min(self.pitch * 0.62, 13.0), self.bar_left
        for number, amount in enumerate((one.purchase, one.processing, one.disposal)):
            width = self.bar_width * max(amount, 0.0) / most
            if width > 0.2:
                self._part((x, y - height / 2, width, height), number, unexplained=one.unexplained)
            x += width
        for right, word in zip(self.rights, cells, strict=True):
            sheet.text(right, y + size * 0.33, word, weight=weight, align="right")
        sheet.box_region((0, y - self.pitch / 2, sheet.width, self.pitch), self._said(one), one.key)

    def _part(self, box: tuple[float, float, float, float], number: int, *, unexplained: bool) -> None:
        """Purchase is full, processing pale, disposal hatched; the unexplained is grey with a dashed edge."""
        palette = self.sheet.palette
        colour = palette.unexplained if unexplained else palette.loss
        face = (colour, tokens.mixed(colour, palette.background, 0.45), palette.background)[number]
        hatch = "//////" if number == _PART_NAMES - 1 else ""
        edge = palette.muted if unexplained else palette.loss
        self.sheet.boxes(
            [box], face=face, hatch=hatch, hatch_colour=edge if hatch else "", edge=edge, dashed=unexplained,
            line_width=0.6,
        )  # fmt: skip

    def _said(self, one: LossItem) -> str:
        t, texts = self.texts.t, self.texts
        parts = (
            (t("Purchase"), one.purchase),
            (t("Processing"), one.processing),
            (t("Disposal"), one.disposal),
            (t("Income"), -one.income),
        )
        lines = [f"{one.name} · {one.step}" if one.step else one.name]
        lines.append(f"{texts.money(one.total, self.currency, 0)} · {names.share(texts, one.share)}")
        lines += [f"{name}: {texts.money(amount, self.currency, 0)}" for name, amount in parts if amount]
        return "\n".join(lines)

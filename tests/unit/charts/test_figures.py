"""Every chart as it is drawn: nothing outside the sheet, no text on text, the same bytes each time."""

from __future__ import annotations

import csv
import io
import itertools
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.patches import Patch
from matplotlib.text import Text

from score_desktop import tokens
from score_desktop.charts.data import (
    CostByResource,
    CostItem,
    MonthlySeries,
    MonthlyUse,
    SankeyFlow,
    SankeyGraph,
    SankeyNode,
)
from score_desktop.charts.emissions import emissions_figure, emissions_height_mm, mass_text
from score_desktop.charts.export import edges_text, write_edges, write_figure, write_pdf_pages
from score_desktop.charts.hover import Chart, Region
from score_desktop.charts.monthly import monthly_figure
from score_desktop.charts.pareto import cost_bar_figure, cost_pareto_figure, pareto_height_mm
from score_desktop.charts.sankey import sankey_figure
from score_desktop.charts.sheet import Sheet
from score_desktop.enums import Resource
from score_desktop.errors import ScoreError
from score_desktop.i18n import Texts
from tests.unit.charts.samples import costs, electricity, emissions, mass, months, water

EN = Texts("en")
LONG = "Medidor de la planta baja, edificio anexo de pastelería y lavandería industrial"


def many_meters() -> MonthlyUse:
    meters = [MonthlySeries(f"{LONG} {n}", tuple(30.0 / (n + 1) for _ in range(14))) for n in range(9)]
    meters[2] = replace(meters[2], values=(None, *meters[2].values[1:]))
    return MonthlyUse(Resource.WATER, "m3", months(14), tuple(meters))


def three_years() -> MonthlyUse:
    data = electricity()
    meters = tuple(replace(meter, values=meter.values * 3) for meter in data.meters)
    bread = MonthlySeries("Pan producido", data.production.values * 3)
    return replace(data, months=months(36, 2023), meters=meters, production=bread, previous_total=None)


def credit() -> MonthlyUse:
    values = (500, 600, -300, 400, None, 500, 300, 200, 100, 200, 300, None)
    return MonthlyUse(Resource.ELECTRICITY, "kWh", months(), (MonthlySeries("A", values), MonthlySeries("B", values)))


def one(value: float | None) -> MonthlyUse:
    return MonthlyUse(Resource.LPG, "kg", months(), (MonthlySeries("", (value,) * 12),))


def all_costs() -> CostByResource:
    return CostByResource("USD", tuple(CostItem(resource, 7000.5 / (n + 1)) for n, resource in enumerate(Resource)))


def crowd() -> SankeyGraph:
    nodes = [SankeyNode(f"r{n}", f"{LONG} {n}", "resource", list(Resource)[n]) for n in range(14)]
    nodes += [SankeyNode(f"m{n}", f"Medidor {n}", "meter") for n in range(9)]
    nodes += [SankeyNode(f"u{n}", f"Uso final {n}", "use") for n in range(8)]
    flows = [SankeyFlow(f"r{n}", f"m{n * 5 % 9}", 1.0 + n * n, "x") for n in range(14)]
    flows += [SankeyFlow(f"m{n % 9}", f"u{n * 3 % 8}", 2.0 + n, "y") for n in range(26)]
    return SankeyGraph("kWh", tuple(nodes), tuple(flows))


def loops() -> SankeyGraph:
    again = (SankeyFlow("pack", "oven", 40, "Pan", None, "reuse"), SankeyFlow("oven", "oven", 5, "Calor"))
    return replace(mass(), flows=(*mass().flows, *again))


BUILDERS = {
    "months": lambda mode: monthly_figure(electricity(), EN, mode, 165, 52, title=True),
    "months without strip": lambda mode: monthly_figure(electricity(), EN, mode, 165, 45, strip=False),
    "missing": lambda mode: monthly_figure(water(), EN, mode, 165, 46, title=True),
    "nine meters": lambda mode: monthly_figure(many_meters(), EN, mode, 165, 60, title=True),
    "three years": lambda mode: monthly_figure(three_years(), EN, mode, 165, 60, title=True),
    "credit notes": lambda mode: monthly_figure(credit(), EN, mode, 165, 52, title=True),
    "all zero": lambda mode: monthly_figure(one(0.0), EN, mode, 120, 40),
    "all missing": lambda mode: monthly_figure(one(None), EN, mode, 120, 40),
    "no months": lambda mode: monthly_figure(MonthlyUse(Resource.LPG, "kg", (), ()), EN, mode, 120, 40),
    "window": lambda mode: monthly_figure(electricity(), EN, mode, 291, 60),
    "bar": lambda mode: cost_bar_figure(costs(), EN, mode, 165, 20, title=True),
    "narrow bar": lambda mode: cost_bar_figure(costs(), EN, mode, 70, 14),
    "bar of all": lambda mode: cost_bar_figure(all_costs(), EN, mode, 165, 14),
    "no costs": lambda mode: cost_bar_figure(CostByResource("BOB", ()), EN, mode, 165, 14),
    "pareto": lambda mode: cost_pareto_figure(
        costs(), EN, mode, 165, pareto_height_mm(costs(), mode, title=True), title=True
    ),
    "pareto of all": lambda mode: cost_pareto_figure(all_costs(), EN, mode, 120, 90),
    "emissions": lambda mode: emissions_figure(emissions(), EN, mode, 165, emissions_height_mm(emissions(), mode)),
    "few emissions": lambda mode: emissions_figure(emissions(), EN, mode, 80, 44, title=True),
    "mass": lambda mode: sankey_figure(mass(), EN, mode, 165, 78, print_labels=True, title=True),
    "mass in the window": lambda mode: sankey_figure(mass(), EN, mode, 291, 84),
    "loops": lambda mode: sankey_figure(loops(), EN, mode, 200, 100),
    "forty flows": lambda mode: sankey_figure(crowd(), EN, mode, 165, 120, print_labels=True),
    "no flows": lambda mode: sankey_figure(SankeyGraph("kg", (), ()), EN, mode, 165, 60),
}


def boxes(chart: Chart):
    if chart.mode == "print":  # paper does not hint letters to pixels; a screen does
        chart.figure.set_dpi(600)
    renderer = FigureCanvasAgg(chart.figure).get_renderer()
    return [(text.get_text(), text.get_window_extent(renderer)) for text in drawn(chart, Text)]


def drawn(chart: Chart, kind: type) -> list:
    return [artist for artist in chart.figure.artists if isinstance(artist, kind)]


def texts_of(chart: Chart) -> list[str]:
    return [text.get_text() for text in drawn(chart, Text)]


@pytest.mark.parametrize("mode", tokens.MODES)
@pytest.mark.parametrize("name", BUILDERS)
def test_texts_stay_on_the_sheet_and_apart(name, mode):
    chart = BUILDERS[name](mode)
    page = chart.figure.bbox
    found = boxes(chart)
    assert found
    point = chart.figure.dpi / 72
    for text, box in found:
        assert box.x0 >= -0.4 * point, text
        assert box.y0 >= -0.4 * point, text
        assert box.x1 <= page.width + 0.4 * point, text
        assert box.y1 <= page.height + 0.4 * point, text
    for (text, box), (other, box2) in itertools.combinations(found, 2):
        wide = min(box.x1, box2.x1) - max(box.x0, box2.x0)
        high = min(box.y1, box2.y1) - max(box.y0, box2.y0)
        assert not (wide > 0.7 * point and high > 3 * point), (text, other)


@pytest.mark.parametrize("name", ["months", "missing", "pareto", "emissions", "mass"])
@pytest.mark.parametrize("fmt", ["svg", "pdf", "png"])
def test_same_chart_same_bytes(name, fmt):
    files = []
    for _ in range(2):
        buffer = io.BytesIO()
        write_figure(BUILDERS[name]("print"), buffer, fmt)
        files.append(buffer.getvalue())
    assert files[0] == files[1]
    assert b"CreationDate" not in files[0]
    assert b"dc:date" not in files[0]


@pytest.mark.parametrize("name", sorted(BUILDERS))
def test_svg_needs_no_installed_font_and_keeps_its_words(name):
    """Whatever is seen is an outline; the words are there to be searched, marked and read out."""
    buffer = io.BytesIO()
    chart = BUILDERS[name]("light")
    write_figure(chart, buffer, "svg")
    root = ElementTree.fromstring(buffer.getvalue())
    space = {"svg": "http://www.w3.org/2000/svg"}
    groups = [group for group in root.iter(f"{{{space['svg']}}}g") if group.get("id", "").startswith("text_")]
    drawn = [text.get_text() for text in chart.figure.findobj(Text) if text.get_text() and text.get_visible()]
    assert groups and set(drawn) >= {text for group in groups for text in group.itertext() if text.strip()}
    for group in groups:
        (words,) = group.findall("svg:text", space)
        assert "fill: none" in words.get("style", "") and "Source Sans 3" in words.get("style", "")
        letters = [letter for letter in words.text or "" if not letter.isspace()]
        outlines = group.findall(".//svg:use", space)
        assert len(outlines) >= len(letters)
    assert len(list(root.iter(f"{{{space['svg']}}}text"))) == len(groups)


def test_pages_share_fonts_and_can_be_read():
    from pypdf import PdfReader

    charts = [BUILDERS[name]("print") for name in ("months", "emissions", "mass")]
    assert write_pdf_pages(charts) == write_pdf_pages(charts)
    reader = PdfReader(io.BytesIO(write_pdf_pages(charts)))
    assert len(reader.pages) == 3
    assert float(reader.pages[0].mediabox.width) == pytest.approx(165 / 25.4 * 72, abs=0.1)
    assert "Scope 1, CO₂e" in reader.pages[1].extract_text()
    fonts = {str(font.get_object()["/Subtype"]) for font in reader.pages[2]["/Resources"]["/Font"].values()}
    assert fonts <= {"/Type0", "/TrueType"}
    with pytest.raises(ValueError, match="no charts"):
        write_pdf_pages([])


def test_png_is_twice_the_window():
    buffer = io.BytesIO()
    write_figure(monthly_figure(water(), EN, "light", 254, 50.8), buffer, "png")
    assert int.from_bytes(buffer.getvalue()[16:20]) == 1920


def test_unknown_format_is_told():
    with pytest.raises(ScoreError) as caught:
        write_figure(BUILDERS["all zero"]("light"), io.BytesIO(), "gif")
    assert caught.value.message_id == "chart.format"


def test_a_missing_month_is_an_empty_dashed_box_and_says_so():
    chart = monthly_figure(water(), EN, "print", 165, 46)
    assert texts_of(chart).count("missing") == 1
    dashed = [patch for patch in drawn(chart, Patch) if patch.get_linestyle() not in {"-", "solid"}]
    assert len(dashed) == 1
    said = [region for region in chart.regions if "bill missing" in region.text]
    assert [region.text for region in said] == ["Oficina A-9931\nAug 2025: bill missing"]
    x = sum(point[0] for point in said[0].polygon) / 4
    y = sum(point[1] for point in said[0].polygon) / 4
    assert chart.text_at(x, y) == said[0].text
    whole = monthly_figure(electricity(), EN, "print", 165, 46)
    assert "missing" not in texts_of(whole)
    assert all(patch.get_linestyle() in {"-", "solid"} for patch in drawn(whole, Patch))


def test_units_stand_on_the_top_tick_and_bars_start_at_zero():
    shown = texts_of(monthly_figure(electricity(), EN, "print", 165, 52, strip=False))
    assert "8,000 kWh" in shown
    assert "0" in shown
    assert "Jan" in shown
    assert "Production" not in shown
    strip = texts_of(monthly_figure(electricity(), EN, "print", 165, 52))
    assert {"Production", "50 t", "30"} <= set(strip)


def test_long_names_are_cut_but_whole_for_the_pointer():
    chart = monthly_figure(many_meters(), EN, "light", 165, 60)
    assert any(text.endswith("…") for text in texts_of(chart))
    assert any(f"{LONG} 0" in region.text for region in chart.regions)
    assert "4 other meters" in texts_of(chart)


def test_class_a_is_the_smallest_set_that_reaches_eighty_per_cent():
    shown = texts_of(cost_pareto_figure(costs(), EN, "print", 165, 50))
    assert shown.count("A") == 2
    assert "84%" in shown
    assert shown.index("Electricity") < shown.index("Natural gas") < shown.index("Water")


def test_bar_gathers_what_is_small():
    shown = texts_of(cost_bar_figure(costs(), Texts("en", "es_BO"), "print", 165, 14))
    assert shown[0] == "Electricity"
    assert shown[1].startswith("Bs\xa0100.102 · 69")
    assert shown[-1].startswith("others ")


def test_credit_notes_are_said():
    data = CostByResource("BOB", (CostItem(Resource.ELECTRICITY, 100), CostItem(Resource.WATER, -20)))
    shown = texts_of(cost_bar_figure(data, EN, "print", 165, 20))
    assert any("Credit notes" in text and "20" in text for text in shown)


def test_emissions_in_tonnes_and_kilograms():
    assert mass_text(EN, 41131) == "41.1\xa0t"
    assert mass_text(EN, 503.4) == "503\xa0kg"
    shown = texts_of(BUILDERS["emissions"]("print"))
    assert {"Scope 1, CO₂e", "Scope 2, CO₂e", "Scope 3, CO₂e", "503\xa0kg", "expert estimate"} & set(shown)
    assert "100\xa0t" in shown
    few = texts_of(BUILDERS["few emissions"]("light"))
    assert any(text.startswith("others (") for text in few)


def test_what_is_unexplained_is_drawn_and_losses_carry_money():
    chart = BUILDERS["mass"]("print")
    shown = texts_of(chart)
    assert shown.count("Unexplained") == 2
    assert "Bs 36.222" in shown
    loss = [text for text in drawn(chart, Text) if text.get_text() == "Bs 36.222"]
    assert loss[0].get_color() == tokens.palette("print").loss
    hatched = [len(shapes.get_paths()) for shapes in drawn(chart, PathCollection) if shapes.get_hatch()]
    assert sum(hatched) == sum(flow.kind == "loss" for flow in mass().flows)
    assert any("Amasado → Formado" in region.text for region in chart.regions)


def test_names_that_would_be_mathematics_or_tofu_are_shown_plainly():
    names = "$x^2$ a_b \\frac \t\n 鱼 \u202e ● ◐ ʼ ä €"
    data = MonthlyUse(Resource.WATER, "m3", months(), (MonthlySeries(names, (1.0,) * 12),))
    chart = monthly_figure(data, EN, "light", 200, 40)
    buffer = io.BytesIO()
    write_figure(chart, buffer, "pdf")
    assert "$x^2$ a_b \\frac    □  ● ◐ ʼ ä €" in texts_of(chart)


def test_our_fonts_carry_every_letter_and_sign():
    from matplotlib.font_manager import get_font

    from score_desktop import paths

    signs = "ñÑáéíóúüÁÉÍÓÚÜ¿¡äïÄÏ’ʼ‘“”«»₂₄³²°·●○−–—€≥≤≈×→…ºª%‰µ□"
    for name in ("Regular", "SemiBold", "Bold", "Italic"):
        known = get_font(paths.resources() / "fonts" / f"SourceSans3-{name}.ttf").get_charmap()
        assert not [sign for sign in signs if ord(sign) not in known]
    fallback = get_font(paths.resources() / "fonts" / "DejaVuSans.ttf").get_charmap()
    assert {ord("◐"), ord("⚠")} <= set(fallback)


def test_edges_are_plain_and_safe(tmp_path):
    nodes = (SankeyNode("a", "=SUM(A1)", "resource"), SankeyNode("b", "Horno, «1»", "use"))
    flows = (
        SankeyFlow("a", "b", 1234.5, "-gas"),
        SankeyFlow("a", "b", 1e-7, "Energía"),
        SankeyFlow("a", "c", 3e6, "@x"),
    )
    graph = SankeyGraph("kWh", nodes, flows)
    write_edges(graph, tmp_path / "edges.csv")
    data = (tmp_path / "edges.csv").read_bytes()
    assert data.decode("utf-8") == edges_text(graph)
    rows = list(csv.reader(io.StringIO(data.decode("utf-8"))))
    assert rows == [
        ["source", "target", "substance", "value", "unit"],
        ["'=SUM(A1)", "Horno, «1»", "'-gas", "1234.5", "kWh"],
        ["'=SUM(A1)", "Horno, «1»", "Energía", "0.0000001", "kWh"],
        ["'=SUM(A1)", "c", "'@x", "3000000", "kWh"],
    ]


def test_a_title_is_wrapped_and_cut():
    sheet = Sheet(60, 40, "print")
    sheet.title(" ".join(["palabra"] * 40))
    lines = texts_of(sheet.chart(""))
    assert len(lines) == 2
    assert lines[1].endswith("…")


def test_regions_contain_their_points():
    region = Region(((0.1, 0.1), (0.9, 0.1), (0.5, 0.9)), "x")
    assert region.contains(0.5, 0.3)
    assert not region.contains(0.15, 0.8)

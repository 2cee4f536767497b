from __future__ import annotations

import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from score_desktop.errors import Cancelled, StorageTrouble
from score_desktop.i18n import Texts
from score_desktop.jobs import Progress
from score_desktop.reporting.document import (
    Align,
    Cell,
    ChartFrame,
    Column,
    Heading,
    Paragraph,
    Row,
    Table,
)
from score_desktop.reporting.pdf import fonts, write_document, write_pdf
from score_desktop.reporting.pdf.tables import _even_lines
from score_desktop.reporting.sections import build_document
from tests.unit.reporting import fixture
from tests.unit.reporting.pages import flat, texts_of


def _fonts(reader):
    """Every font of the file with its descriptor."""
    for number in range(1, len(reader.xref[0]) + 1 if reader.xref else 0):
        entry = reader.get_object(number)
        if isinstance(entry, dict) and entry.get("/Type") == "/Font":
            inner = entry["/DescendantFonts"][0].get_object() if "/DescendantFonts" in entry else entry
            yield entry["/BaseFont"], inner.get("/FontDescriptor")


def test_it_reads_like_the_sample_audit(bakery_pdf):
    pages = [flat(page) for page in texts_of(bakery_pdf)]
    assert len(pages) == 8
    assert "Energy and water at Panadería Illimani S.R.L." in pages[0]
    assert (
        "Panadería Illimani S.R.L. paid Bs 145,172 for energy and water in 2025 to produce 490.85 t of pan producido."
        in pages[1]
    )
    assert "149 tCO₂e" in pages[1]
    assert "Electricity kWh 88,300 85,461 −3.2% 174.1 103,385 100,102 69%" in pages[3]
    assert "Total 150,133 145,172 100%" in pages[3]
    assert "Total, scopes 1 and 2 149,094 100% 303.7" in pages[4]
    assert "Oficina A-9931: No bill from 08/01/2025 to 08/31/2025 (31 days)." in pages[6]
    for number, page in enumerate(pages[1:], start=2):
        assert f"Page {number} of 8" in page
        assert "Kantuta Consultores · Formadora SCORE: Carmen Flores Aliaga" in page
        assert "January to December 2025" in page


def test_the_same_report_gives_the_same_bytes(bakery_pdf, folder, english):
    again = write_pdf(fixture.bakery(), english, folder / "again.pdf").path
    assert again.read_bytes() == bakery_pdf.read_bytes()


def test_fonts_are_embedded_and_charts_are_vectors(bakery_pdf):
    reader = PdfReader(bakery_pdf)
    found = dict(_fonts(reader))
    assert {name.split("+")[-1] for name in found} >= {"SourceSans3-Regular", "SourceSans3-SemiBold", "DejaVuSans"}
    for name, descriptor in found.items():
        assert descriptor is not None, name
        assert "/FontFile2" in descriptor.get_object(), name
    forms = [
        entry.get_object()["/Subtype"]
        for page in reader.pages
        for entry in page["/Resources"].get("/XObject", {}).values()
    ]
    assert forms.count("/Form") == 7
    assert forms.count("/Image") == 1  # the client's logo


def test_text_of_charts_can_be_selected_and_found(bakery_pdf):
    page = flat(texts_of(bakery_pdf)[3])
    assert "Tienda 2-114590" in page
    assert "missing" in page


def test_bookmarks_and_contents_lead_to_the_headings(bakery_pdf):
    reader = PdfReader(bakery_pdf)
    pages = [flat(page) for page in texts_of(bakery_pdf)]
    outline = []

    def walk(entries, level):
        for entry in entries:
            if isinstance(entry, list):
                walk(entry, level + 1)
            else:
                outline.append((level, entry.title, reader.get_destination_page_number(entry) + 1))

    walk(reader.outline, 0)
    assert (0, "Consumption and cost", 4) in outline
    assert (1, "Water", 4) in outline
    assert (0, "Annex", 7) in outline
    links = [note.get_object() for note in reader.pages[2]["/Annots"]]
    assert len(links) == len(outline) - 1  # all but the contents themselves
    assert all(link["/Subtype"] == "/Link" and "/A" not in link for link in links)
    for _, title, number in outline:
        if title not in ("Contents",):
            assert f"{title} {number}" in pages[2]


def test_metadata_say_what_it_is_and_nothing_of_the_clock(bakery_pdf):
    reader = PdfReader(bakery_pdf)
    info = reader.metadata
    assert info.title == "Energy and water at Panadería Illimani S.R.L."
    assert info.author == "Carmen Flores Aliaga"
    assert info["/CreationDate"].startswith("D:20260318")
    assert reader.trailer["/Root"]["/Lang"] == "en"


def test_a_figure_stands_on_the_page_of_its_caption(bakery_pdf):
    reader = PdfReader(bakery_pdf)
    for page, text in zip(reader.pages, texts_of(bakery_pdf), strict=True):
        captions = len(re.findall(r"Figure \d+\. ", flat(text)))
        forms = [x for x in page["/Resources"].get("/XObject", {}).values() if x.get_object()["/Subtype"] == "/Form"]
        if "What each resource costs" not in text:  # charts of the summary have titles, no captions
            assert captions == len(forms)


def test_hostile_text_stays_text(nasty_pdf):
    reader = PdfReader(nasty_pdf)
    pages = [flat(page) for page in texts_of(nasty_pdf)]
    whole = " ".join(pages)
    assert "<b>«El Ángel»</b>" in whole
    assert "& {name} {{x}} \N{GRINNING FACE} □" in whole
    assert '<img src="http://example.invalid/x.png">' in whole
    for page in reader.pages:
        for note in page.get("/Annots", []):
            assert "/URI" not in str(note.get_object())
    assert "must be verified with the competent authority" in pages[-1]


def test_a_broken_logo_is_left_out_and_told(folder, english):
    written = write_pdf(replace(fixture.almost_empty(), brand=fixture.nasty().brand), english, folder / "logo.pdf")
    assert written.notes == (("report.logo_left_out", {"logo": "logo of the enterprise"}),)
    assert "logo of the enterprise" in english.message(*written.notes[0])


def test_an_audit_just_begun_has_no_empty_parts(folder, english):
    written = write_pdf(fixture.almost_empty(), english, folder / "empty.pdf")
    assert written.count == 2
    page = flat(texts_of(written.path)[1])
    assert "Next steps" in page
    assert "Import bills first." in page
    assert "Consumption" not in page
    assert "Contents" not in page


LETTERS = (
    "áéíóúüñ ÁÉÍÓÚÜÑ ¿¡ ä ï ö Ä Ï Ö ’ ʼ ch' k'a qh p'x ll'ü jach'a uñt'ayaña "
    "m³ CO₂ CH₄ N₂O ₂ ≥ ≤ – — € − × · ½ ° % ● ◐ ◌ ○ « » “ ” … ± Bs"
)


def _document(english, *blocks):
    base = build_document(fixture.almost_empty(), english)
    return replace(base, blocks=(Heading("Letters", 1, "letters"), *blocks))


def _pages(document, english, path):
    data, count = write_document(document, english, Progress())
    path.write_bytes(data)
    pages = texts_of(path)
    assert len(pages) == count
    return pages


def test_every_letter_of_the_countrys_languages_has_a_glyph(english, tmp_path):
    for letter in LETTERS:
        for font in (fonts.REGULAR, fonts.SEMIBOLD, fonts.BOLD):
            assert [piece for _, piece in fonts.pieces(letter, font)] in ([letter], []), letter
    pages = _pages(_document(english, Paragraph(LETTERS)), english, tmp_path / "letters.pdf")
    assert flat(LETTERS) in flat(pages[1])


def test_a_long_table_repeats_its_head_and_keeps_its_total(english, tmp_path):
    columns = (Column("Name", weight=3), Column("kWh", Align.NUMBER))
    rows = [Row((Cell(f"meter {n}\nsecond line"), Cell(f"{n}.5"))) for n in range(500)]
    rows.append(Row((Cell("Sum"), Cell("124,750.0")), "total"))
    pages = _pages(_document(english, Table(columns, tuple(rows))), english, tmp_path / "long.pdf")
    assert len(pages) > 10
    for page in pages[1:]:
        assert flat(page).count("Name kWh") == 1
    assert "meter 499" in pages[-1]
    assert "Sum" in pages[-1]
    whole = flat(" ".join(pages))
    assert all(f"meter {n} " in whole for n in range(500))


@pytest.mark.parametrize("before", range(24, 48))
def test_what_stands_above_rows_is_never_parted_from_them(english, tmp_path, before):
    columns = (Column("Name", weight=3), Column("kWh", Align.NUMBER))
    rows = [Row((Cell(f"meter {n}"), Cell(f"{n}"))) for n in range(before)]
    rows.append(Row((Cell("Outputs"), Cell("")), "heading"))
    rows += [Row((Cell(f"waste {n}"), Cell(f"{n}"))) for n in range(30)]
    pages = _pages(_document(english, Table(columns, tuple(rows))), english, tmp_path / "kept.pdf")
    (with_head,) = (page for page in pages if "Outputs" in page)
    assert "waste 0" in with_head


def test_a_head_in_two_lines_leaves_no_word_alone():
    assert _even_lines("Valor de compra, Bs por año", 95.0) == ["Valor de compra,", "Bs por año"]
    assert _even_lines("Valor de compra, Bs por año", 300.0) == ["Valor de compra, Bs por año"]
    assert _even_lines("Donaudampfschifffahrt", 20.0) == ["Donaudampfschifffahrt"]


def test_a_cell_longer_than_a_page_goes_on_the_next(english, tmp_path):
    words = [f"word{n}" for n in range(3000)]
    table = Table((Column("Name"), Column("Text", weight=3)), (Row((Cell("x" * 300), Cell(" ".join(words)))),))
    pages = _pages(_document(english, table), english, tmp_path / "cell.pdf")
    whole = set(flat(" ".join(pages)).split())
    assert whole.issuperset(words)


def test_numbers_stand_flush_on_the_decimal_sign(english, tmp_path):
    import pypdfium2

    table = Table(
        (Column("a"), Column("b", Align.NUMBER)), tuple(Row((Cell("x"), Cell(t))) for t in ("1.25", "30", "7.5"))
    )
    data, _ = write_document(_document(english, table), english, Progress())
    document = pypdfium2.PdfDocument(data)
    read = document[1].get_textpage()
    text = read.get_text_range()
    lefts = [read.get_charbox(text.index(number) + len(whole) - 1)[2] for number, whole in
             (("1.25", "1"), ("30", "30"), ("7.5", "7"))]  # fmt: skip
    document.close()
    assert max(lefts) - min(lefts) < 1.0


@pytest.mark.parametrize("width", [0, 1, 7])
def test_tables_of_any_shape_fit_the_page(english, tmp_path, width):
    columns = tuple(Column("head " * (n + 1), Align.NUMBER if n % 2 else Align.LEFT) for n in range(width + 5))
    row = Row(tuple(Cell("9" * 40 if n % 2 else "wörd " * 20) for n in range(width + 5)))
    pages = _pages(_document(english, Table(columns, (row, row))), english, tmp_path / "wide.pdf")
    assert flat("".join(pages)).replace(" ", "").count("9" * 40) or width


def test_cancel_leaves_nothing_behind(tmp_path, english):
    progress = Progress(lambda share, message: progress.cancel() if share > 0.3 else None)
    with pytest.raises(Cancelled):
        write_pdf(fixture.bakery(), english, tmp_path / "a.pdf", progress=progress)
    assert list(tmp_path.iterdir()) == []


def test_progress_goes_forward_to_the_end(tmp_path, english, monkeypatch):
    monkeypatch.setattr("score_desktop.jobs.MIN_INTERVAL_S", 0.0)
    told = []
    write_pdf(fixture.almost_empty(), english, tmp_path / "a.pdf", progress=Progress(lambda s, m: told.append((s, m))))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert all(message for _, message in told)


def test_a_target_that_cannot_be_written_is_told(tmp_path, english):
    with pytest.raises(StorageTrouble, match=r"report\.cannot_write"):
        write_pdf(fixture.almost_empty(), english, tmp_path / "missing" / "a.pdf")


def test_the_region_decides_separators(tmp_path):
    texts = Texts("en", "es_BO")
    written = write_pdf(replace(fixture.bakery(), monthly=(), flows=None), texts, tmp_path / "a.pdf")
    page = flat(" ".join(texts_of(written.path)))
    assert "Bs 145.172" in page
    assert "−3,2" in page


def test_a_figure_never_parts_from_its_title_and_caption(english, tmp_path, monkeypatch):
    from score_desktop.reporting.pdf import writer

    chart = fixture.bakery().cost_chart
    frame = ChartFrame(chart, 170, 14, title="The finding above", caption="Figure 1. The caption below.")
    drawn = writer._drawn([frame], english, Progress())
    monkeypatch.setattr(writer, "_drawn", lambda *_: drawn)
    places = set()
    for lines in range(28, 36):
        document = _document(english, *[Paragraph("filler")] * lines, frame)
        pages = _pages(document, english, tmp_path / f"{lines}.pdf")
        reader = PdfReader(tmp_path / f"{lines}.pdf")
        with_form = [n for n, page in enumerate(reader.pages) if "/XObject" in page["/Resources"]]
        assert [n for n, text in enumerate(pages) if "The finding above" in text] == with_form
        assert [n for n, text in enumerate(pages) if "The caption below" in text] == with_form
        places.add(with_form[0])
    assert places == {1, 2}  # it was tried on both sides of the end of the page


def test_a_heading_never_stands_alone_at_the_foot_of_a_page(english, tmp_path):
    table = Table(
        (Column("Name"), Column("kWh", Align.NUMBER)), tuple(Row((Cell(f"m{n}"), Cell("1"))) for n in range(60))
    )
    for lines in range(30, 38):
        blocks = [*[Paragraph("filler")] * lines, Heading("A part of its own", 2, "part"), table]
        pages = _pages(_document(english, *blocks), english, tmp_path / "heading.pdf")
        at = next(n for n, text in enumerate(pages) if "A part of its own" in text)
        assert "m1" in pages[at]

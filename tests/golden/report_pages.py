"""The approved report and how a new one is compared with it."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops
from pypdf import PdfReader

from score_desktop.i18n import Texts
from score_desktop.reporting.pdf import write_pdf
from tests.unit.reporting import fixture
from tests.unit.reporting.pages import texts_of

FOLDER = Path(__file__).parent / "report"
REGIONS = {"en": "en_US", "es": "es_BO"}
DPI = 42
"""Enough to see a block that moved; letters are compared as text."""

MOST_MEAN, MOST_CHANGED = 1.5, 0.02
"""How far pages may differ between platforms: mean grey level of 255, share of points that differ by more than 48."""


def make(language: str, out: Path) -> Path:
    """The sample audit's report in a language."""
    return write_pdf(fixture.bakery(), Texts(language, REGIONS[language]), out).path


def structure(pdf: Path) -> dict[str, object]:
    """Bookmarks with pages, links, fonts, forms and metadata of a report."""
    reader = PdfReader(pdf)
    bookmarks: list[list[object]] = []

    def walk(entries: list[object], level: int) -> None:
        for entry in entries:
            if isinstance(entry, list):
                walk(entry, level + 1)
            else:
                page = reader.get_destination_page_number(entry)  # type: ignore[arg-type]
                bookmarks.append([level, str(entry.title), page])  # type: ignore[attr-defined]

    walk(reader.outline, 0)
    fonts = {
        str(font.get_object()["/BaseFont"]) for page in reader.pages for font in page["/Resources"]["/Font"].values()
    }
    info = reader.metadata
    assert info is not None
    return {
        "pages": len(reader.pages),
        "language": str(reader.trailer["/Root"]["/Lang"]),
        "title": info.title,
        "author": info.author,
        "subject": info.subject,
        "created": str(info["/CreationDate"]),
        "bookmarks": bookmarks,
        "links": [len(page.get("/Annots", [])) for page in reader.pages],
        "forms": [
            sum(x.get_object()["/Subtype"] == "/Form" for x in page["/Resources"].get("/XObject", {}).values())
            for page in reader.pages
        ],
        "fonts": sorted(name.split("+")[-1] for name in fonts),
    }


def pictures(pdf: Path) -> list[Image.Image]:
    """Each page as a small grey picture."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=DPI / 72).to_pil().convert("L") for page in document]
    finally:
        document.close()


def difference(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """Mean difference of two pictures, and the share of points that clearly differ."""
    if one.size != other.size:
        return 255.0, 1.0
    counts = ImageChops.difference(one, other).histogram()
    points = one.width * one.height
    mean = sum(level * count for level, count in enumerate(counts)) / points
    return mean, sum(counts[49:]) / points


def renew(language: str, scratch: Path) -> None:
    """Approve the report as it is now."""
    pdf = make(language, scratch / f"{language}.pdf")
    folder = FOLDER / language
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for number, text in enumerate(texts_of(pdf), start=1):
        (folder / f"page_{number:02}.txt").write_text(text + "\n", encoding="utf-8", newline="\n")
    for number, picture in enumerate(pictures(pdf), start=1):
        picture.quantize(16).save(folder / f"page_{number:02}.png", optimize=True)
    told = json.dumps(structure(pdf), ensure_ascii=False, indent=1) + "\n"
    (folder / "structure.json").write_text(told, encoding="utf-8", newline="\n")

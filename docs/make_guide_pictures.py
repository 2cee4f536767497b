"""Makes the pictures of the guide from the real program: `.venv/bin/python docs/guide/make_pictures.py`.

It runs the demonstration in a temporary folder and keeps the report's pages and the diagram.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2

PICTURES = Path(__file__).resolve().parent / "pictures"
DPI = 60
PAGES = {1: "cover", 2: "summary", 4: "consumption", 5: "footprint", 6: "flows"}
REPORTS = {"es": "informe_es.pdf", "en": "report_en.pdf"}


def main() -> None:
    """Make all pictures anew."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([sys.executable, "-m", "score_desktop.cli", "demo", "--out", str(folder)], check=True)
        for language, report in REPORTS.items():
            _pages(folder / report, language)
        shutil.copy(folder / "flujos.png", PICTURES / "flows_es.png")


def _pages(report: Path, language: str) -> None:
    with pypdfium2.PdfDocument(report) as document:
        for number, name in PAGES.items():
            picture = document[number - 1].render(scale=DPI / 72).to_pil().convert("P", colors=128)
            picture.save(PICTURES / f"report_{name}_{language}.png", optimize=True)


if __name__ == "__main__":
    main()

"""Approve the documents as they are now: `python -m tests.golden.renew [en] [es]`. Look at the pages before."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.golden.report_pages import REGIONS, renew


def main(languages: list[str]) -> None:
    """Renew the given languages, or all."""
    with tempfile.TemporaryDirectory() as scratch:
        for language in languages or list(REGIONS):
            renew(language, Path(scratch))


if __name__ == "__main__":
    main(sys.argv[1:])

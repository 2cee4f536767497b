"""What our own code adds to the installer, against a program of the same libraries that does nothing, made alike."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

from installer.tests.desk import current

MOST = 1.15


def test_installer_is_hardly_larger_than_its_libraries(floor: Future[Path]) -> None:
    ours, least = current().stat().st_size, floor.result().stat().st_size
    print(
        f"installer {ours / 1e6:.1f} MB, of the libraries alone {least / 1e6:.1f} MB: {ours / least:.3f} (most {MOST})"
    )
    assert ours / least <= MOST

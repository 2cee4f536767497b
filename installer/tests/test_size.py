"""What our own code adds to the installer, against a program of the same libraries that does nothing, made alike."""

from __future__ import annotations

from installer.tests.desk import current
from tools import windows

MOST = 1.15


def test_installer_is_hardly_larger_than_its_libraries() -> None:
    assert windows.freeze("minimal") == 0
    folder = windows.WORK / "dist" / "minimal"
    target = windows.WORK / "minimal-setup.exe"
    assert windows.pack(folder, windows.version(), target) == 0
    ours, floor = current().stat().st_size, target.stat().st_size
    print(
        f"installer {ours / 1e6:.1f} MB, of the libraries alone {floor / 1e6:.1f} MB: {ours / floor:.3f} (most {MOST})"
    )
    assert ours / floor <= MOST

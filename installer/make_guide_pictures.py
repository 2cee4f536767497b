"""Takes pictures of the installer's tests into the guide: `.venv/bin/python installer/make_guide_pictures.py`."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageChops

ROOT = Path(__file__).resolve().parent.parent
SOURCE, TARGET = ROOT / "build" / "windows" / "pictures", ROOT / "docs" / "guide" / "pictures"
NAMES = {
    "wizard_1_es": "install_welcome_es",
    "wizard_1_en": "install_welcome_en",
    "wizard_3_es": "install_choice_es",
    "wizard_3_en": "install_choice_en",
    "asks_to_close_es": "install_close_es",
    "uninstall_asks_es": "install_remove_es",
    "running_with_audit": "install_running_en",
    "running_es": "install_running_es",
}


def main() -> None:
    """Each without the empty screen around it, in few colours."""
    for source, target in NAMES.items():
        image = Image.open(SOURCE / f"{source}.png").convert("RGB")
        inside = image.crop(ImageChops.difference(image, Image.new("RGB", image.size)).getbbox())
        inside.quantize(64, dither=Image.Dither.NONE).save(TARGET / f"{target}.png", optimize=True)


if __name__ == "__main__":
    main()

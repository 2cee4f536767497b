from __future__ import annotations

import importlib.util
import struct
import sys
from types import ModuleType

import numpy
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tools.processes import ROOT


@pytest.fixture(scope="module")
def drawn(qapp: QApplication) -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_pictures", ROOT / "installer" / "make_pictures.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pixels(picture: bytes) -> numpy.ndarray:
    """How tightly a PNG is packed says nothing, and differs by what ran before in the process."""
    image = QImage.fromData(picture).convertToFormat(QImage.Format.Format_RGBA8888_Premultiplied)
    return numpy.frombuffer(image.constBits(), numpy.uint8).reshape(image.height(), image.width(), 4).astype(int)


def parts(name: str, content: bytes) -> list[bytes]:
    """The pictures of an icon, or the one picture."""
    if not name.endswith(".ico"):
        return [content]
    (count,) = struct.unpack_from("<H", content, 4)
    places = (struct.unpack_from("<II", content, 6 + 16 * number + 8) for number in range(count))
    return [content[start : start + size] for size, start in places]


@pytest.mark.skipif(sys.platform != "linux", reason="pictures of another Qt differ")
def test_icon_has_every_size_and_is_the_drawn_mark(drawn: ModuleType) -> None:
    for name, content in drawn.made().items():
        kept = parts(name, (ROOT / "installer" / "pictures" / name).read_bytes())
        made = parts(name, content)
        assert len(kept) == len(made), name
        if name.endswith(".ico"):
            assert [pixels(one).shape[0] for one in kept] == list(drawn.SIZES)
        for one, other in zip(kept, made, strict=True):
            assert pixels(one).shape == pixels(other).shape, name
            assert (pixels(one) == pixels(other)).all(), name

from __future__ import annotations

import importlib.util
import sys

import pytest
from PySide6.QtWidgets import QApplication

from tools.processes import ROOT


@pytest.mark.skipif(sys.platform != "linux", reason="pictures of another Qt differ")
def test_icon_has_every_size_and_is_the_drawn_mark(qapp: QApplication) -> None:
    spec = importlib.util.spec_from_file_location("make_pictures", ROOT / "installer" / "make_pictures.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, content in module.made().items():
        assert (ROOT / "installer" / "pictures" / name).read_bytes() == content, name

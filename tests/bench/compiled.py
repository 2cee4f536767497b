"""Children of the bench keep their compiled modules, as those of an installed program are compiled."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

_FORBIDS, _PLACE = "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"


@contextlib.contextmanager
def compiled_modules(folder: Path) -> Iterator[None]:
    """Let programs that are started meanwhile keep them in a folder, whatever the environment says."""
    before = {name: os.environ.get(name) for name in (_FORBIDS, _PLACE)}
    os.environ.pop(_FORBIDS, None)
    os.environ[_PLACE] = str(folder / "compiled")
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

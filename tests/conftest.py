"""Holds for every test: a home of its own, no screen, no unexpected log line, no thread left behind."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Same examples in every run, so that a red test is about the change; `dev.py soak` looks for new ones.
settings.register_profile("test", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "soak", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "test"))

if sys.platform == "linux" and not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """No test reads or writes the data folder of the person who runs it."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "APPDATA", "LOCALAPPDATA"):
        os.environ[name] = str(folder)
    # Set by hand, or matplotlib searches the fonts again in every process that a test starts.
    os.environ.setdefault("MPLCONFIGDIR", str(folder / "matplotlib"))
    return folder


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        # matplotlib says so when its first look at the fonts takes over five seconds: news about the machine alone.
        if record.name != "matplotlib.font_manager" or "font cache" not in record.getMessage():
            self.records.append(record)


@pytest.fixture(autouse=True)
def no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning in the log is news: a test that expects one asks for `caplog` and looks at it."""
    listener = _Listener()
    logging.getLogger().addHandler(listener)
    yield
    logging.getLogger().removeHandler(listener)
    if listener.records and "caplog" not in request.fixturenames:
        lines = "\n".join(f"{record.name}: {record.getMessage()}" for record in listener.records)
        pytest.fail(f"unexpected log:\n{lines}")


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """What a test starts, it ends."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        if not thread.daemon:
            thread.join(timeout=5)
            assert not thread.is_alive(), f"left alive: {thread.name}"

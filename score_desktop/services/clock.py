"""The one place that asks the computer what day it is; everything below is given a date."""

from __future__ import annotations

import datetime as dt


def today() -> dt.date:
    """The day on this computer's calendar."""
    return dt.datetime.now().astimezone().date()

"""Every statement that a service executes in these tests compiles for PostgreSQL too."""

from __future__ import annotations

from tests.postgres import postgres_too

__all__ = ["postgres_too"]

"""Alembic's way in: the connection comes from `db.migrate`, which has begun the one transaction."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
context.run_migrations()

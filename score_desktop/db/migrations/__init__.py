"""The Alembic environment: reached only through `score_desktop.db.migrate`."""

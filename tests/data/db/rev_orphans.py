"""Leaves children without a parent."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("UPDATE meter SET id = id + 1000")

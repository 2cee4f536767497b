"""Leaves children without a parent."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade():
    op.execute("UPDATE meter SET id = id + 1000")

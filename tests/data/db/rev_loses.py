"""Loses rows without a word."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade():
    op.execute("DELETE FROM bill")

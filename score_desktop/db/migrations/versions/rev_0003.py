"""How files of a layout were read is remembered for the next one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the table of profiles, empty."""
    op.create_table(
        "import_profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("name", sa.String(length=4000), nullable=False),
        sa.Column("name_key", sa.String(length=8000), nullable=False),
        sa.Column("supplier", sa.String(length=200), nullable=False),
        sa.Column("used_at", sa.String(length=27), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_profile")),
        sa.UniqueConstraint("uid", name=op.f("uq_import_profile_uid")),
    )
    op.create_index(op.f("ix_import_profile_name_key"), "import_profile", ["name_key"], unique=False)

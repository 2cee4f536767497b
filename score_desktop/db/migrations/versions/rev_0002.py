"""An audit keeps which sections its report prints."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column with nothing left out; new rows get their value from the program."""
    op.add_column("audit", sa.Column("report", sa.Text(), nullable=False, server_default="{}"))
    with op.batch_alter_table("audit") as batch:
        batch.alter_column("report", existing_type=sa.Text(), existing_nullable=False, server_default=None)

"""A migration as they will be: a table rebuilt in batch mode, a column added, values filled in."""

import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "NEWEST"  # the program's own, put in by tests.unit.db.build.next_scripts


def upgrade():
    with op.batch_alter_table("enterprise", recreate="always") as batch:
        batch.add_column(sa.Column("staff", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE enterprise SET staff = 12")
    op.create_table("extra", sa.Column("id", sa.Integer(), primary_key=True))

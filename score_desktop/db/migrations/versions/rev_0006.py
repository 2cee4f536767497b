"""Photos and PDFs are attached to bills."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the table of files of bills, empty."""
    op.create_table(
        "bill_attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("rotation", sa.Integer(), nullable=False),
        sa.Column("bill_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_bill_attachment_attachment_id_attachment")
        ),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.id"], name=op.f("fk_bill_attachment_bill_id_bill")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bill_attachment")),
        sa.UniqueConstraint("uid", name=op.f("uq_bill_attachment_uid")),
    )
    op.create_index(op.f("ix_bill_attachment_attachment_id"), "bill_attachment", ["attachment_id"], unique=False)
    op.create_index(op.f("ix_bill_attachment_bill_id"), "bill_attachment", ["bill_id"], unique=False)

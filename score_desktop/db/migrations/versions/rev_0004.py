"""An audit has a flow chart of its process: settings, steps, flows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the three tables, empty."""
    op.create_table(
        "process_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("product", sa.String(length=32), nullable=False),
        sa.Column("days_per_year", sa.Float(), nullable=True),
        sa.Column("batches_per_year", sa.Float(), nullable=True),
        sa.Column("allocation", sa.String(length=32), nullable=False),
        sa.Column("by_products_are_losses", sa.Boolean(), nullable=False),
        sa.Column("pack", sa.String(length=40), nullable=False),
        sa.Column("followed", sa.Text(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_process_settings_audit_id_audit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_settings")),
        sa.UniqueConstraint("uid", name=op.f("uq_process_settings_uid")),
    )
    op.create_index(op.f("ix_process_settings_audit_id"), "process_settings", ["audit_id"], unique=False)
    op.create_table(
        "process_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("name", sa.String(length=4000), nullable=False),
        sa.Column("name_key", sa.String(length=8000), nullable=False),
        sa.Column("outside", sa.String(length=32), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("diagram_x", sa.Float(), nullable=True),
        sa.Column("diagram_y", sa.Float(), nullable=True),
        sa.Column("stock_change", sa.BigInteger(), nullable=True),
        sa.Column("stock_unit", sa.String(length=32), nullable=False),
        sa.Column("closes", sa.String(length=200), nullable=False),
        sa.Column("energy_cost", sa.BigInteger(), nullable=True),
        sa.Column("system_cost", sa.BigInteger(), nullable=True),
        sa.Column("waste_cost", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("product_share", sa.Float(), nullable=True),
        sa.Column("note", sa.String(length=4000), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_process_step_audit_id_audit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_step")),
        sa.UniqueConstraint("uid", name=op.f("uq_process_step_uid")),
    )
    op.create_index(op.f("ix_process_step_audit_id"), "process_step", ["audit_id"], unique=False)
    op.create_index(op.f("ix_process_step_name_key"), "process_step", ["name_key"], unique=False)
    op.create_table(
        "resource_flow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("name", sa.String(length=4000), nullable=False),
        sa.Column("name_key", sa.String(length=8000), nullable=False),
        sa.Column("substance", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("resource", sa.String(length=32), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("period", sa.String(length=32), nullable=False),
        sa.Column("quality", sa.String(length=32), nullable=False),
        sa.Column("uncertainty_percent", sa.Float(), nullable=True),
        sa.Column("kg_per_unit", sa.Float(), nullable=True),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("disposal_cost", sa.BigInteger(), nullable=True),
        sa.Column("income", sa.BigInteger(), nullable=True),
        sa.Column("processing_cost", sa.BigInteger(), nullable=True),
        sa.Column("price_unit", sa.String(length=32), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("kg_co2e", sa.Float(), nullable=True),
        sa.Column("shares", sa.Text(), nullable=False),
        sa.Column("contents", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(length=32), nullable=False),
        sa.Column("origin_of", sa.String(length=8000), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("is_loss", sa.Boolean(), nullable=True),
        sa.Column("is_estimate", sa.Boolean(), nullable=False),
        sa.Column("pack", sa.String(length=40), nullable=False),
        sa.Column("pack_flow", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=4000), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_resource_flow_audit_id_audit")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["process_step.id"], name=op.f("fk_resource_flow_source_id_process_step")
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["process_step.id"], name=op.f("fk_resource_flow_target_id_process_step")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource_flow")),
        sa.UniqueConstraint("uid", name=op.f("uq_resource_flow_uid")),
    )
    op.create_index(op.f("ix_resource_flow_audit_id"), "resource_flow", ["audit_id"], unique=False)
    op.create_index(op.f("ix_resource_flow_source_id"), "resource_flow", ["source_id"], unique=False)
    op.create_index(op.f("ix_resource_flow_target_id"), "resource_flow", ["target_id"], unique=False)

"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables."""
    _change_log()
    _enterprise()
    _audit()
    _contact()
    _site()
    _attachment()
    _audit_factor()
    _import_batch()
    _meter()
    _product()
    _activity_value()
    _attachment_content()
    _bill()
    _brand()


def _change_log() -> None:
    op.create_table(
        "change_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=64), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("undone_after", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_log")),
        sa.UniqueConstraint("uid", name=op.f("uq_change_log_uid")),
    )


def _enterprise() -> None:
    op.create_table(
        "enterprise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("name", sa.String(length=4000), nullable=False),
        sa.Column("name_key", sa.String(length=8000), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("tax_id", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("city", sa.String(length=200), nullable=False),
        sa.Column("department", sa.String(length=200), nullable=False),
        sa.Column("sector", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("note", sa.String(length=4000), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprise")),
        sa.UniqueConstraint("uid", name=op.f("uq_enterprise_uid")),
    )
    op.create_index(op.f("ix_enterprise_name_key"), "enterprise", ["name_key"], unique=False)


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("name", sa.String(length=4000), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("period_fixed", sa.Boolean(), nullable=False),
        sa.Column("gwp_set", sa.String(length=32), nullable=False),
        sa.Column("factor_set", sa.String(length=64), nullable=False),
        sa.Column("report_date", sa.Date(), nullable=True),
        sa.Column("trainer", sa.String(length=200), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_audit_enterprise_id_enterprise")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("uid", name=op.f("uq_audit_uid")),
    )
    op.create_index(op.f("ix_audit_enterprise_id"), "audit", ["enterprise_id"], unique=False)


def _contact() -> None:
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("name", sa.String(length=4000), nullable=False),
        sa.Column("name_key", sa.String(length=8000), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_contact_enterprise_id_enterprise")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("uid", name=op.f("uq_contact_uid")),
    )
    op.create_index(op.f("ix_contact_enterprise_id"), "contact", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_contact_name_key"), "contact", ["name_key"], unique=False)


def _site() -> None:
    op.create_table(
        "site",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("name", sa.String(length=4000), nullable=False),
        sa.Column("name_key", sa.String(length=8000), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("city", sa.String(length=200), nullable=False),
        sa.Column("area_m2", sa.Float(), nullable=True),
        sa.Column("altitude_m", sa.Float(), nullable=True),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_site_enterprise_id_enterprise")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("uid", name=op.f("uq_site_uid")),
    )
    op.create_index(op.f("ix_site_enterprise_id"), "site", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_site_name_key"), "site", ["name_key"], unique=False)


def _attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_attachment_audit_id_audit")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_attachment_enterprise_id_enterprise")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("uid", name=op.f("uq_attachment_uid")),
    )
    op.create_index(op.f("ix_attachment_audit_id"), "attachment", ["audit_id"], unique=False)
    op.create_index(op.f("ix_attachment_enterprise_id"), "attachment", ["enterprise_id"], unique=False)


def _audit_factor() -> None:
    op.create_table(
        "audit_factor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("factor_key", sa.String(length=120), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_audit_factor_audit_id_audit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_factor")),
        sa.UniqueConstraint("uid", name=op.f("uq_audit_factor_uid")),
    )
    op.create_index(op.f("ix_audit_factor_audit_id"), "audit_factor", ["audit_id"], unique=False)


def _import_batch() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("imported_at", sa.String(length=27), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("inverse", sa.Text(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_import_batch_audit_id_audit")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_import_batch_enterprise_id_enterprise")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        sa.UniqueConstraint("uid", name=op.f("uq_import_batch_uid")),
    )
    op.create_index(op.f("ix_import_batch_audit_id"), "import_batch", ["audit_id"], unique=False)
    op.create_index(op.f("ix_import_batch_enterprise_id"), "import_batch", ["enterprise_id"], unique=False)


def _meter() -> None:
    op.create_table(
        "meter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("name", sa.String(length=4000), nullable=False),
        sa.Column("name_key", sa.String(length=8000), nullable=False),
        sa.Column("resource", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("unit_base", sa.String(length=32), nullable=False),
        sa.Column("supplier", sa.String(length=200), nullable=False),
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("product", sa.String(length=200), nullable=False),
        sa.Column("use", sa.String(length=200), nullable=False),
        sa.Column("fuel_use", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(length=4000), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_meter_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meter")),
        sa.UniqueConstraint("uid", name=op.f("uq_meter_uid")),
    )
    op.create_index(op.f("ix_meter_name_key"), "meter", ["name_key"], unique=False)
    op.create_index(op.f("ix_meter_site_id"), "meter", ["site_id"], unique=False)


def _product() -> None:
    op.create_table(
        "product",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("name", sa.String(length=4000), nullable=False),
        sa.Column("name_key", sa.String(length=8000), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_product_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("uid", name=op.f("uq_product_uid")),
    )
    op.create_index(op.f("ix_product_name_key"), "product", ["name_key"], unique=False)
    op.create_index(op.f("ix_product_site_id"), "product", ["site_id"], unique=False)


def _activity_value() -> None:
    op.create_table(
        "activity_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("name", sa.String(length=4000), nullable=False),
        sa.Column("name_key", sa.String(length=8000), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("source_file", sa.String(length=255), nullable=False),
        sa.Column("source_sheet", sa.String(length=255), nullable=False),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.Column("source_column", sa.String(length=8), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_activity_value_batch_id_import_batch")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_activity_value_product_id_product")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_activity_value_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_value")),
        sa.UniqueConstraint("uid", name=op.f("uq_activity_value_uid")),
    )
    op.create_index(op.f("ix_activity_value_batch_id"), "activity_value", ["batch_id"], unique=False)
    op.create_index(op.f("ix_activity_value_name_key"), "activity_value", ["name_key"], unique=False)
    op.create_index(op.f("ix_activity_value_product_id"), "activity_value", ["product_id"], unique=False)
    op.create_index(
        op.f("ix_activity_value_site_id_kind_period_start"),
        "activity_value",
        ["site_id", "kind", "period_start"],
        unique=False,
    )


def _attachment_content() -> None:
    op.create_table(
        "attachment_content",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_attachment_content_attachment_id_attachment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment_content")),
        sa.UniqueConstraint("uid", name=op.f("uq_attachment_content_uid")),
    )
    op.create_index(op.f("ix_attachment_content_attachment_id"), "attachment_content", ["attachment_id"], unique=False)


def _bill() -> None:
    op.create_table(
        "bill",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("quantity_base", sa.BigInteger(), nullable=True),
        sa.Column("cost", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("invoice_number", sa.String(length=200), nullable=False),
        sa.Column("cuf", sa.String(length=200), nullable=False),
        sa.Column("category", sa.String(length=200), nullable=False),
        sa.Column("period_label", sa.String(length=200), nullable=False),
        sa.Column("date_previous", sa.Date(), nullable=True),
        sa.Column("date_current", sa.Date(), nullable=True),
        sa.Column("reading_previous", sa.BigInteger(), nullable=True),
        sa.Column("reading_current", sa.BigInteger(), nullable=True),
        sa.Column("multiplier", sa.BigInteger(), nullable=True),
        sa.Column("quantity_high", sa.BigInteger(), nullable=True),
        sa.Column("quantity_medium", sa.BigInteger(), nullable=True),
        sa.Column("quantity_low", sa.BigInteger(), nullable=True),
        sa.Column("demand_kw", sa.BigInteger(), nullable=True),
        sa.Column("contracted_kw", sa.BigInteger(), nullable=True),
        sa.Column("reactive_kvarh", sa.BigInteger(), nullable=True),
        sa.Column("power_factor", sa.BigInteger(), nullable=True),
        sa.Column("unit_price", sa.BigInteger(), nullable=True),
        sa.Column("cost_energy", sa.BigInteger(), nullable=True),
        sa.Column("cost_power", sa.BigInteger(), nullable=True),
        sa.Column("cost_penalty", sa.BigInteger(), nullable=True),
        sa.Column("cost_fixed", sa.BigInteger(), nullable=True),
        sa.Column("cost_sewer", sa.BigInteger(), nullable=True),
        sa.Column("tax_lighting", sa.BigInteger(), nullable=True),
        sa.Column("tax_cleaning", sa.BigInteger(), nullable=True),
        sa.Column("other_fees", sa.BigInteger(), nullable=True),
        sa.Column("adjustments", sa.BigInteger(), nullable=True),
        sa.Column("arrears", sa.BigInteger(), nullable=True),
        sa.Column("tax_base", sa.BigInteger(), nullable=True),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=4000), nullable=False),
        sa.Column("source_file", sa.String(length=255), nullable=False),
        sa.Column("source_sheet", sa.String(length=255), nullable=False),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.Column("source_column", sa.String(length=8), nullable=False),
        sa.Column("quality", sa.String(length=32), nullable=False),
        sa.Column("meter_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_bill_batch_id_import_batch")),
        sa.ForeignKeyConstraint(["meter_id"], ["meter.id"], name=op.f("fk_bill_meter_id_meter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bill")),
        sa.UniqueConstraint("uid", name=op.f("uq_bill_uid")),
    )
    op.create_index(op.f("ix_bill_batch_id"), "bill", ["batch_id"], unique=False)
    op.create_index(op.f("ix_bill_meter_id_period_start"), "bill", ["meter_id", "period_start"], unique=False)


def _brand() -> None:
    op.create_table(
        "brand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("contact_name", sa.String(length=200), nullable=False),
        sa.Column("contact_role", sa.String(length=200), nullable=False),
        sa.Column("contact_email", sa.String(length=200), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("client_logo_id", sa.Integer(), nullable=True),
        sa.Column("organisation_logo_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["client_logo_id"], ["attachment.id"], name=op.f("fk_brand_client_logo_id_attachment")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_brand_enterprise_id_enterprise")),
        sa.ForeignKeyConstraint(
            ["organisation_logo_id"], ["attachment.id"], name=op.f("fk_brand_organisation_logo_id_attachment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brand")),
        sa.UniqueConstraint("uid", name=op.f("uq_brand_uid")),
    )
    op.create_index(op.f("ix_brand_client_logo_id"), "brand", ["client_logo_id"], unique=False)
    op.create_index(op.f("ix_brand_enterprise_id"), "brand", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_brand_organisation_logo_id"), "brand", ["organisation_logo_id"], unique=False)

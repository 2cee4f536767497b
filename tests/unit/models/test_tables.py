"""What migrations and undo rely on: names, keys, no cascades."""

from __future__ import annotations

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from score_desktop.importing.result import ACTIVITY_COLUMNS, BILL_COLUMNS
from score_desktop.models import METADATA, ActivityValue, Bill
from score_desktop.models.rules import BILL_AMOUNTS, BILL_TEXTS
from score_desktop.models.types import Micro

TABLES = METADATA.sorted_tables


def test_every_constraint_and_index_has_a_name() -> None:
    unnamed = [(table.name, key) for table in TABLES for key in [*table.constraints, *table.indexes] if not key.name]
    assert unnamed == []
    assert METADATA.tables["bill"].primary_key.name == "pk_bill"


def test_every_row_has_its_keys() -> None:
    for table in TABLES:
        assert [column.name for column in table.primary_key] == ["id"]
        assert table.columns.uid.unique
        assert not table.columns.updated_at.nullable


def test_every_foreign_key_has_an_index_and_no_cascade() -> None:
    for table in TABLES:
        first = {next(iter(index.columns)).name for index in table.indexes}
        for key in (item for item in table.constraints if isinstance(item, ForeignKeyConstraint)):
            assert key.column_keys[0] in first, f"{table.name}.{key.column_keys}"
            assert key.ondelete is None and key.onupdate is None


def test_bills_have_the_columns_that_imports_give() -> None:
    columns = METADATA.tables["bill"].columns
    assert set(BILL_COLUMNS) - {"meter"} <= set(columns.keys())
    assert {name for name, column in columns.items() if isinstance(column.type, Micro)} == set(BILL_AMOUNTS)
    assert set(BILL_TEXTS) <= set(Bill.model_fields)
    assert set(ACTIVITY_COLUMNS) <= set(ActivityValue.model_fields)


def test_tables_exist_for_postgresql_too() -> None:
    dialect = postgresql.dialect()
    for table in TABLES:
        assert str(CreateTable(table).compile(dialect=dialect))
        assert all(str(CreateIndex(index).compile(dialect=dialect)) for index in table.indexes)

"""Changes much, then fails."""

from alembic import op

revision = "next"
down_revision = "NEWEST"  # the program's own, put in by tests.unit.db.build.next_scripts


def upgrade():
    with op.batch_alter_table("enterprise", recreate="always") as batch:
        batch.drop_column("note")
    op.execute("DELETE FROM bill")
    raise RuntimeError("half way")

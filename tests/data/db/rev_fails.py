"""Changes much, then fails."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade():
    with op.batch_alter_table("enterprise", recreate="always") as batch:
        batch.drop_column("note")
    op.execute("DELETE FROM bill")
    raise RuntimeError("half way")

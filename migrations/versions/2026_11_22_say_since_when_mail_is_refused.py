"""say since when mail is refused"""

import sqlalchemy as sa
from alembic import op

revision = '5f0a1c7d92be'
down_revision = '3c74e1e57e97'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('worker_beat', sa.Column('refused_since', sa.DateTime(timezone=True), nullable=True))

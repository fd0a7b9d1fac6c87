"""say since when the mailbox is not read"""

import sqlalchemy as sa
from alembic import op

revision = 'd20b7f4c6e31'
down_revision = 'c3d5e8a90b14'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'mailbox_visit',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('failing_since', sa.DateTime(timezone=True), nullable=True),
        sa.Column('words', sa.String(length=300), nullable=False),
        sa.CheckConstraint('length(words) <= 300', name=op.f('ck_mailbox_visit_words_length')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_mailbox_visit')),
    )

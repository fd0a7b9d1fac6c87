"""keep letters to one person in order, and to each domain at its pace"""

import sqlalchemy as sa
from alembic import op

revision = 'c3d5e8a90b14'
down_revision = 'a11dad703242'
branch_labels = None
depends_on = None

ON_ITS_WAY = sa.text("state IN ('pending', 'leased', 'sending')")


def upgrade() -> None:
    op.create_table(
        'mail_domain',
        sa.Column('domain', sa.String(length=254), nullable=False),
        sa.Column('next_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('silent_until', sa.DateTime(timezone=True), nullable=True),
        sa.Column('refusals', sa.Integer(), nullable=False),
        sa.Column('words', sa.String(length=300), nullable=False),
        sa.CheckConstraint('length(domain) <= 254', name=op.f('ck_mail_domain_domain_length')),
        sa.CheckConstraint('length(words) <= 300', name=op.f('ck_mail_domain_words_length')),
        sa.PrimaryKeyConstraint('domain', name=op.f('pk_mail_domain')),
    )
    with op.batch_alter_table('outbox_letter', schema=None) as batch_op:
        batch_op.add_column(sa.Column('domain', sa.String(length=254), nullable=True))
    at = 'instr(recipient, \'@\')' if op.get_bind().dialect.name == 'sqlite' else 'strpos(recipient, \'@\')'
    op.execute(f'UPDATE outbox_letter SET domain = substr(recipient, {at} + 1)')
    with op.batch_alter_table('outbox_letter', schema=None) as batch_op:
        batch_op.alter_column('domain', existing_type=sa.String(length=254), nullable=False)
        batch_op.create_check_constraint(op.f('ck_outbox_letter_domain_length'), 'length(domain) <= 254')
    op.create_index('ix_outbox_order', 'outbox_letter', ['recipient', 'event_id', 'id'], sqlite_where=ON_ITS_WAY, postgresql_where=ON_ITS_WAY)

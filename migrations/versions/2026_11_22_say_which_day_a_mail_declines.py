"""say which day a mail declines"""

import sqlalchemy as sa
from alembic import op

revision = 'e6a41f0b93c7'
down_revision = 'd20b7f4c6e31'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('received_mail', sa.Column('object_id', sa.Integer(), nullable=True))

"""remember where a walk-in stood"""

import sqlalchemy as sa
from alembic import op

revision = '3c74e1e57e97'
down_revision = '66c2dc69fe8e'
branch_labels = None
depends_on = None


def upgrade() -> None:
    stood = sa.Enum('pending', 'confirmed', 'waiting', 'refused', 'withdrawn', name='standing', native_enum=False, create_constraint=True, length=32)
    with op.batch_alter_table('presence_recording', recreate='auto') as batch_op:
        batch_op.add_column(sa.Column('walk_in_before', stood, nullable=True))

"""the year’s report: declared figures, sentences, what is frozen, newsletters and spaces"""

import sqlalchemy as sa
from alembic import op


revision = 'e0ed0c9d7114'
down_revision = 'e6a41f0b93c7'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('series_expected',
    sa.Column('series_id', sa.Integer(), nullable=False),
    sa.Column('dates', sa.Integer(), nullable=False),
    sa.CheckConstraint('dates > 0', name=op.f('ck_series_expected_dates')),
    sa.ForeignKeyConstraint(['series_id'], ['series.id'], name=op.f('fk_series_expected_series_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('series_id', name=op.f('pk_series_expected'))
    )
    op.create_table('annual_report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('stage', sa.Enum('draft', 'reviewed', 'frozen', name='stage', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('begun_by_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reviewed_by_id', sa.Integer(), nullable=True),
    sa.Column('frozen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('frozen_by_id', sa.Integer(), nullable=True),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.CheckConstraint("(stage = 'draft') <= (frozen_at IS NULL)", name=op.f('ck_annual_report_draft')),
    sa.CheckConstraint("(stage = 'frozen') = (frozen_at IS NOT NULL)", name=op.f('ck_annual_report_frozen')),
    sa.CheckConstraint('length(digest) <= 64', name=op.f('ck_annual_report_digest_length')),
    sa.CheckConstraint('length(public_id) <= 26', name=op.f('ck_annual_report_public_id_length')),
    sa.ForeignKeyConstraint(['begun_by_id'], ['account.id'], name=op.f('fk_annual_report_begun_by_id')),
    sa.ForeignKeyConstraint(['frozen_by_id'], ['account.id'], name=op.f('fk_annual_report_frozen_by_id')),
    sa.ForeignKeyConstraint(['reviewed_by_id'], ['account.id'], name=op.f('fk_annual_report_reviewed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_annual_report')),
    sa.UniqueConstraint('public_id', name=op.f('uq_annual_report_public_id')),
    sa.UniqueConstraint('year', 'version', name=op.f('uq_annual_report_year_version'))
    )
    op.create_table('collaborative_space',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('network_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('url', sa.String(length=500), nullable=False),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.CheckConstraint('closed_on IS NULL OR closed_on >= opened_on', name=op.f('ck_collaborative_space_period')),
    sa.CheckConstraint('length(name) <= 200', name=op.f('ck_collaborative_space_name_length')),
    sa.CheckConstraint('length(public_id) <= 26', name=op.f('ck_collaborative_space_public_id_length')),
    sa.CheckConstraint('length(url) <= 500', name=op.f('ck_collaborative_space_url_length')),
    sa.ForeignKeyConstraint(['network_id'], ['network.id'], name=op.f('fk_collaborative_space_network_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_collaborative_space')),
    sa.UniqueConstraint('public_id', name=op.f('uq_collaborative_space_public_id'))
    )
    with op.batch_alter_table('collaborative_space', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_collaborative_space_network_id'), ['network_id'], unique=False)

    op.create_table('declared_figure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('indicator_code', sa.String(length=60), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('scope', sa.JSON(), nullable=False),
    sa.Column('value', sa.String(length=20), nullable=False),
    sa.Column('source', sa.String(length=300), nullable=False),
    sa.Column('declared_by_id', sa.Integer(), nullable=False),
    sa.Column('declared_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('length(indicator_code) <= 60', name=op.f('ck_declared_figure_indicator_code_length')),
    sa.CheckConstraint('length(public_id) <= 26', name=op.f('ck_declared_figure_public_id_length')),
    sa.CheckConstraint('length(source) <= 300', name=op.f('ck_declared_figure_source_length')),
    sa.CheckConstraint('length(value) <= 20', name=op.f('ck_declared_figure_value_length')),
    sa.ForeignKeyConstraint(['declared_by_id'], ['account.id'], name=op.f('fk_declared_figure_declared_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_declared_figure')),
    sa.UniqueConstraint('public_id', name=op.f('uq_declared_figure_public_id'))
    )
    op.create_table('newsletter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('network_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=False),
    sa.Column('recipients', sa.Integer(), nullable=False),
    sa.CheckConstraint('length(public_id) <= 26', name=op.f('ck_newsletter_public_id_length')),
    sa.CheckConstraint('length(title) <= 200', name=op.f('ck_newsletter_title_length')),
    sa.CheckConstraint('recipients >= 0', name=op.f('ck_newsletter_recipients')),
    sa.ForeignKeyConstraint(['network_id'], ['network.id'], name=op.f('fk_newsletter_network_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_newsletter')),
    sa.UniqueConstraint('public_id', name=op.f('uq_newsletter_public_id'))
    )
    with op.batch_alter_table('newsletter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_newsletter_network_id'), ['network_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_newsletter_sent_on'), ['sent_on'], unique=False)

    op.create_table('own_chapter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('title', sa.String(length=160), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('length(public_id) <= 26', name=op.f('ck_own_chapter_public_id_length')),
    sa.CheckConstraint('length(title) <= 160', name=op.f('ck_own_chapter_title_length')),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_own_chapter_created_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_own_chapter')),
    sa.UniqueConstraint('public_id', name=op.f('uq_own_chapter_public_id'))
    )
    op.create_table('own_sentence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('chapter_code', sa.String(length=60), nullable=False),
    sa.Column('definition', sa.JSON(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('length(chapter_code) <= 60', name=op.f('ck_own_sentence_chapter_code_length')),
    sa.CheckConstraint('length(public_id) <= 26', name=op.f('ck_own_sentence_public_id_length')),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_own_sentence_created_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_own_sentence')),
    sa.UniqueConstraint('public_id', name=op.f('uq_own_sentence_public_id'))
    )
    op.create_table('frozen_rows',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('title', sa.String(length=250), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('length(digest) <= 64', name=op.f('ck_frozen_rows_digest_length')),
    sa.CheckConstraint('length(name) <= 80', name=op.f('ck_frozen_rows_name_length')),
    sa.CheckConstraint('length(title) <= 250', name=op.f('ck_frozen_rows_title_length')),
    sa.ForeignKeyConstraint(['report_id'], ['annual_report.id'], name=op.f('fk_frozen_rows_report_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_frozen_rows')),
    sa.UniqueConstraint('report_id', 'name', name=op.f('uq_frozen_rows_report_id_name'))
    )
    with op.batch_alter_table('frozen_rows', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_frozen_rows_report_id'), ['report_id'], unique=False)

    op.create_table('frozen_sentence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('chapter_code', sa.String(length=60), nullable=False),
    sa.Column('chapter_title', sa.String(length=160), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('quote', sa.Text(), nullable=False),
    sa.Column('pieces', sa.JSON(), nullable=False),
    sa.Column('follows', sa.String(length=10), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.CheckConstraint('length(chapter_code) <= 60', name=op.f('ck_frozen_sentence_chapter_code_length')),
    sa.CheckConstraint('length(chapter_title) <= 160', name=op.f('ck_frozen_sentence_chapter_title_length')),
    sa.CheckConstraint('length(code) <= 60', name=op.f('ck_frozen_sentence_code_length')),
    sa.CheckConstraint('length(follows) <= 10', name=op.f('ck_frozen_sentence_follows_length')),
    sa.CheckConstraint('length(note) <= 500', name=op.f('ck_frozen_sentence_note_length')),
    sa.CheckConstraint('length(reason) <= 500', name=op.f('ck_frozen_sentence_reason_length')),
    sa.ForeignKeyConstraint(['report_id'], ['annual_report.id'], name=op.f('fk_frozen_sentence_report_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_frozen_sentence'))
    )
    with op.batch_alter_table('frozen_sentence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_frozen_sentence_report_id'), ['report_id'], unique=False)

    op.create_table('sentence_edit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('sentence_code', sa.String(length=60), nullable=False),
    sa.Column('variant', sa.String(length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('is_left_out', sa.Boolean(), nullable=False),
    sa.Column('edited_by_id', sa.Integer(), nullable=False),
    sa.Column('edited_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('length(sentence_code) <= 60', name=op.f('ck_sentence_edit_sentence_code_length')),
    sa.CheckConstraint('length(variant) <= 40', name=op.f('ck_sentence_edit_variant_length')),
    sa.ForeignKeyConstraint(['edited_by_id'], ['account.id'], name=op.f('fk_sentence_edit_edited_by_id')),
    sa.ForeignKeyConstraint(['report_id'], ['annual_report.id'], name=op.f('fk_sentence_edit_report_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sentence_edit')),
    sa.UniqueConstraint('report_id', 'sentence_code', 'variant', name=op.f('uq_sentence_edit_report_id_sentence_code_variant'))
    )
    with op.batch_alter_table('sentence_edit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sentence_edit_report_id'), ['report_id'], unique=False)

    op.create_table('frozen_figure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sentence_id', sa.Integer(), nullable=False),
    sa.Column('slot', sa.String(length=40), nullable=False),
    sa.Column('indicator_code', sa.String(length=60), nullable=False),
    sa.Column('label', sa.String(length=160), nullable=False),
    sa.Column('definition', sa.Text(), nullable=False),
    sa.Column('scope', sa.JSON(), nullable=False),
    sa.Column('filters', sa.Text(), nullable=False),
    sa.Column('value', sa.String(length=60), nullable=False),
    sa.Column('shown', sa.Text(), nullable=False),
    sa.Column('basis', sa.JSON(), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('parts', sa.JSON(), nullable=False),
    sa.CheckConstraint('length(digest) <= 64', name=op.f('ck_frozen_figure_digest_length')),
    sa.CheckConstraint('length(indicator_code) <= 60', name=op.f('ck_frozen_figure_indicator_code_length')),
    sa.CheckConstraint('length(label) <= 160', name=op.f('ck_frozen_figure_label_length')),
    sa.CheckConstraint('length(slot) <= 40', name=op.f('ck_frozen_figure_slot_length')),
    sa.CheckConstraint('length(value) <= 60', name=op.f('ck_frozen_figure_value_length')),
    sa.ForeignKeyConstraint(['sentence_id'], ['frozen_sentence.id'], name=op.f('fk_frozen_figure_sentence_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_frozen_figure'))
    )
    with op.batch_alter_table('frozen_figure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_frozen_figure_sentence_id'), ['sentence_id'], unique=False)


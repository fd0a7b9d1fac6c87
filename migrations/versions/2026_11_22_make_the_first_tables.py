"""make the first tables"""

import sqlalchemy as sa
from alembic import op

revision = '66c2dc69fe8e'
down_revision = None
branch_labels = None
depends_on = None

def upgrade() -> None:
    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('phone', sa.String(length=30), nullable=True),
    sa.Column('is_admin', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('disabled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('length(email) <= 254', name=op.f('ck_account_email_length')),
    sa.CheckConstraint('length(name) <= 120', name=op.f('ck_account_name_length')),
    sa.CheckConstraint('length(phone) <= 30', name=op.f('ck_account_phone_length')),
    sa.CheckConstraint('length(public_id) <= 26', name=op.f('ck_account_public_id_length')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('email', name=op.f('uq_account_email')),
    sa.UniqueConstraint('public_id', name=op.f('uq_account_public_id'))
    )
    op.create_table('cycle',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('objective', sa.Text(), nullable=False),
    sa.CheckConstraint('length(code) <= 60', name=op.f('ck_cycle_code_length')),
    sa.CheckConstraint('length(name) <= 160', name=op.f('ck_cycle_name_length')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cycle')),
    sa.UniqueConstraint('code', name=op.f('uq_cycle_code'))
    )
    op.create_table('event_kind',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('label', sa.String(length=80), nullable=False),
    sa.Column('plural', sa.String(length=80), nullable=False),
    sa.Column('gender', sa.String(length=1), nullable=False),
    sa.Column('modality', sa.Enum('onsite', 'online', 'hybrid', name='modality', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=False),
    sa.Column('attendance_unit', sa.String(length=20), nullable=False),
    sa.Column('has_waiting_list', sa.Boolean(), nullable=False),
    sa.Column('certificate', sa.String(length=20), nullable=False),
    sa.Column('has_satisfaction', sa.Boolean(), nullable=False),
    sa.Column('mail_plan', sa.String(length=20), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.CheckConstraint('length(attendance_unit) <= 20', name=op.f('ck_event_kind_attendance_unit_length')),
    sa.CheckConstraint('length(certificate) <= 20', name=op.f('ck_event_kind_certificate_length')),
    sa.CheckConstraint('length(code) <= 40', name=op.f('ck_event_kind_code_length')),
    sa.CheckConstraint('length(gender) <= 1', name=op.f('ck_event_kind_gender_length')),
    sa.CheckConstraint('length(label) <= 80', name=op.f('ck_event_kind_label_length')),
    sa.CheckConstraint('length(mail_plan) <= 20', name=op.f('ck_event_kind_mail_plan_length')),
    sa.CheckConstraint('length(plural) <= 80', name=op.f('ck_event_kind_plural_length')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_event_kind'))
    )
    op.create_table('job_role',
    sa.Column('code', sa.String(length=50), nullable=False),
    sa.Column('label', sa.String(length=120), nullable=False),
    sa.Column('organisation_types', sa.String(length=80), nullable=False),
    sa.Column('retired_on', sa.Date(), nullable=True),
    sa.CheckConstraint('length(code) <= 50', name=op.f('ck_job_role_code_length')),
    sa.CheckConstraint('length(label) <= 120', name=op.f('ck_job_role_label_length')),
    sa.CheckConstraint('length(organisation_types) <= 80', name=op.f('ck_job_role_organisation_types_length')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_job_role'))
    )
    op.create_table('journal_act',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('verb', sa.String(length=60), nullable=False),
    sa.Column('thing', sa.String(length=80), nullable=False),
    sa.Column('before', sa.JSON(), nullable=True),
    sa.Column('after', sa.JSON(), nullable=True),
    sa.Column('seal', sa.String(length=64), nullable=True),
    sa.CheckConstraint('length(actor) <= 80', name=op.f('ck_journal_act_actor_length')),
    sa.CheckConstraint('length(seal) <= 64', name=op.f('ck_journal_act_seal_length')),
    sa.CheckConstraint('length(thing) <= 80', name=op.f('ck_journal_act_thing_length')),
    sa.CheckConstraint('length(verb) <= 60', name=op.f('ck_journal_act_verb_length')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_journal_act'))
    )
    with op.batch_alter_table('journal_act', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_journal_act_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_journal_act_thing'), ['thing'], unique=False)

    op.create_table('limit_hit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('length("key") <= 64', name=op.f('ck_limit_hit_key_length')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_limit_hit'))
    )
    with op.batch_alter_table('limit_hit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_limit_hit_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_limit_hit_key'), ['key'], unique=False)

    op.create_table('mail_plan_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan', sa.String(length=20), nullable=False),
    sa.Column('letter', sa.String(length=40), nullable=False),
    sa.Column('anchor', sa.String(length=20), nullable=False),
    sa.Column('offset_minutes', sa.Integer(), nullable=False),
    sa.Column('local_hour', sa.Time(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.CheckConstraint('length("plan") <= 20', name=op.f('ck_mail_plan_line_plan_length')),
    sa.CheckConstraint('length(anchor) <= 20', name=op.f('ck_mail_plan_line_anchor_length')),
    sa.CheckConstraint('length(letter) <= 40', name=op.f('ck_mail_plan_line_letter_length')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_plan_line')),
    sa.UniqueConstraint('plan', 'letter', name=op.f('uq_mail_plan_line_plan_letter'))
    )
    with op.batch_alter_table('mail_plan_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mail_plan_line_plan'), ['plan'], unique=False)

    op.create_table('network',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('former_name', sa.String(length=160), nullable=True),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('nature', sa.String(length=40), nullable=False),
    sa.Column('membership_unit', sa.Enum('person', 'organisation', name='unit', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('audience_types', sa.String(length=120), nullable=False),
    sa.Column('audience_roles', sa.String(length=250), nullable=False),
    sa.Column('directorate', sa.String(length=120), nullable=True),
    sa.Column('sort_order', sa.Integer(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.CheckConstraint('length(audience_roles) <= 250', name=op.f('ck_network_audience_roles_length')),
    sa.CheckConstraint('length(audience_types) <= 120', name=op.f('ck_network_audience_types_length')),
    sa.CheckConstraint('length(code) <= 60', name=op.f('ck_network_code_length')),
    sa.CheckConstraint('length(directorate) <= 120', name=op.f('ck_network_directorate_length')),
    sa.CheckConstraint('length(former_name) <= 160', name=op.f('ck_network_former_name_length')),
    sa.CheckConstraint('length(name) <= 160', name=op.f('ck_network_name_length')),
    sa.CheckConstraint('length(nature) <= 40', name=op.f('ck_network_nature_length')),
    sa.CheckConstraint('length(public_id) <= 26', name=op.f('ck_network_public_id_length')),
    sa.ForeignKeyConstraint(['parent_id'], ['network.id'], name=op.f('fk_network_parent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_network')),
    sa.UniqueConstraint('code', name=op.f('uq_network_code')),
    sa.UniqueConstraint('public_id', name=op.f('uq_network_public_id'))
    )
    with op.batch_alter_table('network', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_network_parent_id'), ['parent_id'], unique=False)

    op.create_table('outbox_letter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('dedupe_key', sa.String(length=150), nullable=False),
    sa.Column('message_id', sa.String(length=200), nullable=False),
    sa.Column('bounce_token', sa.String(length=26), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('recipient', sa.String(length=254), nullable=False),
    sa.Column('ids', sa.JSON(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('priority', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('pending', 'leased', 'sending', 'sent', 'dead', 'cancelled', 'held', name='letterstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('sends', sa.Integer(), nullable=False),
    sa.Column('uncertain', sa.Integer(), nullable=False),
    sa.Column('fence', sa.Integer(), nullable=False),
    sa.Column('lease_owner', sa.String(length=60), nullable=True),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('calendar_sequence', sa.Integer(), nullable=True),
    sa.Column('fingerprint', sa.String(length=64), nullable=True),
    sa.Column('last_code', sa.Integer(), nullable=True),
    sa.Column('last_error', sa.String(length=500), nullable=True),
    sa.CheckConstraint('length(bounce_token) <= 26', name=op.f('ck_outbox_letter_bounce_token_length')),
    sa.CheckConstraint('length(dedupe_key) <= 150', name=op.f('ck_outbox_letter_dedupe_key_length')),
    sa.CheckConstraint('length(fingerprint) <= 64', name=op.f('ck_outbox_letter_fingerprint_length')),
    sa.CheckConstraint('length(kind) <= 40', name=op.f('ck_outbox_letter_kind_length')),
    sa.CheckConstraint('length(last_error) <= 500', name=op.f('ck_outbox_letter_last_error_length')),
    sa.CheckConstraint('length(lease_owner) <= 60', name=op.f('ck_outbox_letter_lease_owner_length')),
    sa.CheckConstraint('length(message_id) <= 200', name=op.f('ck_outbox_letter_message_id_length')),
    sa.CheckConstraint('length(public_id) <= 26', name=op.f('ck_outbox_letter_public_id_length')),
    sa.CheckConstraint('length(recipient) <= 254', name=op.f('ck_outbox_letter_recipient_length')),
    sa.CheckConstraint('length(subject) <= 200', name=op.f('ck_outbox_letter_subject_length')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_letter')),
    sa.UniqueConstraint('bounce_token', name=op.f('uq_outbox_letter_bounce_token')),
    sa.UniqueConstraint('dedupe_key', name=op.f('uq_outbox_letter_dedupe_key')),
    sa.UniqueConstraint('message_id', name=op.f('uq_outbox_letter_message_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_outbox_letter_public_id'))
    )
    with op.batch_alter_table('outbox_letter', schema=None) as batch_op:
        batch_op.create_index('ix_outbox_due', ['priority', 'not_before', 'id'], unique=False, sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))
        batch_op.create_index('ix_outbox_event', ['event_id', 'kind'], unique=False)
        batch_op.create_index('ix_outbox_held', ['lease_owner'], unique=False, sqlite_where=sa.text('lease_owner IS NOT NULL'), postgresql_where=sa.text('lease_owner IS NOT NULL'))
        batch_op.create_index(batch_op.f('ix_outbox_letter_kind'), ['kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbox_letter_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbox_letter_recipient'), ['recipient'], unique=False)
        batch_op.create_index('ix_outbox_overdue', ['expires_at'], unique=False, sqlite_where=sa.text("state IN ('pending', 'held')"), postgresql_where=sa.text("state IN ('pending', 'held')"))

    op.create_table('region',
    sa.Column('code', sa.String(length=3), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('name_with_article', sa.String(length=60), nullable=False),
    sa.Column('school_zone', sa.String(length=20), nullable=False),
    sa.CheckConstraint('length(code) <= 3', name=op.f('ck_region_code_length')),
    sa.CheckConstraint('length(name) <= 60', name=op.f('ck_region_name_length')),
    sa.CheckConstraint('length(name_with_article) <= 60', name=op.f('ck_region_name_with_article_length')),
    sa.CheckConstraint('length(school_zone) <= 20', name=op.f('ck_region_school_zone_length')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_region'))
    )
    op.create_table('school_holiday',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('zone', sa.String(length=20), nullable=False),
    sa.Column('label', sa.String(length=80), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=False),
    sa.Column('last_on', sa.Date(), nullable=False),
    sa.CheckConstraint('length(label) <= 80', name=op.f('ck_school_holiday_label_length')),
    sa.CheckConstraint('length(public_id) <= 26', name=op.f('ck_school_holiday_public_id_length')),
    sa.CheckConstraint('length(zone) <= 20', name=op.f('ck_school_holiday_zone_length')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_school_holiday')),
    sa.UniqueConstraint('public_id', name=op.f('uq_school_holiday_public_id'))
    )
    with op.batch_alter_table('school_holiday', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_school_holiday_zone'), ['zone'], unique=False)

    op.create_table('theme',
    sa.Column('code', sa.String(length=50), nullable=False),
    sa.Column('type', sa.String(length=20), nullable=False),
    sa.Column('label', sa.String(length=250), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.CheckConstraint('length(code) <= 50', name=op.f('ck_theme_code_length')),
    sa.CheckConstraint('length(label) <= 250', name=op.f('ck_theme_label_length')),
    sa.CheckConstraint('length(type) <= 20', name=op.f('ck_theme_type_length')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_theme'))
    )
    op.create_table('worker_beat',
    sa.Column('worker', sa.String(length=60), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('length(worker) <= 60', name=op.f('ck_worker_beat_worker_length')),
    sa.PrimaryKeyConstraint('worker', name=op.f('pk_worker_beat'))
    )
    op.create_table('account_grant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('facilitator', 'organiser', name='role', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('scope_kind', sa.Enum('network', 'event', name='scope', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('scope_id', sa.Integer(), nullable=False),
    sa.Column('records_attendance', sa.Boolean(), nullable=False),
    sa.Column('granted_from', sa.DateTime(timezone=True), nullable=False),
    sa.Column('granted_to', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('granted_to IS NULL OR granted_to > granted_from', name=op.f('ck_account_grant_period')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_account_grant_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_grant'))
    )
    with op.batch_alter_table('account_grant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_grant_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_account_grant_scope_id'), ['scope_id'], unique=False)

    op.create_table('account_link_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('nonce', sa.String(length=64), nullable=False),
    sa.Column('browser', sa.String(length=64), nullable=True),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('length(browser) <= 64', name=op.f('ck_account_link_request_browser_length')),
    sa.CheckConstraint('length(nonce) <= 64', name=op.f('ck_account_link_request_nonce_length')),
    sa.CheckConstraint('length(public_id) <= 26', name=op.f('ck_account_link_request_public_id_length')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_account_link_request_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_link_request')),
    sa.UniqueConstraint('public_id', name=op.f('uq_account_link_request_public_id'))
    )
    with op.batch_alter_table('account_link_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_link_request_account_id'), ['account_id'], unique=False)

    op.create_table('account_sign_in',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('browser', sa.String(length=80), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('length(browser) <= 80', name=op.f('ck_account_sign_in_browser_length')),
    sa.CheckConstraint('length(fingerprint) <= 64', name=op.f('ck_account_sign_in_fingerprint_length')),
    sa.CheckConstraint('length(public_id) <= 26', name=op.f('ck_account_sign_in_public_id_length')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_account_sign_in_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_sign_in')),
    sa.UniqueConstraint('fingerprint', name=op.f('uq_account_sign_in_fingerprint')),
    sa.UniqueConstraint('public_id', name=op.f('uq_account_sign_in_public_id'))
    )
    with op.batch_alter_table('account_sign_in', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_sign_in_account_id'), ['account_id'], unique=False)

    op.create_table('department',
    sa.Column('code', sa.String(length=3), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('name_with_article', sa.String(length=60), nullable=False),
    sa.Column('region_code', sa.String(length=3), nullable=True),
    sa.Column('timezone', sa.String(length=40), nullable=False),
    sa.Column('school_zone', sa.String(length=20), nullable=True),
    sa.Column('public_holiday_zone', sa.String(length=40), nullable=False),
    sa.Column('in_101', sa.Boolean(), nullable=False),
    sa.CheckConstraint('length(code) <= 3', name=op.f('ck_department_code_length')),
    sa.CheckConstraint('length(name) <= 60', name=op.f('ck_department_name_length')),
    sa.CheckConstraint('length(name_with_article) <= 60', name=op.f('ck_department_name_with_article_length')),
    sa.CheckConstraint('length(public_holiday_zone) <= 40', name=op.f('ck_department_public_holiday_zone_length')),
    sa.CheckConstraint('length(region_code) <= 3', name=op.f('ck_department_region_code_length')),
    sa.CheckConstraint('length(school_zone) <= 20', name=op.f('ck_department_school_zone_length')),
    sa.CheckConstraint('length(timezone) <= 40', name=op.f('ck_department_timezone_length')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_department_region_code')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_department'))
    )
    with op.batch_alter_table('department', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_department_region_code'), ['region_code'], unique=False)

    op.create_table('import_batch',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('file_name', sa.String(length=160), nullable=False),
    sa.Column('reading', sa.String(length=160), nullable=False),
    sa.Column('rows', sa.JSON(), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('length(file_name) <= 160', name=op.f('ck_import_batch_file_name_length')),
    sa.CheckConstraint('length(public_id) <= 26', name=op.f('ck_import_batch_public_id_length')),
    sa.CheckConstraint('length(reading) <= 160', name=op.f('ck_import_batch_reading_length')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_import_batch_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_batch')),
    sa.UniqueConstraint('public_id', name=op.f('uq_import_batch_public_id'))
    )
    with op.batch_alter_table('import_batch', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_import_batch_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_import_batch_uploaded_at'), ['uploaded_at'], unique=False)

    op.create_table('organisation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=80), nullable=False),
    sa.Column('type', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('short_name', sa.String(length=120), nullable=False),
    sa.Column('region_code', sa.String(length=3), nullable=True),
    sa.Column('timezone', sa.String(length=40), nullable=False),
    sa.Column('email_domain', sa.String(length=120), nullable=True),
    sa.Column('former_name', sa.String(length=160), nullable=True),
    sa.Column('search', sa.String(length=500), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('to_review_since', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('length(email_domain) <= 120', name=op.f('ck_organisation_email_domain_length')),
    sa.CheckConstraint('length(former_name) <= 160', name=op.f('ck_organisation_former_name_length')),
    sa.CheckConstraint('length(name) <= 160', name=op.f('ck_organisation_name_length')),
    sa.CheckConstraint('length(region_code) <= 3', name=op.f('ck_organisation_region_code_length')),
    sa.CheckConstraint('length(search) <= 500', name=op.f('ck_organisation_search_length')),
    sa.CheckConstraint('length(short_name) <= 120', name=op.f('ck_organisation_short_name_length')),
    sa.CheckConstraint('length(slug) <= 80', name=op.f('ck_organisation_slug_length')),
    sa.CheckConstraint('length(timezone) <= 40', name=op.f('ck_organisation_timezone_length')),
    sa.CheckConstraint('length(type) <= 20', name=op.f('ck_organisation_type_length')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_organisation_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation')),
    sa.UniqueConstraint('slug', name=op.f('uq_organisation_slug'))
    )
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_email_domain'), ['email_domain'], unique=False)
        batch_op.create_index(batch_op.f('ix_organisation_region_code'), ['region_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_organisation_search'), ['search'], unique=False)
        batch_op.create_index(batch_op.f('ix_organisation_type'), ['type'], unique=False)

    op.create_table('series',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('network_id', sa.Integer(), nullable=True),
    sa.Column('cycle_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('length(code) <= 80', name=op.f('ck_series_code_length')),
    sa.CheckConstraint('length(name) <= 160', name=op.f('ck_series_name_length')),
    sa.ForeignKeyConstraint(['cycle_id'], ['cycle.id'], name=op.f('fk_series_cycle_id')),
    sa.ForeignKeyConstraint(['network_id'], ['network.id'], name=op.f('fk_series_network_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_series')),
    sa.UniqueConstraint('code', name=op.f('uq_series_code'))
    )
    op.create_table('event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('kind_code', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'published', 'closed', 'held', 'archived', 'cancelled', name='state', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('hosting', sa.Enum('own', 'joint', 'external', name='hosting', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('modality', sa.Enum('onsite', 'online', 'hybrid', name='modality', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('timezone', sa.String(length=40), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('place', sa.String(length=160), nullable=False),
    sa.Column('address', sa.String(length=250), nullable=False),
    sa.Column('access', sa.String(length=1000), nullable=False),
    sa.Column('join_url', sa.String(length=500), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('seats_taken', sa.Integer(), nullable=False),
    sa.Column('quota_per_organisation', sa.Integer(), nullable=True),
    sa.Column('needs_approval', sa.Boolean(), nullable=False),
    sa.Column('has_waiting_list', sa.Boolean(), nullable=False),
    sa.Column('door', sa.Enum('network', 'invited', 'anyone', name='door', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('is_listed', sa.Boolean(), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('postponed_from', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('held_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attendance_closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('archived_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancel_reason', sa.String(length=1000), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('facilitator_id', sa.Integer(), nullable=False),
    sa.Column('organiser_id', sa.Integer(), nullable=True),
    sa.Column('cycle_id', sa.Integer(), nullable=True),
    sa.Column('series_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("(state = 'cancelled') = (cancelled_at IS NOT NULL)", name=op.f('ck_event_cancelled')),
    sa.CheckConstraint("(state = 'draft') <= (published_at IS NULL)", name=op.f('ck_event_draft')),
    sa.CheckConstraint('capacity IS NULL OR capacity > 0', name=op.f('ck_event_capacity')),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_event_order')),
    sa.CheckConstraint('length(access) <= 1000', name=op.f('ck_event_access_length')),
    sa.CheckConstraint('length(address) <= 250', name=op.f('ck_event_address_length')),
    sa.CheckConstraint('length(cancel_reason) <= 1000', name=op.f('ck_event_cancel_reason_length')),
    sa.CheckConstraint('length(join_url) <= 500', name=op.f('ck_event_join_url_length')),
    sa.CheckConstraint('length(kind_code) <= 40', name=op.f('ck_event_kind_code_length')),
    sa.CheckConstraint('length(place) <= 160', name=op.f('ck_event_place_length')),
    sa.CheckConstraint('length(public_id) <= 26', name=op.f('ck_event_public_id_length')),
    sa.CheckConstraint('length(timezone) <= 40', name=op.f('ck_event_timezone_length')),
    sa.CheckConstraint('length(title) <= 200', name=op.f('ck_event_title_length')),
    sa.CheckConstraint('seats_taken >= 0 AND (capacity IS NULL OR seats_taken <= capacity)', name=op.f('ck_event_seats')),
    sa.ForeignKeyConstraint(['cycle_id'], ['cycle.id'], name=op.f('fk_event_cycle_id')),
    sa.ForeignKeyConstraint(['facilitator_id'], ['account.id'], name=op.f('fk_event_facilitator_id')),
    sa.ForeignKeyConstraint(['kind_code'], ['event_kind.code'], name=op.f('fk_event_kind_code')),
    sa.ForeignKeyConstraint(['organiser_id'], ['organisation.id'], name=op.f('fk_event_organiser_id')),
    sa.ForeignKeyConstraint(['series_id'], ['series.id'], name=op.f('fk_event_series_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event')),
    sa.UniqueConstraint('public_id', name=op.f('uq_event_public_id'))
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_cycle_id'), ['cycle_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_facilitator_id'), ['facilitator_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_kind_code'), ['kind_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_series_id'), ['series_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_starts_at'), ['starts_at'], unique=False)
        batch_op.create_index('ix_event_state_starts_at', ['state', 'starts_at'], unique=False)

    op.create_table('organisation_department',
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('department_code', sa.String(length=3), nullable=False),
    sa.CheckConstraint('length(department_code) <= 3', name=op.f('ck_organisation_department_department_code_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_organisation_department_department_code')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_organisation_department_organisation_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'department_code', name=op.f('pk_organisation_department'))
    )
    with op.batch_alter_table('organisation_department', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_department_department_code'), ['department_code'], unique=False)

    op.create_table('person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('first_name', sa.String(length=80), nullable=False),
    sa.Column('last_name', sa.String(length=80), nullable=False),
    sa.Column('phone', sa.String(length=30), nullable=True),
    sa.Column('search', sa.String(length=420), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('department_code', sa.String(length=3), nullable=True),
    sa.Column('job_role_code', sa.String(length=50), nullable=True),
    sa.Column('cared_for_by_id', sa.Integer(), nullable=True),
    sa.Column('merged_into_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undeliverable_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('anonymised_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('length(department_code) <= 3', name=op.f('ck_person_department_code_length')),
    sa.CheckConstraint('length(email) <= 254', name=op.f('ck_person_email_length')),
    sa.CheckConstraint('length(first_name) <= 80', name=op.f('ck_person_first_name_length')),
    sa.CheckConstraint('length(job_role_code) <= 50', name=op.f('ck_person_job_role_code_length')),
    sa.CheckConstraint('length(last_name) <= 80', name=op.f('ck_person_last_name_length')),
    sa.CheckConstraint('length(phone) <= 30', name=op.f('ck_person_phone_length')),
    sa.CheckConstraint('length(public_id) <= 26', name=op.f('ck_person_public_id_length')),
    sa.CheckConstraint('length(search) <= 420', name=op.f('ck_person_search_length')),
    sa.ForeignKeyConstraint(['cared_for_by_id'], ['person.id'], name=op.f('fk_person_cared_for_by_id')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_person_department_code')),
    sa.ForeignKeyConstraint(['job_role_code'], ['job_role.code'], name=op.f('fk_person_job_role_code')),
    sa.ForeignKeyConstraint(['merged_into_id'], ['person.id'], name=op.f('fk_person_merged_into_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_person_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('public_id', name=op.f('uq_person_public_id'))
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_job_role_code'), ['job_role_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_merged_into_id'), ['merged_into_id'], unique=False)
        batch_op.create_index('ix_person_name', ['search'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index('uq_person_email', ['email'], unique=True, sqlite_where=sa.text('email IS NOT NULL'), postgresql_where=sa.text('email IS NOT NULL'))

    op.create_table('calendar_object',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=120), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('own_changes', sa.Integer(), nullable=False),
    sa.Column('last_sequence', sa.Integer(), nullable=False),
    sa.CheckConstraint('length(uid) <= 120', name=op.f('ck_calendar_object_uid_length')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_calendar_object_event_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_calendar_object_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_object')),
    sa.UniqueConstraint('uid', name=op.f('uq_calendar_object_uid'))
    )
    with op.batch_alter_table('calendar_object', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_calendar_object_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_calendar_object_person_id'), ['person_id'], unique=False)
        batch_op.create_index('uq_calendar_object_open', ['event_id', 'person_id', 'on'], unique=True, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))

    op.create_table('event_day',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_event_day_order')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_day_event_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_day')),
    sa.UniqueConstraint('event_id', 'on', name=op.f('uq_event_day_event_id_on'))
    )
    with op.batch_alter_table('event_day', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_day_event_id'), ['event_id'], unique=False)

    op.create_table('event_department',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('department_code', sa.String(length=3), nullable=False),
    sa.CheckConstraint('length(department_code) <= 3', name=op.f('ck_event_department_department_code_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_event_department_department_code')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_department_event_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('event_id', 'department_code', name=op.f('pk_event_department'))
    )
    with op.batch_alter_table('event_department', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_department_department_code'), ['department_code'], unique=False)

    op.create_table('event_network',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('network_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_network_event_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['network_id'], ['network.id'], name=op.f('fk_event_network_network_id')),
    sa.PrimaryKeyConstraint('event_id', 'network_id', name=op.f('pk_event_network'))
    )
    with op.batch_alter_table('event_network', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_network_network_id'), ['network_id'], unique=False)

    op.create_table('event_part',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('plenary', 'political', 'technical', 'workshop', name='partkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('seats_taken', sa.Integer(), nullable=False),
    sa.Column('invitation_only', sa.Boolean(), nullable=False),
    sa.CheckConstraint('length(public_id) <= 26', name=op.f('ck_event_part_public_id_length')),
    sa.CheckConstraint('length(title) <= 200', name=op.f('ck_event_part_title_length')),
    sa.CheckConstraint('seats_taken >= 0 AND (capacity IS NULL OR seats_taken <= capacity)', name=op.f('ck_event_part_seats')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_part_event_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_part')),
    sa.UniqueConstraint('public_id', name=op.f('uq_event_part_public_id'))
    )
    with op.batch_alter_table('event_part', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_part_event_id'), ['event_id'], unique=False)

    op.create_table('event_partner',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('role', sa.String(length=30), nullable=False),
    sa.CheckConstraint('length(name) <= 160', name=op.f('ck_event_partner_name_length')),
    sa.CheckConstraint('length(role) <= 30', name=op.f('ck_event_partner_role_length')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_partner_event_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_event_partner_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_partner'))
    )
    with op.batch_alter_table('event_partner', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_partner_event_id'), ['event_id'], unique=False)

    op.create_table('event_region',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=3), nullable=False),
    sa.CheckConstraint('length(region_code) <= 3', name=op.f('ck_event_region_region_code_length')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_region_event_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_event_region_region_code')),
    sa.PrimaryKeyConstraint('event_id', 'region_code', name=op.f('pk_event_region'))
    )
    with op.batch_alter_table('event_region', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_region_region_code'), ['region_code'], unique=False)

    op.create_table('event_theme',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('theme_code', sa.String(length=50), nullable=False),
    sa.CheckConstraint('length(theme_code) <= 50', name=op.f('ck_event_theme_theme_code_length')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_theme_event_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['theme_code'], ['theme.code'], name=op.f('fk_event_theme_theme_code')),
    sa.PrimaryKeyConstraint('event_id', 'theme_code', name=op.f('pk_event_theme'))
    )
    with op.batch_alter_table('event_theme', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_theme_theme_code'), ['theme_code'], unique=False)

    op.create_table('guest_list',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.Column('given_by_id', sa.Integer(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('length(public_id) <= 26', name=op.f('ck_guest_list_public_id_length')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_guest_list_event_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['given_by_id'], ['account.id'], name=op.f('fk_guest_list_given_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guest_list')),
    sa.UniqueConstraint('public_id', name=op.f('uq_guest_list_public_id'))
    )
    with op.batch_alter_table('guest_list', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_guest_list_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_guest_list_given_at'), ['given_at'], unique=False)

    op.create_table('half_day',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('period', sa.Enum('morning', 'afternoon', 'whole', name='period', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_half_day_event_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_half_day')),
    sa.UniqueConstraint('event_id', 'on', 'period', name=op.f('uq_half_day_event_id_on_period'))
    )
    with op.batch_alter_table('half_day', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_half_day_event_id'), ['event_id'], unique=False)

    op.create_table('invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.Enum('registered', 'declined', name='answer', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decline_word', sa.String(length=500), nullable=False),
    sa.Column('nudges', sa.Integer(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(answer IS NULL) = (answered_at IS NULL)', name=op.f('ck_invitation_answered')),
    sa.CheckConstraint('length(decline_word) <= 500', name=op.f('ck_invitation_decline_word_length')),
    sa.CheckConstraint('length(public_id) <= 26', name=op.f('ck_invitation_public_id_length')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_invitation_event_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_invitation_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('event_id', 'person_id', name=op.f('uq_invitation_event_id_person_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_invitation_public_id'))
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_person_id'), ['person_id'], unique=False)

    op.create_table('membership',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('network_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('joined_on', sa.Date(), nullable=False),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('objected_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(person_id IS NULL) <> (organisation_id IS NULL)', name=op.f('ck_membership_one_member')),
    sa.CheckConstraint('left_on IS NULL OR left_on >= joined_on', name=op.f('ck_membership_period')),
    sa.CheckConstraint('length(public_id) <= 26', name=op.f('ck_membership_public_id_length')),
    sa.CheckConstraint('length(source) <= 40', name=op.f('ck_membership_source_length')),
    sa.ForeignKeyConstraint(['network_id'], ['network.id'], name=op.f('fk_membership_network_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_membership_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_membership_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership')),
    sa.UniqueConstraint('public_id', name=op.f('uq_membership_public_id'))
    )
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_membership_network_id'), ['network_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_membership_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_membership_person_id'), ['person_id'], unique=False)
        batch_op.create_index('uq_membership_organisation', ['network_id', 'organisation_id'], unique=True, sqlite_where=sa.text('left_on IS NULL'), postgresql_where=sa.text('left_on IS NULL'))
        batch_op.create_index('uq_membership_person', ['network_id', 'person_id'], unique=True, sqlite_where=sa.text('left_on IS NULL'), postgresql_where=sa.text('left_on IS NULL'))

    op.create_table('network_objection',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('network_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('objected_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['network_id'], ['network.id'], name=op.f('fk_network_objection_network_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_network_objection_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_network_objection')),
    sa.UniqueConstraint('network_id', 'person_id', name=op.f('uq_network_objection_network_id_person_id'))
    )
    with op.batch_alter_table('network_objection', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_network_objection_network_id'), ['network_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_network_objection_person_id'), ['person_id'], unique=False)

    op.create_table('planned_letter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('letter', sa.String(length=40), nullable=False),
    sa.Column('anchor', sa.String(length=20), nullable=False),
    sa.Column('offset_minutes', sa.Integer(), nullable=False),
    sa.Column('local_hour', sa.Time(), nullable=True),
    sa.Column('is_on', sa.Boolean(), nullable=False),
    sa.Column('subject', sa.String(length=150), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('link', sa.String(length=500), nullable=False),
    sa.Column('put_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('dropped_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('length(anchor) <= 20', name=op.f('ck_planned_letter_anchor_length')),
    sa.CheckConstraint('length(letter) <= 40', name=op.f('ck_planned_letter_letter_length')),
    sa.CheckConstraint('length(link) <= 500', name=op.f('ck_planned_letter_link_length')),
    sa.CheckConstraint('length(public_id) <= 26', name=op.f('ck_planned_letter_public_id_length')),
    sa.CheckConstraint('length(subject) <= 150', name=op.f('ck_planned_letter_subject_length')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_planned_letter_event_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_planned_letter')),
    sa.UniqueConstraint('event_id', 'letter', name=op.f('uq_planned_letter_event_id_letter')),
    sa.UniqueConstraint('public_id', name=op.f('uq_planned_letter_public_id'))
    )
    with op.batch_alter_table('planned_letter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_planned_letter_event_id'), ['event_id'], unique=False)

    op.create_table('posting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('department_code', sa.String(length=3), nullable=True),
    sa.Column('job_role_code', sa.String(length=50), nullable=True),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.CheckConstraint('length(department_code) <= 3', name=op.f('ck_posting_department_code_length')),
    sa.CheckConstraint('length(job_role_code) <= 50', name=op.f('ck_posting_job_role_code_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_posting_department_code')),
    sa.ForeignKeyConstraint(['job_role_code'], ['job_role.code'], name=op.f('fk_posting_job_role_code')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_posting_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_posting_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_posting'))
    )
    with op.batch_alter_table('posting', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_posting_job_role_code'), ['job_role_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_posting_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_posting_person_id'), ['person_id'], unique=False)

    op.create_table('registration',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('standing', sa.Enum('pending', 'confirmed', 'waiting', 'refused', 'withdrawn', name='standing', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('holds_seat', sa.Boolean(), nullable=False),
    sa.Column('origin', sa.Enum('invitation', 'public', 'colleague', 'facilitator', 'walk_in', name='origin', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('part', sa.Enum('participant', 'speaker', 'organiser', 'staff', name='part', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('modality', sa.Enum('onsite', 'online', 'hybrid', name='modality', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('department_code', sa.String(length=3), nullable=True),
    sa.Column('job_role_code', sa.String(length=50), nullable=True),
    sa.Column('asks_approval', sa.Boolean(), nullable=False),
    sa.Column('registered_by', sa.String(length=80), nullable=False),
    sa.Column('comment', sa.String(length=500), nullable=False),
    sa.Column('registered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('waiting_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('refused_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by', sa.String(length=80), nullable=False),
    sa.Column('withdraw_word', sa.String(length=500), nullable=False),
    sa.Column('form_key', sa.String(length=64), nullable=True),
    sa.CheckConstraint("(standing = 'waiting') <= (waiting_since IS NOT NULL)", name=op.f('ck_registration_waiting')),
    sa.CheckConstraint("(standing = 'withdrawn') = (withdrawn_at IS NOT NULL)", name=op.f('ck_registration_withdrawn')),
    sa.CheckConstraint("holds_seat <= (standing IN ('pending', 'confirmed'))", name=op.f('ck_registration_seat')),
    sa.CheckConstraint('length(comment) <= 500', name=op.f('ck_registration_comment_length')),
    sa.CheckConstraint('length(department_code) <= 3', name=op.f('ck_registration_department_code_length')),
    sa.CheckConstraint('length(form_key) <= 64', name=op.f('ck_registration_form_key_length')),
    sa.CheckConstraint('length(job_role_code) <= 50', name=op.f('ck_registration_job_role_code_length')),
    sa.CheckConstraint('length(public_id) <= 26', name=op.f('ck_registration_public_id_length')),
    sa.CheckConstraint('length(registered_by) <= 80', name=op.f('ck_registration_registered_by_length')),
    sa.CheckConstraint('length(withdraw_word) <= 500', name=op.f('ck_registration_withdraw_word_length')),
    sa.CheckConstraint('length(withdrawn_by) <= 80', name=op.f('ck_registration_withdrawn_by_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_registration_department_code')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_registration_event_id')),
    sa.ForeignKeyConstraint(['job_role_code'], ['job_role.code'], name=op.f('fk_registration_job_role_code')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_registration_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_registration_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration')),
    sa.UniqueConstraint('form_key', name=op.f('uq_registration_form_key')),
    sa.UniqueConstraint('public_id', name=op.f('uq_registration_public_id'))
    )
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registration_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_registration_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_registration_job_role_code'), ['job_role_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_registration_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_registration_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_registration_queue', ['event_id', 'standing', 'waiting_since', 'id'], unique=False)
        batch_op.create_index('uq_registration_person', ['event_id', 'person_id'], unique=True, sqlite_where=sa.text("standing <> 'withdrawn'"), postgresql_where=sa.text("standing <> 'withdrawn'"))

    op.create_table('registration_demand',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('first_name', sa.String(length=80), nullable=False),
    sa.Column('last_name', sa.String(length=80), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('other_organisation', sa.String(length=160), nullable=False),
    sa.Column('department_code', sa.String(length=3), nullable=True),
    sa.Column('job_role_code', sa.String(length=50), nullable=True),
    sa.Column('modality', sa.Enum('onsite', 'online', 'hybrid', name='modality', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('invited_through_id', sa.Integer(), nullable=True),
    sa.Column('form_key', sa.String(length=64), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('length(department_code) <= 3', name=op.f('ck_registration_demand_department_code_length')),
    sa.CheckConstraint('length(email) <= 254', name=op.f('ck_registration_demand_email_length')),
    sa.CheckConstraint('length(first_name) <= 80', name=op.f('ck_registration_demand_first_name_length')),
    sa.CheckConstraint('length(form_key) <= 64', name=op.f('ck_registration_demand_form_key_length')),
    sa.CheckConstraint('length(job_role_code) <= 50', name=op.f('ck_registration_demand_job_role_code_length')),
    sa.CheckConstraint('length(last_name) <= 80', name=op.f('ck_registration_demand_last_name_length')),
    sa.CheckConstraint('length(other_organisation) <= 160', name=op.f('ck_registration_demand_other_organisation_length')),
    sa.CheckConstraint('length(public_id) <= 26', name=op.f('ck_registration_demand_public_id_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_registration_demand_department_code')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_registration_demand_event_id')),
    sa.ForeignKeyConstraint(['job_role_code'], ['job_role.code'], name=op.f('fk_registration_demand_job_role_code')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_registration_demand_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration_demand')),
    sa.UniqueConstraint('form_key', name=op.f('uq_registration_demand_form_key')),
    sa.UniqueConstraint('public_id', name=op.f('uq_registration_demand_public_id'))
    )
    with op.batch_alter_table('registration_demand', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registration_demand_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_registration_demand_event_id'), ['event_id'], unique=False)

    op.create_table('sending',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.Enum('save_the_date', 'invitation', 'nudge', 'message', name='purpose', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('subject', sa.String(length=150), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('people', sa.JSON(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('done >= 0 AND done <= total', name=op.f('ck_sending_progress')),
    sa.CheckConstraint('length(public_id) <= 26', name=op.f('ck_sending_public_id_length')),
    sa.CheckConstraint('length(subject) <= 150', name=op.f('ck_sending_subject_length')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['account.id'], name=op.f('fk_sending_asked_by_id')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_sending_event_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sending')),
    sa.UniqueConstraint('public_id', name=op.f('uq_sending_public_id'))
    )
    with op.batch_alter_table('sending', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sending_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sending_finished_at'), ['finished_at'], unique=False)

    op.create_table('survey_answer',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.Enum('very_satisfied', 'satisfied', 'little_satisfied', 'not_satisfied', 'no_opinion', name='level', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('answered_on', sa.Date(), nullable=False),
    sa.CheckConstraint('length(id) <= 26', name=op.f('ck_survey_answer_id_length')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_survey_answer_event_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_answer')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('survey_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_survey_answer_event_id'), ['event_id'], unique=False)

    op.create_table('presence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('half_day_id', sa.Integer(), nullable=False),
    sa.Column('mark', sa.Enum('present', 'excused', 'absent', name='mark', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('source', sa.String(length=20), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('length(source) <= 20', name=op.f('ck_presence_source_length')),
    sa.ForeignKeyConstraint(['half_day_id'], ['half_day.id'], name=op.f('fk_presence_half_day_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_presence_recorded_by_id')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_presence_registration_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_presence')),
    sa.UniqueConstraint('registration_id', 'half_day_id', name=op.f('uq_presence_registration_id_half_day_id'))
    )
    with op.batch_alter_table('presence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_presence_half_day_id'), ['half_day_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_presence_registration_id'), ['registration_id'], unique=False)

    op.create_table('presence_recording',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('half_day_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('walk_in_id', sa.Integer(), nullable=True),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_presence_recording_account_id')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_presence_recording_event_id')),
    sa.ForeignKeyConstraint(['half_day_id'], ['half_day.id'], name=op.f('fk_presence_recording_half_day_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['walk_in_id'], ['registration.id'], name=op.f('fk_presence_recording_walk_in_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_presence_recording'))
    )
    with op.batch_alter_table('presence_recording', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_presence_recording_half_day_id'), ['half_day_id'], unique=False)
        batch_op.create_index('ix_presence_recording_last', ['event_id', 'account_id', 'undone_at', 'id'], unique=False)

    op.create_table('registration_part',
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('part_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['part_id'], ['event_part.id'], name=op.f('fk_registration_part_part_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_registration_part_registration_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('registration_id', 'part_id', name=op.f('pk_registration_part'))
    )
    with op.batch_alter_table('registration_part', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registration_part_part_id'), ['part_id'], unique=False)

    op.create_table('survey_invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('nonce', sa.String(length=64), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('nudged_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.CheckConstraint('length(nonce) <= 64', name=op.f('ck_survey_invitation_nonce_length')),
    sa.CheckConstraint('length(public_id) <= 26', name=op.f('ck_survey_invitation_public_id_length')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_survey_invitation_registration_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_invitation')),
    sa.UniqueConstraint('public_id', name=op.f('uq_survey_invitation_public_id')),
    sa.UniqueConstraint('registration_id', name=op.f('uq_survey_invitation_registration_id'))
    )
    with op.batch_alter_table('survey_invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_survey_invitation_sent_at'), ['sent_at'], unique=False)

    # ### end Alembic commands ###

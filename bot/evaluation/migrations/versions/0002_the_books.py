"""The books: clients and their people, what is done, planned and promised, and what waits for a person's word."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "client_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("strategy", sa.String(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_group")),
        sa.UniqueConstraint("name", name=op.f("uq_client_group_name")),
    )
    op.create_table(
        "directory_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_directory_revision_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_revision")),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_hans", sa.String(length=200), nullable=True),
        sa.Column("name_en", sa.String(length=200), nullable=True),
        sa.Column(
            "grade",
            sa.Enum("S", "A", "B", "C", name="grade", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column(
            "market",
            sa.Enum("saline", "new", "mature", name="market", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("client_group_id", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("merged_into_id <> id", name=op.f("ck_account_merged_into_another")),
        sa.ForeignKeyConstraint(
            ["client_group_id"], ["client_group.id"], name=op.f("fk_account_client_group_id_client_group")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["user_account.id"], name=op.f("fk_account_created_by_user_account")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["account.id"], name=op.f("fk_account_merged_into_id_account")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_account_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("key", name=op.f("uq_account_key")),
    )
    op.create_index(op.f("ix_account_merged_into_id"), "account", ["merged_into_id"])
    op.create_index(op.f("ix_account_team_id"), "account", ["team_id"])
    op.create_table(
        "pending_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("adapter", sa.String(length=32), nullable=False),
        sa.Column("conversation", sa.String(length=200), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("skill", sa.String(length=64), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_as", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_pending_card_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_card")),
    )
    op.create_index("ix_pending_card_expiring", "pending_card", ["closed_at", "expires_at"])
    op.create_index(
        "ix_pending_card_open",
        "pending_card",
        ["adapter", "conversation", "user_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "user_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_user_alias_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_alias")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_user_alias_user_id_name")),
    )
    op.create_table(
        "account_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_alias_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_alias")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_account_alias_account_id_name")),
    )
    op.create_index(op.f("ix_account_alias_account_id"), "account_alias", ["account_id"])
    op.create_table(
        "account_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_fact_account_id_account")),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["user_account.id"], name=op.f("fk_account_fact_updated_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_fact")),
        sa.UniqueConstraint("account_id", "field", name=op.f("uq_account_fact_account_id_field")),
    )
    op.create_index(op.f("ix_account_fact_account_id"), "account_fact", ["account_id"])
    op.create_table(
        "case_story",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("lesson", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("draft", "approved", name="casestatus", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("(status = 'approved') = (approved_at IS NOT NULL)", name=op.f("ck_case_story_approved_at")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_story_account_id_account")),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["user_account.id"], name=op.f("fk_case_story_approved_by_user_account")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_case_story_author_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_story")),
    )
    op.create_index(op.f("ix_case_story_account_id"), "case_story", ["account_id"])
    op.create_table(
        "department",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_department_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_department_account_id_name")),
    )
    op.create_index(op.f("ix_department_account_id"), "department", ["account_id"])
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "seat",
            sa.Enum("AR", "SR", "FR", name="function", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("from_id", sa.Integer(), nullable=True),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("checklist", sa.String(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("done_on >= begun_on", name=op.f("ck_handover_done_after_begun")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_handover_account_id_account")),
        sa.ForeignKeyConstraint(["from_id"], ["user_account.id"], name=op.f("fk_handover_from_id_user_account")),
        sa.ForeignKeyConstraint(["to_id"], ["user_account.id"], name=op.f("fk_handover_to_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index(op.f("ix_handover_account_id"), "handover", ["account_id"])
    op.create_table(
        "interaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "visit",
                "meeting",
                "call",
                "meal",
                "executive_visit",
                "strategy_workshop",
                "demo",
                "training",
                "gift_or_event",
                "message",
                name="activitytype",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("occurred_at", sa.Time(), nullable=True),
        sa.Column("objective", sa.String(), nullable=True),
        sa.Column("topic", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("next_step", sa.String(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("next_owner_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("adapter", sa.String(length=32), nullable=True),
        sa.Column("message_id", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_interaction_account_id_account")),
        sa.ForeignKeyConstraint(
            ["next_owner_id"], ["user_account.id"], name=op.f("fk_interaction_next_owner_id_user_account")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["user_account.id"], name=op.f("fk_interaction_owner_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interaction")),
    )
    op.create_index(op.f("ix_interaction_account_id"), "interaction", ["account_id"])
    op.create_index("ix_interaction_by_account", "interaction", ["account_id", "occurred_on"])
    op.create_index("ix_interaction_by_owner", "interaction", ["owner_id", "occurred_on"])
    op.create_index("ix_interaction_next", "interaction", ["next_on"])
    op.create_table(
        "kpi_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("sales", sa.BigInteger(), nullable=True),
        sa.Column("profit", sa.BigInteger(), nullable=True),
        sa.Column("cash", sa.BigInteger(), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "(account_id IS NULL) <> (team_id IS NULL)", name=op.f("ck_kpi_fact_of_an_account_or_a_team")
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_kpi_fact_period")),
        sa.CheckConstraint("headcount >= 0", name=op.f("ck_kpi_fact_headcount_range")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_kpi_fact_account_id_account")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_kpi_fact_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_fact")),
        sa.UniqueConstraint(
            "account_id", "starts_on", "ends_on", name=op.f("uq_kpi_fact_account_id_starts_on_ends_on")
        ),
        sa.UniqueConstraint("team_id", "starts_on", "ends_on", name=op.f("uq_kpi_fact_team_id_starts_on_ends_on")),
    )
    op.create_index(op.f("ix_kpi_fact_account_id"), "kpi_fact", ["account_id"])
    op.create_index(op.f("ix_kpi_fact_team_id"), "kpi_fact", ["team_id"])
    op.create_table(
        "kpi_target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column(
            "measure",
            sa.Enum(
                "sales",
                "profit",
                "growth",
                "cash",
                name="measure",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "(account_id IS NULL) <> (team_id IS NULL)", name=op.f("ck_kpi_target_of_an_account_or_a_team")
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_kpi_target_period")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_kpi_target_account_id_account")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_kpi_target_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_target")),
        sa.UniqueConstraint(
            "account_id",
            "starts_on",
            "ends_on",
            "measure",
            name=op.f("uq_kpi_target_account_id_starts_on_ends_on_measure"),
        ),
        sa.UniqueConstraint(
            "team_id", "starts_on", "ends_on", "measure", name=op.f("uq_kpi_target_team_id_starts_on_ends_on_measure")
        ),
    )
    op.create_index(op.f("ix_kpi_target_account_id"), "kpi_target", ["account_id"])
    op.create_index(op.f("ix_kpi_target_team_id"), "kpi_target", ["team_id"])
    op.create_table(
        "nudge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=True),
        sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_nudge_account_id_account")),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox_message.id"], name=op.f("fk_nudge_outbox_id_outbox_message")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_nudge_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge")),
        sa.UniqueConstraint("rule", "user_id", "key", name=op.f("uq_nudge_rule_user_id_key")),
    )
    op.create_index(op.f("ix_nudge_account_id"), "nudge", ["account_id"])
    op.create_index("ix_nudge_waiting", "nudge", ["user_id", "settled_at", "snoozed_until"])
    op.create_table(
        "organisation_assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=True),
        sa.Column("acceptance", sa.Integer(), nullable=True),
        sa.Column("trust", sa.Integer(), nullable=True),
        sa.Column("fit", sa.Integer(), nullable=True),
        sa.Column("assessor_id", sa.Integer(), nullable=True),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("acceptance BETWEEN 0 AND 5", name=op.f("ck_organisation_assessment_acceptance_range")),
        sa.CheckConstraint("depth BETWEEN 0 AND 5", name=op.f("ck_organisation_assessment_depth_range")),
        sa.CheckConstraint("fit BETWEEN 0 AND 5", name=op.f("ck_organisation_assessment_fit_range")),
        sa.CheckConstraint("trust BETWEEN 0 AND 5", name=op.f("ck_organisation_assessment_trust_range")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_organisation_assessment_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["assessor_id"], ["user_account.id"], name=op.f("fk_organisation_assessment_assessor_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_assessment")),
    )
    op.create_index(op.f("ix_organisation_assessment_account_id"), "organisation_assessment", ["account_id"])
    op.create_table(
        "relationship_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("goal", sa.String(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("year BETWEEN 2000 AND 2200", name=op.f("ck_relationship_plan_year_range")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_relationship_plan_account_id_account")),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["user_account.id"], name=op.f("fk_relationship_plan_approved_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["user_account.id"], name=op.f("fk_relationship_plan_owner_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relationship_plan")),
        sa.UniqueConstraint("account_id", "year", name=op.f("uq_relationship_plan_account_id_year")),
    )
    op.create_index(op.f("ix_relationship_plan_account_id"), "relationship_plan", ["account_id"])
    op.create_table(
        "support_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_of", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_support_request_account_id_account")),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["user_account.id"], name=op.f("fk_support_request_asked_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["asked_of"], ["user_account.id"], name=op.f("fk_support_request_asked_of_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_request")),
    )
    op.create_index(op.f("ix_support_request_account_id"), "support_request", ["account_id"])
    op.create_index("ix_support_request_open", "support_request", ["answered_at", "due_at"])
    op.create_table(
        "triangle_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "seat",
            sa.Enum("AR", "SR", "FR", name="function", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("until >= since", name=op.f("ck_triangle_seat_until_after_since")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_triangle_seat_account_id_account")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_triangle_seat_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_triangle_seat")),
    )
    op.create_index(op.f("ix_triangle_seat_account_id"), "triangle_seat", ["account_id"])
    op.create_index(
        "ix_triangle_seat_taken",
        "triangle_seat",
        ["account_id", "seat"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_index("ix_triangle_seat_user_id", "triangle_seat", ["user_id", "until"])
    op.create_table(
        "companion",
        sa.Column("interaction_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interaction_id"], ["interaction.id"], name=op.f("fk_companion_interaction_id_interaction")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_companion_user_id_user_account")),
        sa.PrimaryKeyConstraint("interaction_id", "user_id", name=op.f("pk_companion")),
    )
    op.create_index(op.f("ix_companion_user_id"), "companion", ["user_id"])
    op.create_table(
        "org_play",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "alignment_meeting",
                "executive_visit",
                "strategic_agreement",
                "joint_innovation",
                name="playkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("outputs", sa.String(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("interaction_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_org_play_account_id_account")),
        sa.ForeignKeyConstraint(
            ["interaction_id"], ["interaction.id"], name=op.f("fk_org_play_interaction_id_interaction")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["user_account.id"], name=op.f("fk_org_play_owner_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_org_play")),
    )
    op.create_index(op.f("ix_org_play_account_id"), "org_play", ["account_id"])
    op.create_index(op.f("ix_org_play_interaction_id"), "org_play", ["interaction_id"])
    op.create_table(
        "position",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "level",
            sa.Enum("high", "middle", "base", name="level", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column(
            "chain_role",
            sa.Enum(
                "approver",
                "decider",
                "supporter",
                "influencer",
                "evaluator",
                "buyer",
                "user",
                "gatekeeper",
                name="chainrole",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_position_account_id_account")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_position_department_id_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
        sa.UniqueConstraint(
            "account_id", "department_id", "title", name=op.f("uq_position_account_id_department_id_title")
        ),
    )
    op.create_index(op.f("ix_position_account_id"), "position", ["account_id"])
    op.create_index(op.f("ix_position_department_id"), "position", ["department_id"])
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("position_id", sa.Integer(), nullable=True),
        sa.Column(
            "level",
            sa.Enum("high", "middle", "base", name="level", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column(
            "chain_role",
            sa.Enum(
                "approver",
                "decider",
                "supporter",
                "influencer",
                "evaluator",
                "buyer",
                "user",
                "gatekeeper",
                name="chainrole",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("influence", sa.Integer(), nullable=True),
        sa.Column("reports_to_id", sa.Integer(), nullable=True),
        sa.Column("phone", sa.String(length=64), nullable=True),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("influence BETWEEN 1 AND 5", name=op.f("ck_contact_influence_range")),
        sa.CheckConstraint("merged_into_id <> id", name=op.f("ck_contact_merged_into_another")),
        sa.CheckConstraint("reports_to_id <> id", name=op.f("ck_contact_reports_to_another")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_contact_account_id_account")),
        sa.ForeignKeyConstraint(["created_by"], ["user_account.id"], name=op.f("fk_contact_created_by_user_account")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_contact_department_id_department")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["contact.id"], name=op.f("fk_contact_merged_into_id_contact")),
        sa.ForeignKeyConstraint(["position_id"], ["position.id"], name=op.f("fk_contact_position_id_position")),
        sa.ForeignKeyConstraint(["reports_to_id"], ["contact.id"], name=op.f("fk_contact_reports_to_id_contact")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("key", name=op.f("uq_contact_key")),
    )
    op.create_index(op.f("ix_contact_account_id"), "contact", ["account_id"])
    op.create_index(op.f("ix_contact_department_id"), "contact", ["department_id"])
    op.create_index(op.f("ix_contact_merged_into_id"), "contact", ["merged_into_id"])
    op.create_index(op.f("ix_contact_position_id"), "contact", ["position_id"])
    op.create_index(op.f("ix_contact_reports_to_id"), "contact", ["reports_to_id"])
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("intimacy", sa.Integer(), nullable=True),
        sa.Column("support", sa.Integer(), nullable=True),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("assessor_id", sa.Integer(), nullable=True),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("intimacy BETWEEN 0 AND 4", name=op.f("ck_assessment_intimacy_range")),
        sa.CheckConstraint("intimacy IS NOT NULL OR support IS NOT NULL", name=op.f("ck_assessment_says_something")),
        sa.CheckConstraint("support BETWEEN -1 AND 3", name=op.f("ck_assessment_support_range")),
        sa.ForeignKeyConstraint(
            ["assessor_id"], ["user_account.id"], name=op.f("fk_assessment_assessor_id_user_account")
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_assessment_contact_id_contact")),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["interaction.id"], name=op.f("fk_assessment_evidence_id_interaction")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    op.create_index(op.f("ix_assessment_contact_id"), "assessment", ["contact_id"])
    op.create_index(op.f("ix_assessment_evidence_id"), "assessment", ["evidence_id"])
    op.create_index("ix_assessment_latest", "assessment", ["contact_id", "assessed_on"])
    op.create_table(
        "attendee",
        sa.Column("interaction_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_attendee_contact_id_contact")),
        sa.ForeignKeyConstraint(
            ["interaction_id"], ["interaction.id"], name=op.f("fk_attendee_interaction_id_interaction")
        ),
        sa.PrimaryKeyConstraint("interaction_id", "contact_id", name=op.f("pk_attendee")),
    )
    op.create_index(op.f("ix_attendee_contact_id"), "attendee", ["contact_id"])
    op.create_table(
        "commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("interaction_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "kept",
                "broken",
                "withdrawn",
                name="commitmentstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("(status = 'open') = (closed_at IS NULL)", name=op.f("ck_commitment_closed_when_not_open")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_commitment_account_id_account")),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["user_account.id"], name=op.f("fk_commitment_checked_by_user_account")
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_commitment_contact_id_contact")),
        sa.ForeignKeyConstraint(
            ["interaction_id"], ["interaction.id"], name=op.f("fk_commitment_interaction_id_interaction")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["user_account.id"], name=op.f("fk_commitment_owner_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
    )
    op.create_index(op.f("ix_commitment_account_id"), "commitment", ["account_id"])
    op.create_index(op.f("ix_commitment_contact_id"), "commitment", ["contact_id"])
    op.create_index("ix_commitment_due", "commitment", ["owner_id", "status", "due_on"])
    op.create_index(op.f("ix_commitment_interaction_id"), "commitment", ["interaction_id"])
    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("ack_due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fix_due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("client_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("fix_due >= ack_due", name=op.f("ck_complaint_fix_due_after_ack_due")),
        sa.CheckConstraint("severity BETWEEN 1 AND 3", name=op.f("ck_complaint_severity_range")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_complaint_account_id_account")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_complaint_contact_id_contact")),
        sa.ForeignKeyConstraint(["owner_id"], ["user_account.id"], name=op.f("fk_complaint_owner_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
    )
    op.create_index(op.f("ix_complaint_account_id"), "complaint", ["account_id"])
    op.create_index(op.f("ix_complaint_contact_id"), "complaint", ["contact_id"])
    op.create_index("ix_complaint_open", "complaint", ["client_confirmed_at", "fix_due"])
    op.create_table(
        "contact_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_contact_alias_contact_id_contact")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_alias")),
        sa.UniqueConstraint("contact_id", "name", name=op.f("uq_contact_alias_contact_id_name")),
    )
    op.create_index(op.f("ix_contact_alias_contact_id"), "contact_alias", ["contact_id"])
    op.create_table(
        "opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("interaction_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("topic", sa.String(length=200), nullable=True),
        sa.Column("heard_on", sa.Date(), nullable=False),
        sa.Column("heard_by", sa.Integer(), nullable=True),
        sa.Column("routed_to", sa.Integer(), nullable=True),
        sa.Column("routed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_opinion_account_id_account")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_opinion_contact_id_contact")),
        sa.ForeignKeyConstraint(["heard_by"], ["user_account.id"], name=op.f("fk_opinion_heard_by_user_account")),
        sa.ForeignKeyConstraint(
            ["interaction_id"], ["interaction.id"], name=op.f("fk_opinion_interaction_id_interaction")
        ),
        sa.ForeignKeyConstraint(["routed_to"], ["user_account.id"], name=op.f("fk_opinion_routed_to_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
    )
    op.create_index(op.f("ix_opinion_account_id"), "opinion", ["account_id"])
    op.create_index(op.f("ix_opinion_contact_id"), "opinion", ["contact_id"])
    op.create_index(op.f("ix_opinion_interaction_id"), "opinion", ["interaction_id"])
    op.create_table(
        "plan_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column(
            "layer",
            sa.Enum(
                "key", "organisational", "general", name="layer", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column(
            "activity_type",
            sa.Enum(
                "visit",
                "meeting",
                "call",
                "meal",
                "executive_visit",
                "strategy_workshop",
                "demo",
                "training",
                "gift_or_event",
                "message",
                name="activitytype",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open", "done", "cancelled", name="planstatus", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("baseline", sa.Integer(), nullable=True),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("cancelled_with", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("(status = 'done') = (done_at IS NOT NULL)", name=op.f("ck_plan_item_done_at_when_done")),
        sa.CheckConstraint("baseline BETWEEN -1 AND 5", name=op.f("ck_plan_item_baseline_range")),
        sa.CheckConstraint("target BETWEEN -1 AND 5", name=op.f("ck_plan_item_target_range")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_plan_item_account_id_account")),
        sa.ForeignKeyConstraint(
            ["cancelled_with"], ["user_account.id"], name=op.f("fk_plan_item_cancelled_with_user_account")
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_plan_item_contact_id_contact")),
        sa.ForeignKeyConstraint(["created_by"], ["user_account.id"], name=op.f("fk_plan_item_created_by_user_account")),
        sa.ForeignKeyConstraint(["evidence_id"], ["interaction.id"], name=op.f("fk_plan_item_evidence_id_interaction")),
        sa.ForeignKeyConstraint(["owner_id"], ["user_account.id"], name=op.f("fk_plan_item_owner_id_user_account")),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["relationship_plan.id"], name=op.f("fk_plan_item_plan_id_relationship_plan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_item")),
    )
    op.create_index(op.f("ix_plan_item_account_id"), "plan_item", ["account_id"])
    op.create_index("ix_plan_item_by_account", "plan_item", ["account_id", "status", "due_on"])
    op.create_index(op.f("ix_plan_item_contact_id"), "plan_item", ["contact_id"])
    op.create_index("ix_plan_item_due", "plan_item", ["owner_id", "status", "due_on"])
    op.create_index(op.f("ix_plan_item_evidence_id"), "plan_item", ["evidence_id"])
    op.create_index(op.f("ix_plan_item_plan_id"), "plan_item", ["plan_id"])
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.Column("best", sa.BigInteger(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("score BETWEEN 0 AND best AND best > 0", name=op.f("ck_survey_score_range")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_survey_account_id_account")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_survey_contact_id_contact")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
    )
    op.create_index(op.f("ix_survey_account_id"), "survey", ["account_id"])
    op.create_index(op.f("ix_survey_contact_id"), "survey", ["contact_id"])
    # Columns are added by plain statements: SQLite adds a column with its constraints in place, where Alembic would copy
    # the table, which other rows point to.
    op.execute(
        "ALTER TABLE event ADD COLUMN undoes_id INTEGER CONSTRAINT fk_event_undoes_id_event REFERENCES event (id)"
    )
    op.create_index(op.f("ix_event_undoes_id"), "event", ["undoes_id"], unique=True)
    op.create_index("ix_event_message", "event", ["adapter", "message_id"])
    op.add_column("team", sa.Column("key", sa.String(length=200), nullable=True))
    op.create_index(op.f("ix_team_key"), "team", ["key"], unique=True)
    op.add_column("user_account", sa.Column("key", sa.String(length=200), nullable=True))
    op.execute(
        "ALTER TABLE user_account ADD COLUMN function VARCHAR(32)"
        " CONSTRAINT ck_user_account_function CHECK (function IN ('AR', 'SR', 'FR'))"
    )
    op.add_column("user_account", sa.Column("email", sa.String(length=200), nullable=True))
    op.add_column("user_account", sa.Column("time_zone", sa.String(length=64), nullable=True))
    op.add_column("user_account", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.create_index(op.f("ix_user_account_key"), "user_account", ["key"], unique=True)
    op.execute("INSERT INTO directory_revision (id, revision) VALUES (1, 0)")

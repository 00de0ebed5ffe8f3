"""The whole record of a seeker, papers, proposals, people of a chat, start links, merges.

The table ``seekers`` is only added to: remaking it (as SQLite would need for constraints) would take what refers to it.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    _record()
    with op.batch_alter_table("facts", recreate="always") as batch:
        batch.add_column(sa.Column("item", sa.String(64), nullable=False, server_default=""))
        batch.alter_column("source", type_=sa.String(40))
        batch.drop_constraint("pk_facts", type_="primary")
        batch.create_primary_key("pk_facts", ["seeker_id", "field", "item"])
    _documents()
    _people()


def _record() -> None:
    columns: list[sa.Column[Any]] = [
        *(sa.Column(name, INSTANT) for name in ("reported_at", "ended_at", "matching_objected_at")),
        sa.Column("ended_why", sa.String(16)),
        sa.Column("merged_into", sa.BigInteger()),
        *(sa.Column(name, sa.String(64)) for name in ("proof_mark", "nik_mark", "phone_mark")),
        *(sa.Column(name, sa.Text()) for name in ("nik", "birth_date", "birth_place", "email")),
        sa.Column("sex", sa.String(8)),
        sa.Column("marital", sa.String(12)),
        sa.Column("card_region", sa.String(8)),
        sa.Column("school_year", sa.Integer()),
        *(sa.Column(name, sa.Text()) for name in ("experiences", "courses", "spoken_languages", "accommodation")),
        sa.Column("driving_licences", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("left_aside", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("available_from", sa.Date()),
    ]
    for column in columns:
        op.add_column("seekers", column)
    # Nothing was ever kept in it; now it is encrypted.
    op.drop_column("seekers", "skills")
    op.add_column("seekers", sa.Column("skills", sa.Text()))
    for name in ("merged_into", "nik_mark", "phone_mark"):
        op.create_index(f"ix_seekers_{name}", "seekers", [name])
    op.create_index("ix_seekers_proof_mark", "seekers", ["proof_mark"], unique=True)


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", ID, nullable=False),
        sa.Column("seeker_id", ID, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("file_name", sa.Text()),
        sa.Column("media_type", sa.String(120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("pages", sa.Integer()),
        sa.Column("turn_id", sa.BigInteger()),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["seeker_id"], ["seekers.id"], name="fk_documents_seeker_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
    )
    op.create_index("ix_documents_seeker_id", "documents", ["seeker_id"])
    op.create_table(
        "document_contents",
        sa.Column("document_id", ID, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_document_contents_document_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_id", name="pk_document_contents"),
    )
    op.create_table(
        "proposals",
        sa.Column("id", ID, nullable=False),
        sa.Column("seeker_id", ID, nullable=False),
        sa.Column("document_id", ID),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text()),
        sa.Column("page", sa.Integer()),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_proposals_document_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["seeker_id"], ["seekers.id"], name="fk_proposals_seeker_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
    )
    op.create_index("ix_proposals_seeker_id", "proposals", ["seeker_id"])


def _people() -> None:
    op.create_table(
        "chat_people",
        sa.Column("chat_id", ID, nullable=False),
        sa.Column("seeker_id", ID, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_chat_people_chat_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["seeker_id"], ["seekers.id"], name="fk_chat_people_seeker_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat_id", "seeker_id", name="pk_chat_people"),
    )
    op.create_index("ix_chat_people_seeker_id", "chat_people", ["seeker_id"])
    op.create_table(
        "start_links",
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("seeker_id", ID, nullable=False),
        sa.Column("staff_id", ID),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT),
        sa.Column("chat_id", ID),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_start_links_chat_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["seeker_id"], ["seekers.id"], name="fk_start_links_seeker_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_start_links_staff_id"),
        sa.PrimaryKeyConstraint("mark", name="pk_start_links"),
    )
    op.create_index("ix_start_links_seeker_id", "start_links", ["seeker_id"])
    op.create_table(
        "merges",
        sa.Column("id", ID, nullable=False),
        sa.Column("kept_id", ID, nullable=False),
        sa.Column("dropped_id", ID, nullable=False),
        sa.Column("staff_id", ID),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("undone_at", INSTANT),
        sa.Column("before", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["kept_id"], ["seekers.id"], name="fk_merges_kept_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["dropped_id"], ["seekers.id"], name="fk_merges_dropped_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_merges_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_merges"),
    )
    op.create_index("ix_merges_kept_id", "merges", ["kept_id"])
    op.create_index("ix_merges_dropped_id", "merges", ["dropped_id"])


def downgrade() -> None:
    """Undo; what the new columns and tables hold is lost."""
    for table in ("merges", "start_links", "chat_people", "proposals", "document_contents", "documents"):
        op.drop_table(table)
    op.execute("DELETE FROM facts WHERE item <> ''")
    with op.batch_alter_table("facts", recreate="always") as batch:
        batch.drop_constraint("pk_facts", type_="primary")
        batch.create_primary_key("pk_facts", ["seeker_id", "field"])
        batch.drop_column("item")
    for name in ("merged_into", "nik_mark", "phone_mark", "proof_mark"):
        op.drop_index(f"ix_seekers_{name}", "seekers")
    for name in (
        "reported_at", "ended_at", "matching_objected_at", "ended_why", "merged_into", "proof_mark", "nik_mark",
        "phone_mark", "nik", "birth_date", "birth_place", "email", "sex", "marital", "card_region", "school_year",
        "experiences", "courses", "spoken_languages", "accommodation", "driving_licences", "left_aside",
        "available_from", "skills",
    ):  # fmt: skip
        op.drop_column("seekers", name)
    op.add_column("seekers", sa.Column("skills", sa.JSON(), nullable=False, server_default="[]"))

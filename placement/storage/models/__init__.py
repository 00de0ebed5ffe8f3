"""The tables, one module a subject. Names are those of the domain; every instant is aware, amounts are whole rupiah."""

from __future__ import annotations

from placement.storage.models.base import Base, BigId
from placement.storage.models.cases import Case, CaseMessage
from placement.storage.models.changes import Change
from placement.storage.models.records import ChatPerson, Document, DocumentContent, Merge, Proposal, StartLink
from placement.storage.models.seekers import Fact, Seeker
from placement.storage.models.service import Office, Staff
from placement.storage.models.turns import Button, Chat, DueWork, Effect, Lease, Outgoing, Update, Utterance
from placement.storage.models.vacancies import Employer, Referral, Vacancy

__all__ = [
    "Base",
    "BigId",
    "Button",
    "Case",
    "CaseMessage",
    "Change",
    "Chat",
    "ChatPerson",
    "Document",
    "DocumentContent",
    "DueWork",
    "Effect",
    "Employer",
    "Fact",
    "Lease",
    "Merge",
    "Office",
    "Outgoing",
    "Proposal",
    "Referral",
    "Seeker",
    "Staff",
    "StartLink",
    "Update",
    "Utterance",
    "Vacancy",
]

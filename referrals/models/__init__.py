"""Complaints, the people they are about, the catalogue of services, referrals and letters."""

from referrals.models.catalogue import Offer, Programme, StageTemplate
from referrals.models.clients import Benefit, Client, Consent
from referrals.models.complaints import Answer, CaseWorker, Complaint, Paper
from referrals.models.letters import Letter, LetterSeries
from referrals.models.outreach import Outreach
from referrals.models.placements import AnswerLink, Escalation, Referral, StageRecord
from referrals.models.protection import CaseNote
from referrals.models.reminders import DigestSent
from referrals.models.spm import SpmTarget

__all__ = [
    "Answer",
    "AnswerLink",
    "Benefit",
    "CaseNote",
    "CaseWorker",
    "Client",
    "Complaint",
    "Consent",
    "DigestSent",
    "Escalation",
    "Letter",
    "LetterSeries",
    "Offer",
    "Outreach",
    "Paper",
    "Programme",
    "Referral",
    "SpmTarget",
    "StageRecord",
    "StageTemplate",
]

"""Roles and what each may see: one page, read by every queryset, view and test."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """Who a person is in this system (design.md §3)."""

    OPERATOR = "operator", _("Operator Puskesos")
    FACILITATOR = "facilitator", _("Fasilitator")
    SUPERVISOR = "supervisor", _("Supervisor kecamatan")
    DINSOS = "dinsos", _("Petugas Dinsos")
    LEADER = "leader", _("Pimpinan")
    AUDITOR = "auditor", _("Pemeriksa")
    PROVIDER = "provider", _("Penyedia layanan")
    ADMIN = "admin", _("Administrator sistem")


# Where a role lives, as the length of its region's Kemendagri code: village 13, district 8, regency 5.
REGION_LENGTH: dict[str, int] = {
    Role.OPERATOR: 13,
    Role.FACILITATOR: 13,
    Role.SUPERVISOR: 8,
    Role.DINSOS: 5,
    Role.LEADER: 5,
    Role.AUDITOR: 5,
}

# Roles that may open records of named persons inside their region. Leaders see totals, auditors see who
# looked, providers see what a referral shows them, administrators see accounts.
SEES_PERSONS = frozenset({Role.OPERATOR, Role.FACILITATOR, Role.SUPERVISOR, Role.DINSOS})

# Roles that may see score, points and class; the village must not steer an answer by them (capture.md D).
SEES_SCORE = frozenset({Role.SUPERVISOR, Role.DINSOS})

# Roles that may read a whole identity number, each time with a logged reason (security.md T-ACC).
REVEALS_IDENTITY = frozenset({Role.SUPERVISOR, Role.DINSOS})

# Roles that write down what they found in the field.
CAPTURES = frozenset({Role.OPERATOR, Role.FACILITATOR})

# A facilitator drafts, the operator of the village sends and writes into the registry.
SENDS = frozenset({Role.OPERATOR})
REGISTERS = frozenset({Role.OPERATOR})

# Roles that hand drafts of somebody who left to another operator of the village.
HANDS_OVER = frozenset({Role.SUPERVISOR, Role.DINSOS})

REVIEWS = frozenset({Role.SUPERVISOR})

MAKES_BATCHES = frozenset({Role.DINSOS})

# Roles that plan, open, close and extend rounds and set targets (docs/adr/0015).
RUNS_ROUNDS = frozenset({Role.DINSOS, Role.ADMIN})


# Roles that may look up persons and numbers; each finds only what it may open.
SEARCHES = SEES_PERSONS | {Role.PROVIDER}


class FacilitatorKind(TextChoices):
    """Whom the village asks to help; all six draft surveys and hear complaints alike (domain.md §2)."""

    PKH = "pkh", _("Pendamping PKH")
    DTKS = "dtks", _("Pendamping DTKS")
    SAKTI_PEKSOS = "sakti_peksos", _("Sakti Peksos")
    HAMLET_HEAD = "hamlet_head", _("Kepala lingkungan")
    KARANG_TARUNA = "karang_taruna", _("Karang Taruna")
    NOTABLE = "notable", _("Tokoh masyarakat")


# Roles that write drafts of the instrument; publishing one needs the manager's duty and another person.
WRITES_INSTRUMENTS = frozenset({Role.DINSOS})


class Duty(TextChoices):
    """What somebody does besides their role; a duty opens acts, never places."""

    MANAGER = "manager", _("Manajer SLRT")
    COORDINATOR = "coordinator", _("Koordinator Puskesos")
    CASE_WORKER = "case_worker", _("Tim kasus perempuan dan anak")
    OUTREACH = "outreach", _("Tim penjangkauan")


# Which duties a role may carry; a role that is not named carries none.
DUTIES: dict[str, tuple[str, ...]] = {
    Role.OPERATOR: (Duty.COORDINATOR,),
    Role.FACILITATOR: (Duty.COORDINATOR,),
    Role.DINSOS: (Duty.MANAGER, Duty.CASE_WORKER, Duty.OUTREACH),
    Role.PROVIDER: (Duty.CASE_WORKER,),
}

# Roles that hear complaints and place them with providers.
HEARS = frozenset({Role.OPERATOR, Role.FACILITATOR, Role.DINSOS})

# Roles that write down which programmes a person receives.
NOTES_BENEFITS = frozenset({Role.OPERATOR, Role.DINSOS})

# Whose accounts a role administers (docs/adr/0014); Dinsos only with the duty of a manager. Nobody their own.
MANAGED: dict[str, tuple[str, ...]] = {
    Role.ADMIN: tuple(Role),
    Role.DINSOS: (Role.OPERATOR, Role.FACILITATOR),
}

# Roles that work at a desk: they log in with a second factor, and a session left alone ends soon (security.md T-SES).
OFFICE = frozenset({Role.SUPERVISOR, Role.DINSOS, Role.LEADER, Role.AUDITOR, Role.ADMIN})

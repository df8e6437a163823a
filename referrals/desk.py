"""One complaint as the desk sees it: what can be done next, which papers belong to it, how to reach the citizen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.forms import Form
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.facts import shown_phone
from puskesos.models import Activity, User
from puskesos.roles import HEARS, Duty, Role
from referrals import closing, papers
from referrals.forms_acts import AnswerForm, CloseForm, EscalateForm, HandleForm, UnreachedForm, UrgencyForm
from referrals.models import Complaint, Referral
from referrals.states import ComplaintStatus, complaint_allows

SHOWN_EVENTS = 50
PAPER_WORDS: dict[str, str | Promise] = {
    papers.PORTRAIT: gettext_lazy("Foto wajah (hanya tim penjangkauan)"),
    papers.OTHER: gettext_lazy("Berkas lain"),
}

# verb -> words on the button, and the form it asks with; in the order in which a desk would think of them.
ACTS: dict[str, tuple[str | Promise, Callable[..., Form]]] = {
    "handle": (gettext_lazy("Catat hasil penanganan"), lambda complaint, **typed: HandleForm(**typed)),
    "escalate": (gettext_lazy("Teruskan ke SLRT"), lambda complaint, **typed: EscalateForm(**typed)),
    "answer": (
        gettext_lazy("Catat jawaban warga"),
        lambda complaint, **typed: AnswerForm(status=complaint.status, **typed),
    ),
    "note_unreached": (gettext_lazy("Warga tidak terhubung"), lambda complaint, **typed: UnreachedForm(**typed)),
    "close_unreached": (gettext_lazy("Tutup tanpa jawaban"), lambda complaint, **typed: CloseForm(**typed)),
    "change_urgency": (
        gettext_lazy("Ubah kegentingan"),
        lambda complaint, **typed: UrgencyForm(initial={"urgency": complaint.urgency}, **typed),
    ),
}


@dataclass(frozen=True)
class Act:
    """One thing that can be done now: its verb, the words on its button, and its form, open when it was refused."""

    verb: str
    label: str | Promise
    form: Form
    url: str

    @property
    def is_open(self) -> bool:
        """Whether somebody has just tried it."""
        return self.form.is_bound


def form_of(verb: str, complaint: Complaint, data: Any = None) -> Form:
    """The form with which `verb` asks, empty or with what was posted; each has its own field ids on the page."""
    return ACTS[verb][1](complaint, data=data, auto_id=f"id_{verb}_%s")


def acts(complaint: Complaint, user: User, *, tried: tuple[str, Form] | None = None) -> list[Act]:
    """What this person can do now; an act that was just refused stays with what was typed."""
    forms = dict([tried]) if tried else {}
    shown = [verb for verb in ACTS if verb in forms or may(verb, complaint, user)]
    return [_act(verb, complaint, forms.get(verb)) for verb in shown]


def _act(verb: str, complaint: Complaint, form: Form | None) -> Act:
    url = reverse(f"referrals:complaint_{verb}", args=[complaint.pk])
    return Act(verb=verb, label=ACTS[verb][0], form=form or form_of(verb, complaint), url=url)


def may(verb: str, complaint: Complaint, user: User) -> bool:
    """Whether this person may try `verb` on the complaint as it is now."""
    if user.role not in HEARS:
        return False
    if verb in ("handle", "escalate", "change_urgency") and not complaint.waits_for_us:
        return False
    own = complaint.level == Complaint.Level.VILLAGE or user.role == Role.DINSOS
    if verb == "change_urgency":
        return own
    if verb == "handle":
        return own and not complaint.referrals.open().exists()
    if verb == "escalate":
        return complaint.level == Complaint.Level.VILLAGE
    if verb == "answer":
        return complaint_allows(complaint.status, "reopen")
    if verb == "note_unreached":
        return complaint.status == ComplaintStatus.HANDLED
    if verb == "close_unreached":
        return complaint_allows(complaint.status, verb) and calls_missing(complaint) == 0
    return True


def calls_missing(complaint: Complaint) -> int:
    """On how many more days the citizen must be called before closing without an answer."""
    return max(0, closing.CALLS_BEFORE_CLOSING - len(closing.days_called(complaint)))


def next_step(complaint: Complaint, user: User) -> str:
    """One sentence: what this person does next, or who is at work."""
    if complaint.status == ComplaintStatus.CLOSED:
        return _("Selesai. Jika warga berkata belum tertangani, catat jawabannya.")
    if complaint.status == ComplaintStatus.HANDLED:
        return _("Hubungi warga. Tanyakan: sudah tertangani atau belum?")
    if complaint.referrals.open().exists():
        return _("Rujukan sedang berjalan. Pantau sampai tuntas.")
    if complaint.level == Complaint.Level.REGENCY and user.role != Role.DINSOS:
        return _("SLRT kabupaten sedang menangani. Anda bisa menambah berkas.")
    if complaint.level == Complaint.Level.VILLAGE and user.role in (Role.OPERATOR, Role.FACILITATOR):
        return _("Tangani di desa jika bisa. Jika tidak, teruskan ke SLRT.")
    return _("Tangani sendiri, atau usulkan ke layanan yang cocok.")


# --- papers ----------------------------------------------------------------------------------------------------------


def paper_names(complaint: Complaint) -> dict[str, str | Promise]:
    """Codes of papers that somebody may ask for here, with their names: the wanted service's and the referrals'."""
    lists = [complaint.wanted.papers] if complaint.wanted else []
    for referral in complaint.referrals.select_related("programme"):
        lists += [referral.programme.papers, *(stage.get("papers", []) for stage in referral.stages)]
    return {row["code"]: row["name"] for rows in lists for row in rows} | PAPER_WORDS


def paper_choices(complaint: Complaint, user: User) -> list[tuple[str, Any]]:
    """Papers this person may add; a face only who may also look at it."""
    names = paper_names(complaint)
    if not may_see_face(complaint, user):
        del names[papers.PORTRAIT]
    return list(names.items())


def may_see_face(complaint: Complaint, user: User) -> bool:
    """The outreach team, and the case's own team."""
    return user.has_duty(Duty.OUTREACH) or complaint.case_workers.filter(user=user, until__isnull=True).exists()


# --- people ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """How to reach somebody: the number as people read it, and a link for the telephone."""

    who: str
    number: str
    call: str


def lines(complaint: Complaint) -> list[Line]:
    """Telephones of reporter and person; ready messages are `reminders.offers`."""
    known = [
        (complaint.reporter_name, complaint.reporter_phone),
        (complaint.person_name, complaint.client.phone),
    ]
    return [Line(who, shown_phone(phone), f"tel:+62{phone.removeprefix('0')}") for who, phone in known if phone]


# --- history ---------------------------------------------------------------------------------------------------------


def history(complaint: Complaint, referrals: list[Referral]) -> QuerySet[Activity]:
    """What was done to the complaint, its referrals and the consent of its person, newest first."""
    own = Q(target_type="complaint", target_id=str(complaint.pk))
    placed = Q(target_type="referral", target_id__in=[str(referral.pk) for referral in referrals])
    agreed = Q(target_type="client", target_id=str(complaint.client_id))
    return Activity.objects.filter(own | placed | agreed).select_related("by")[:SHOWN_EVENTS]

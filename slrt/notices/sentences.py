"""A notice in words, with the name of what it is about, for who may still open that."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.models import Assessment, FieldDraft
from dtks.models import Batch
from puskesos.models import Notice, Round, User
from puskesos.states import NoticeKind
from referrals.models import Complaint, Referral

WORDS = {
    NoticeKind.RETURNED: gettext_lazy("Pendataan dikembalikan: %(points)s hal perlu diperbaiki."),
    NoticeKind.APPROVED: gettext_lazy("Pendataan disetujui kecamatan."),
    NoticeKind.BATCH_READY: gettext_lazy("Batch selesai. Berkasnya siap diunduh."),
    NoticeKind.COMPLAINT_CONFIRMED: gettext_lazy("Warga menjawab: keluhan sudah tertangani."),
    NoticeKind.COMPLAINT_REOPENED: gettext_lazy("Warga menjawab: belum tertangani. Keluhan dibuka lagi."),
    NoticeKind.REFERRAL_ACCEPTED: gettext_lazy("Penyedia menerima rujukan."),
    NoticeKind.REFERRAL_DECLINED: gettext_lazy("Penyedia menolak rujukan. Cari layanan lain."),
    NoticeKind.REFERRAL_COMPLETED: gettext_lazy("Rujukan tuntas."),
    NoticeKind.DRAFT_HANDED_OVER: gettext_lazy("Draf diserahkan kepada Anda."),
    NoticeKind.ROUND_EXTENDED: gettext_lazy("Periode diperpanjang sampai %(closes_on)s."),
}
# Where one notice counts several events.
MANY = {
    NoticeKind.APPROVED: gettext_lazy("%(count)s pendataan disetujui kecamatan."),
    NoticeKind.DRAFT_HANDED_OVER: gettext_lazy("%(count)s draf diserahkan kepada Anda."),
}
LIST_OF = {NoticeKind.APPROVED: "?status=approved", NoticeKind.DRAFT_HANDED_OVER: "?status=draft"}
# What needs an act comes with the tone of acting.
NEEDS_ACT = frozenset({NoticeKind.RETURNED, NoticeKind.COMPLAINT_REOPENED, NoticeKind.REFERRAL_DECLINED})


@dataclass(frozen=True)
class Told:
    """A notice as it is shown; without `subject` the row it is about is not open to this person any more."""

    notice: Notice
    sentence: str
    subject: str
    url: str
    needs_act: bool


@dataclass(frozen=True)
class Subject:
    """What notices are about: its rows, what it is called, and its page."""

    rows: Callable[[], QuerySet]
    name: Callable[[Any], str]
    url: Callable[[Any], str]


SUBJECTS = {
    "assessment": Subject(
        lambda: Assessment.objects.select_related("household").only("household__head_name"),
        lambda row: row.household.head_name,
        lambda row: reverse("assessment:assessment_tasks", args=[row.pk]),
    ),
    "fielddraft": Subject(
        lambda: FieldDraft.objects.only("pk"),
        lambda row: _("Buka aplikasi lapangan"),
        lambda row: reverse("assessment:field_shell"),
    ),
    "complaint": Subject(
        lambda: Complaint.objects.only("number"),
        lambda row: _("Keluhan %s") % row.number,
        lambda row: reverse("referrals:complaint_detail", args=[row.pk]),
    ),
    "referral": Subject(
        lambda: Referral.objects.only("number"),
        lambda row: _("Rujukan %s") % row.number,
        lambda row: reverse("referrals:referral_detail", args=[row.pk]),
    ),
    "batch": Subject(
        lambda: Batch.objects.only("number"),
        lambda row: _("Batch %s") % row.number,
        lambda row: reverse("dtks:batch_detail", args=[row.pk]),
    ),
    "round": Subject(lambda: Round.objects.only("name"), lambda row: row.name, lambda row: reverse("home")),
}


def tell(rows: Iterable[Notice], user: User) -> list[Told]:
    """Notices in words; one query for each kind of thing they are about."""
    rows = list(rows)
    found = {kind: _found(kind, rows, user) for kind in {row.target_type for row in rows} & set(SUBJECTS)}
    return [_told(row, found.get(row.target_type, {}).get(row.target_id)) for row in rows]


def _found(target_type: str, rows: list[Notice], user: User) -> dict[str, Model]:
    ids = [row.target_id for row in rows if row.target_type == target_type]
    return {str(one.pk): one for one in SUBJECTS[target_type].rows().visible_to(user).filter(pk__in=ids)}


def _told(notice: Notice, row: Model | None) -> Told:
    kind = NoticeKind(notice.kind)
    many = notice.count > 1 and kind in MANY
    words = MANY[kind] if many else WORDS[kind]
    sentence = str(words) % {**_facts(notice), "count": notice.count}
    if many:
        url = reverse("assessment:assessment_list") + LIST_OF[kind]
        return Told(notice, sentence, _("Lihat daftarnya"), url, needs_act=False)
    subject = SUBJECTS.get(notice.target_type)
    name, url = (subject.name(row), subject.url(row)) if subject and row else ("", "")
    return Told(notice, sentence, name, url, needs_act=kind in NEEDS_ACT)


def _facts(notice: Notice) -> dict[str, Any]:
    """Facts as people read them; `_on` marks a day."""
    return {
        name: date_format(date.fromisoformat(value), "j F Y") if name.endswith("_on") else value
        for name, value in notice.facts.items()
    }

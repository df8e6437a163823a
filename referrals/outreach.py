"""People found in the street or shut away: reported, reached, handled on the spot, placed, their families searched."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db import transaction
from django.db.models import Case, F, Func, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import Activity, Region, User
from puskesos.roles import Duty, Role
from referrals import complaints
from referrals.facts import ClientFacts, ComplaintFacts, Found
from referrals.models import Complaint, Outreach, Paper
from referrals.models.catalogue import Sector
from referrals.models.complaints import PORTRAIT

LONGEST_PLACE, LONGEST_CONDITION = 200, 500
MICRODEGREE = Decimal("0.000001")

# How alike a name must be, how many telling words of the features must return, how many bits of a photo may differ.
ALIKE_NAME = 0.45
SHARED_WORDS = 2
DIFFERENT_BITS = 10
TELLING_LETTERS = 4
MOST_WORDS = 12
MOST_HINTS = 5
WORDS = re.compile(r"\w+")
HASH = re.compile(r"[0-9a-f]{16}")
# Words of a description that fit anybody.
COMMON_WORDS = frozenset({"pakai", "memakai", "warna", "rambut", "badan", "tidak", "dengan", "sekitar", "umur", "baju"})


def must_reach_out(by: User) -> None:
    """Refuse whoever does not go out; a duty opens acts, while the region's officers may read."""
    if not by.has_duty(Duty.OUTREACH):
        raise Refused(_("Hanya tim penjangkauan yang mencatat di sini."))


# --- the report ------------------------------------------------------------------------------------------------------


@transaction.atomic
def report(
    client: ClientFacts,
    found: Found,
    *,
    village: Region,
    by: User,
    at: datetime,
    reporter_name: str = "",
    reporter_phone: str = "",
    pk: uuid.UUID | None = None,
) -> Outreach:
    """Somebody was found: an emergency by the rapid channel, whose clock starts now; only kind and place are asked.

    `pk` is made where the form is made: sent twice by the same person, the report is kept once.
    """
    must_reach_out(by)
    kind, place = _checked(found)
    complaint = complaints.register(
        client,
        ComplaintFacts(
            kind=Complaint.Kind.GRIEVANCE,
            sector=Sector.STREET,
            channel=Complaint.Channel.RAPID,
            urgency=Complaint.Urgency.EMERGENCY,
            text=f"{kind.label}. {found.condition}".strip(),
            place=place,
            reporter_name=reporter_name,
            reporter_phone=reporter_phone,
        ),
        village=village,
        by=by,
        at=at,
        pk=pk,
    )
    if complaint.received_at != at:
        return _sent_before(complaint)
    outreach = Outreach.objects.create(
        complaint=complaint,
        village=village,
        kind=kind,
        found_place=place,
        latitude=_degrees(found.latitude, most=90),
        longitude=_degrees(found.longitude, most=180),
        condition=found.condition.strip(),
        reported_at=at,
        updated_by=by,
    )
    activity.record("outreach.report", target=outreach, by=by, at=at, kind=outreach.kind)
    return outreach


def _sent_before(complaint: Complaint) -> Outreach:
    """What the first sending of the same form wrote; a complaint of another kind is never made a report."""
    sent = Outreach.objects.filter(complaint=complaint).first()
    if sent is None:
        raise Refused(_("Halaman ini sudah dipakai. Muat ulang, lalu isi lagi."))
    return sent


def _checked(found: Found) -> tuple[Outreach.Kind, str]:
    """Kind and place as kept; Refused when something cannot be."""
    if found.kind not in Outreach.Kind.values:
        raise Refused(_("Pilih keadaan orangnya."))
    place = " ".join(found.place.split())
    if not place or len(place) > LONGEST_PLACE:
        raise Refused(_("Tulis tempat orang ini ditemukan, paling banyak %(n)s huruf.") % {"n": LONGEST_PLACE})
    if len(found.condition.strip()) > LONGEST_CONDITION:
        raise Refused(_("Tulis kondisi paling banyak %(n)s huruf.") % {"n": LONGEST_CONDITION})
    if (found.latitude is None) != (found.longitude is None):
        raise Refused(_("Isi lintang dan bujur, atau kosongkan keduanya."))
    return Outreach.Kind(found.kind), place


def _degrees(typed: Decimal | None, *, most: int) -> Decimal | None:
    if typed is None:
        return None
    degrees = Decimal(typed)
    if not degrees.is_finite() or abs(degrees) > most:
        raise Refused(_("Titik ini tidak ada di bumi. Periksa lintang dan bujur."))
    return degrees.quantize(MICRODEGREE)


# --- the clock -------------------------------------------------------------------------------------------------------


def depart(outreach: Outreach, *, by: User, at: datetime) -> Outreach:
    """The team is on its way."""
    return _tick(outreach, "departed_at", after="reported_at", verb="depart", by=by, at=at)


def arrive(outreach: Outreach, *, by: User, at: datetime) -> Outreach:
    """The team is with the person."""
    return _tick(outreach, "arrived_at", after="departed_at", verb="arrive", by=by, at=at)


def settle(outreach: Outreach, *, by: User, at: datetime) -> Outreach:
    """Handled on the spot: the rapid clock stops; the complaint goes on until the person lives safely."""
    return _tick(outreach, "handled_at", after="arrived_at", verb="settle", by=by, at=at)


@transaction.atomic
def _tick(outreach: Outreach, column: str, *, after: str, verb: str, by: User, at: datetime) -> Outreach:
    """Set one time once; it needs the step before and cannot lie before it. The record's own text is not touched."""
    must_reach_out(by)
    outreach.refresh_from_db()
    before = getattr(outreach, after)
    if before is None:
        raise Refused(_("Catat dulu langkah sebelumnya: berangkat, tiba, lalu tertangani."))
    if at < before:
        raise Refused(_("Waktu ini lebih awal dari langkah sebelumnya. Periksa jam perangkat."))
    rows = Outreach.objects.filter(pk=outreach.pk, **{f"{column}__isnull": True})
    if not rows.update(**{column: at, "updated_by": by}):
        raise Refused(_("Langkah ini sudah dicatat orang lain. Muat ulang halaman."))
    outreach.refresh_from_db()
    activity.record(f"outreach.{verb}", target=outreach, by=by, at=at)
    return outreach


@dataclass(frozen=True)
class Clock:
    """Minutes since the report: until the team came, until it was handled, and so far."""

    to_arrival: int | None
    to_handled: int | None
    so_far: int


def clock(outreach: Outreach, *, at: datetime) -> Clock:
    """The minutes that the rapid response is measured by; `so_far` stands still once it is handled."""
    return Clock(
        to_arrival=_minutes(outreach.reported_at, outreach.arrived_at),
        to_handled=_minutes(outreach.reported_at, outreach.handled_at),
        so_far=max(0, _minutes(outreach.reported_at, outreach.handled_at or at) or 0),
    )


def _minutes(since: datetime, until: datetime | None) -> int | None:
    return None if until is None else int((until - since).total_seconds() // 60)


# --- what becomes of the person --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Findings:
    """What the team found out and where the person went."""

    condition: str = ""
    assessment: str = ""
    placement: str = ""
    placed_at: str = ""
    family: str = Outreach.Family.UNKNOWN
    family_notes: str = ""


@transaction.atomic
def update(outreach: Outreach, findings: Findings, *, revision: int, by: User, at: datetime) -> Outreach:
    """Write down condition, assessment, placement and the search for the family.

    Nobody is given to a family that has not agreed, and a place needs its name.
    """
    must_reach_out(by)
    _check_placement(findings)
    before = outreach.placement, outreach.placed_at
    columns = {name: getattr(findings, name) for name in Findings.__dataclass_fields__}
    rows = Outreach.objects.filter(pk=outreach.pk, revision=revision)
    if not rows.update(**columns, revision=F("revision") + 1, updated_by=by):
        raise Refused(_("Catatan ini baru saja diubah orang lain. Muat ulang halaman, lalu isi lagi."))
    outreach.refresh_from_db()
    activity.record("outreach.update", target=outreach, by=by, at=at)
    if outreach.placement and before != (outreach.placement, outreach.placed_at):
        activity.record("outreach.place", target=outreach, by=by, at=at, placement=outreach.placement)
    return outreach


def _check_placement(findings: Findings) -> None:
    if findings.placement not in Outreach.Placement.values or findings.family not in Outreach.Family.values:
        raise Refused(_("Pilihan ini tidak dikenal. Muat ulang halaman."))
    if findings.placement == Outreach.Placement.FAMILY and findings.family != Outreach.Family.CONFIRMED:
        raise Refused(_("Keluarga harus bersedia menerima dulu. Catat hasil pencarian keluarganya."))
    if findings.placement and findings.placement != Outreach.Placement.FAMILY and not findings.placed_at.strip():
        raise Refused(_("Tulis nama tempat atau daerah tujuannya."))


# --- who it may be ---------------------------------------------------------------------------------------------------


class DifferentBits(Func):
    """Bits in which two 64-bit hashes, written as 16 hex digits, differ."""

    template = "bit_count(('x' || %(expressions)s)::bit(64))"
    arg_joiner = ")::bit(64) # ('x' || "
    output_field = IntegerField()


@dataclass(frozen=True)
class Known:
    """An earlier record that may be the same person: why it is shown, and where the person was brought last."""

    outreach: Outreach
    reasons: list[str]
    placed_on: datetime | None


def maybe_known(
    *, by: User, at: datetime, name: str = "", features: str = "", dhash: str = "", but: Outreach | None = None
) -> list[Known]:
    """Earlier records that this officer may open and that may be the same person: a hint, never a verdict.

    By name, by telling words of the features, or by a photo that is nearly the same; protected cases never.
    """
    if by.role != Role.DINSOS:
        return []
    words = _telling_words(features)
    earlier = Outreach.objects.visible_to(by).filter(
        regency_code=(by.region_id or "")[:5],
        reported_at__lt=at,
        complaint__in=Complaint.objects.countable().values("pk"),
    )
    others = earlier.exclude(pk=but.pk) if but else earlier
    few = SHARED_WORDS if len(words) >= SHARED_WORDS else max(1, len(words))
    alike = Q(same_face=True) | Q(alike__gte=ALIKE_NAME) | Q(shared__gte=few)
    compared = _compared(others, name=name, words=words, dhash=dhash)
    rows = compared.filter(alike).order_by("-same_face", "-alike", "-shared", "-reported_at")[:MOST_HINTS]
    found = list(rows.select_related("complaint__client"))
    placed = _placed_on(found)
    return [Known(row, _reasons(row, few), placed.get(str(row.pk))) for row in found]


def _telling_words(features: str) -> list[str]:
    words = dict.fromkeys(word for word in WORDS.findall(features.casefold()) if len(word) >= TELLING_LETTERS)
    return [word for word in words if word not in COMMON_WORDS][:MOST_WORDS]


def _compared(rows: QuerySet[Outreach], *, name: str, words: list[str], dhash: str) -> QuerySet[Any]:
    """Annotate `alike` (0-1), `shared` (words) and `same_face`."""
    alike: Any = TrigramSimilarity("complaint__client__name", name) if name else Value(0.0)
    shared: Any = Value(0)
    for word in words:
        shared = shared + Case(When(complaint__client__features__icontains=word, then=1), default=0)
    face = Case(When(complaint__in=_same_faces(dhash), then=True), default=False)
    return rows.annotate(alike=alike, shared=shared, same_face=face)


def _same_faces(dhash: str) -> Any:
    """Complaints whose portrait nearly equals this one; none without a hash."""
    if not HASH.fullmatch(dhash):
        return []
    portraits = Paper.objects.filter(code=PORTRAIT, removed_at__isnull=True)
    near = portraits.annotate(bits=DifferentBits(F("dhash"), Value(dhash))).filter(bits__lte=DIFFERENT_BITS)
    return near.values("complaint")


def _reasons(row: Any, few: int) -> list[str]:
    told = (
        (row.same_face, _("foto hampir sama")),
        (row.alike >= ALIKE_NAME, _("nama mirip")),
        (row.shared >= few, _("ciri-ciri sama")),
    )
    return [sentence for true, sentence in told if true]


def _placed_on(rows: Iterable[Outreach]) -> dict[str, datetime]:
    """When each was last placed somewhere."""
    events = Activity.objects.filter(
        target_type="outreach", target_id__in=[str(row.pk) for row in rows], verb="outreach.place"
    )
    return dict(events.order_by("at").values_list("target_id", "at"))


def portrait_of(outreach: Outreach, *, by: User) -> Paper | None:
    """The face, for those who search for the family or are on the case team; None for everybody else."""
    faces = Paper.objects.visible_to(by).filter(complaint=outreach.pk, code=PORTRAIT, removed_at__isnull=True)
    return faces.order_by("-uploaded_at", "-pk").first()

"""The catalogue of services: shipped as data, edited by the office, read by every referral when it is proposed."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import Provider, User
from puskesos.roles import Duty, Role
from referrals import stages
from referrals.models import Offer, Programme, StageTemplate
from referrals.stages import BrokenStages

SHIPPED = Path(__file__).parent / "data"
MOST_DAYS = 1000
Rows = list[dict[str, Any]]


def _shipped(name: str) -> Any:
    return json.loads((SHIPPED / f"{name}.json").read_text(encoding="utf-8"))


@transaction.atomic
def load(*, at: datetime) -> int:
    """Bring templates and programmes to what is shipped, and say how many rows changed.

    What the office has edited (revision above 1) stays as it is; repeating it changes nothing.
    """
    own = _shipped("stages")
    rows = [_columns(row, own) for row in _shipped("programmes")]
    return _put(StageTemplate, _shipped("templates"), at=at) + _put(Programme, rows, at=at)


def _columns(row: dict[str, Any], own: dict[str, Rows]) -> dict[str, Any]:
    """A shipped programme as columns of its model; several programmes may name the same stages of their own."""
    rest = {key: value for key, value in row.items() if key not in ("template", "own_stages")}
    name = row.get("own_stages")
    protected = row.get("protected", False)
    return {**rest, "protected": protected, "template_id": row["template"], "stages": own[name] if name else None}


def _put(model: type[StageTemplate] | type[Programme], rows: Rows, *, at: datetime) -> int:
    for row in rows:
        if row["stages"] is not None:
            stages.read(row["stages"])
    manager: Any = model._default_manager
    there = {known["code"]: known for known in manager.values("revision", *rows[0])}
    fresh = [row for row in rows if _is_news(row, there.get(row["code"]))]
    targets = [model(**row) for row in fresh]
    manager.bulk_create(
        targets, update_conflicts=True, unique_fields=["code"], update_fields=[key for key in rows[0] if key != "code"]
    )
    for target in targets:
        activity.record("catalogue.load", target=target, by=None, at=at)
    return len(targets)


def _is_news(row: dict[str, Any], there: dict[str, Any] | None) -> bool:
    """Whether a shipped row is new or differs from one that nobody has edited."""
    if there is None:
        return True
    return there["revision"] == 1 and any(there[key] != value for key, value in row.items())


# --- edited by the office ---------------------------------------------------------------------------------------------


def may_manage(user: User) -> bool:
    """Whether this person edits the catalogue: managers of SLRT."""
    return user.role == Role.DINSOS and user.has_duty(Duty.MANAGER)


def _must_manage(by: User) -> None:
    if not may_manage(by):
        raise Refused(_("Hanya manajer SLRT yang mengubah katalog layanan."))


@transaction.atomic
def edit_stages(
    target: StageTemplate | Programme, *, rows: Rows | None, by: User, at: datetime, revision: int
) -> StageTemplate | Programme:
    """Replace the stages of a template or give a programme its own; None gives a programme its template's back.

    Referrals under way keep the stages they began with.
    """
    _must_manage(by)
    if rows is None and isinstance(target, StageTemplate):
        raise Refused(_("Tulis paling sedikit satu tahap."))
    if rows is not None:
        _read(rows)
    _change(target, revision=revision, stages=rows)
    activity.record(f"{target._meta.model_name}.edit_stages", target=target, by=by, at=at)
    return target


def _read(rows: Rows) -> None:
    try:
        stages.read(rows)
    except BrokenStages as broken:
        raise Refused(str(broken)) from None


@transaction.atomic
def edit_programme(
    programme: Programme,
    *,
    summary: str,
    answer_days: int,
    limit_days: int,
    limit_words: str,
    papers: Rows,
    active: bool,
    by: User,
    at: datetime,
    revision: int,
) -> Programme:
    """Change what the office may decide about a service: words, limits in working days, papers, open or not."""
    _must_manage(by)
    if not (1 <= answer_days <= MOST_DAYS and 1 <= limit_days <= MOST_DAYS):
        raise Refused(_("Batas waktu harus 1 sampai %(most)s hari kerja.") % {"most": MOST_DAYS})
    try:
        stages.read_papers(papers)
    except BrokenStages as broken:
        raise Refused(str(broken)) from None
    _change(
        programme,
        revision=revision,
        summary=summary.strip(),
        answer_days=answer_days,
        limit_days=limit_days,
        limit_words=limit_words.strip(),
        papers=papers,
        active=active,
    )
    activity.record("programme.edit", target=programme, by=by, at=at, active=active)
    return programme


def _change(target: StageTemplate | Programme, *, revision: int, **columns: Any) -> None:
    rows = type(target)._default_manager.filter(pk=target.pk, revision=revision)
    if not rows.update(revision=F("revision") + 1, **columns):
        raise Refused(_("Layanan ini baru saja diubah orang lain. Muat ulang halaman, lalu ubah lagi."))
    target.refresh_from_db()


# --- who offers it ----------------------------------------------------------------------------------------------------


def offers_in(programme: Programme, *, regency_code: str) -> QuerySet[Offer]:
    """Who offers a programme in a regency, first asked first."""
    return programme.offers.filter(provider__regency=regency_code).select_related("provider").order_by("order", "pk")


@transaction.atomic
def add_provider(*, name: str, address: str = "", phone: str = "", email: str = "", by: User, at: datetime) -> Provider:
    """Write down an organisation of one's own regency that serves people."""
    _must_manage(by)
    if not name.strip():
        raise Refused(_("Tulis nama penyedia."))
    provider, new = Provider.objects.get_or_create(
        regency=by.region, name=name.strip(), defaults={"address": address, "phone": phone, "email": email}
    )
    if new:
        activity.record("provider.add", target=provider, by=by, at=at)
    return provider


@transaction.atomic
def add_offer(
    programme: Programme, provider: Provider, *, monthly_capacity: int | None, by: User, at: datetime
) -> Offer:
    """A provider of one's own regency begins to offer a programme; it is asked after those already there."""
    _must_manage_provider(provider, by)
    _check_capacity(monthly_capacity)
    last = programme.offers.filter(provider__regency=by.region_id).order_by("order").last()
    try:
        with transaction.atomic():
            offer = Offer.objects.create(
                programme=programme,
                provider=provider,
                monthly_capacity=monthly_capacity,
                order=last.order + 1 if last else 1,
            )
    except IntegrityError:
        raise Refused(_("Penyedia ini sudah ada di daftar.")) from None
    activity.record("offer.add", target=programme, by=by, at=at, provider=provider.pk)
    return offer


@transaction.atomic
def change_offer(
    offer: Offer, *, monthly_capacity: int | None, order: int, active: bool, by: User, at: datetime
) -> Offer:
    """How many people a month a provider takes (None: unbounded), when it is asked, and whether it is asked at all."""
    _must_manage_provider(offer.provider, by)
    _check_capacity(monthly_capacity)
    Offer.objects.filter(pk=offer.pk).update(monthly_capacity=monthly_capacity, order=order, active=active)
    offer.refresh_from_db()
    activity.record("offer.change", target=offer.programme, by=by, at=at, provider=offer.provider_id)
    return offer


def _must_manage_provider(provider: Provider, by: User) -> None:
    _must_manage(by)
    if provider.regency_id != by.region_id:
        raise Refused(_("Penyedia ini bukan di kabupaten Anda."))


def _check_capacity(monthly_capacity: int | None) -> None:
    if monthly_capacity is not None and monthly_capacity < 1:
        raise Refused(_("Daya tampung paling sedikit 1. Kosongkan bila tidak dibatasi."))

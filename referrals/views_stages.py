"""Pages on which the office edits stages: all of a template or service as blocks, and one stage as a sheet."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from puskesos.errors import Refused
from referrals import catalogue, stage_sheet, stages
from referrals.forms_catalogue import RevisionForm
from referrals.models import Programme, StageTemplate
from referrals.stage_sheet import Row
from referrals.views_catalogue import must_manage


@dataclass(frozen=True)
class Owner:
    """Whose stages are edited: a template, or one service that keeps or gets its own."""

    target: StageTemplate | Programme

    @property
    def rows(self) -> list[Row]:
        """The stages as they are now."""
        if isinstance(self.target, Programme):
            return list(self.target.stages or self.target.template.stages)
        return list(self.target.stages)

    @property
    def word(self) -> str:
        """How the names of its addresses begin."""
        return "programme" if isinstance(self.target, Programme) else "template"

    def list_url(self) -> str:
        """Where its blocks stand."""
        return reverse(f"referrals:{self.word}_stages", args=[self.target.pk])

    def stage_url(self, place: int) -> str:
        """Where the sheet of one stage stands; one past the last is a new stage."""
        return reverse(f"referrals:{self.word}_stage", args=[self.target.pk, place])


def _owner(request: HttpRequest, model: type[StageTemplate] | type[Programme], code: str) -> Owner:
    must_manage(request.user)
    return Owner(get_object_or_404(model, pk=code))


def programme_stages(request: HttpRequest, code: str) -> HttpResponse:
    """The stages of one service."""
    return _blocks(request, _owner(request, Programme, code))


def programme_stage(request: HttpRequest, code: str, place: int) -> HttpResponse:
    """One stage of one service."""
    return _sheet(request, _owner(request, Programme, code), place)


def template_stages(request: HttpRequest, code: str) -> HttpResponse:
    """The stages of a template."""
    return _blocks(request, _owner(request, StageTemplate, code))


def template_stage(request: HttpRequest, code: str, place: int) -> HttpResponse:
    """One stage of a template."""
    return _sheet(request, _owner(request, StageTemplate, code), place)


# --- all stages as blocks ---------------------------------------------------------------------------------------------


def _blocks(request: HttpRequest, owner: Owner) -> HttpResponse:
    if request.method != "POST":
        return _blocks_page(request, owner)
    try:
        _rearrange(request, owner)
    except Refused as refused:
        return _blocks_page(request, owner, refused=refused)
    return redirect(owner.list_url())


def _rearrange(request: HttpRequest, owner: Owner) -> None:
    pressed = request.POST.get("act", "")
    verb, _dash, place = pressed.partition("-")
    rows: list[Row] | None = owner.rows
    if pressed == "template" and isinstance(owner.target, Programme):
        rows = None
    elif not stage_sheet.move(rows or [], verb, place):
        raise Refused(_("Tahap itu tidak ada lagi. Muat ulang halaman."))
    _edit(request, owner, rows)


def _edit(request: HttpRequest, owner: Owner, rows: list[Row] | None) -> None:
    revision = RevisionForm(request.POST).seen()
    catalogue.edit_stages(owner.target, rows=rows, by=request.user, at=timezone.now(), revision=revision)
    messages.success(request, _("Tahap disimpan. Berlaku untuk rujukan yang baru."))


def _blocks_page(request: HttpRequest, owner: Owner, *, refused: Refused | None = None) -> HttpResponse:
    plan = stages.read(owner.rows)
    context = {
        **_about(owner),
        "blocks": [
            {"stage": stage, "url": owner.stage_url(place), "place": place, "last": place == len(plan)}
            for place, stage in enumerate(plan, 1)
        ],
        "new_url": owner.stage_url(len(plan) + 1) if len(plan) < stages.MOST_STAGES else "",
        "refused": refused,
    }
    return render(request, "referrals/stage_list.html", context, status=409 if refused else 200)


def _about(owner: Owner) -> dict[str, Any]:
    """Whose stages they are, and whom a change touches."""
    target = owner.target
    context: dict[str, Any] = {"target": target, "list_url": owner.list_url()}
    if isinstance(target, Programme):
        return {**context, "programme": target, "borrowed": target.stages is None}
    return {**context, "users": target.programmes.filter(stages__isnull=True)}


# --- one stage as a sheet ---------------------------------------------------------------------------------------------


def _sheet(request: HttpRequest, owner: Owner, place: int) -> HttpResponse:
    rows = owner.rows
    if not 1 <= place <= min(len(rows) + 1, stages.MOST_STAGES):
        raise Http404
    known = _whole(rows[place - 1]) if place <= len(rows) else stage_sheet.new_stage()
    if request.method != "POST":
        return _sheet_page(request, owner, place, known)
    others = [row["code"] for number, row in enumerate(rows, 1) if number != place]
    row = stage_sheet.typed_stage(request.POST, known=known, taken=others)
    pressed = request.POST.get("act", "")
    if pressed:
        stage_sheet.act(row, pressed)
        return _sheet_page(request, owner, place, row)
    try:
        _edit(request, owner, [*rows[: place - 1], row, *rows[place:]])
    except Refused as refused:
        return _sheet_page(request, owner, place, row, refused=refused)
    return redirect(owner.list_url())


def _whole(row: Row) -> Row:
    """A row with every list there, as the sheet expects it."""
    return {**stage_sheet.new_stage(), **row}


def _sheet_page(
    request: HttpRequest, owner: Owner, place: int, row: Row, *, refused: Refused | None = None
) -> HttpResponse:
    rows = owner.rows
    context = {
        **_about(owner),
        "row": row,
        "rules": stage_sheet.shown_rules(row),
        "is_new": place > len(rows),
        "earlier": stage_sheet.earlier_dates(rows[: place - 1]),
        "actors": stage_sheet.ACTOR_CHOICES,
        "field_kinds": stage_sheet.FIELD_CHOICES,
        "rule_kinds": stage_sheet.RULE_CHOICES,
        "refused": refused,
        "revision": RevisionForm(request.POST).seen() if request.method == "POST" else owner.target.revision,
    }
    return render(request, "referrals/stage_edit.html", context, status=409 if refused else 200)

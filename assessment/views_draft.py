"""Pages on which a draft of the instrument is written, and seen as the operator will see it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import authoring, checklist, instrument
from assessment.forms import QuestionsForm
from assessment.forms_instrument import BandsForm, DeskForm, FactsForm, QuestionForm, SlotsForm
from assessment.instrument_checks import criteria_known
from assessment.models import Instrument
from assessment.views import posted
from assessment.views_instrument import visible_version
from puskesos.errors import Refused

NEW_QUESTION = "baru"


def _draft(request: HttpRequest, pk: int) -> Instrument:
    """A draft this person may write at; what is published is refused with a sentence."""
    version = visible_version(request, pk)
    if version.published_at or version.discarded_at or version.regency_id != request.user.region_id:
        raise Refused(_("Versi ini tidak bisa diubah. Salin menjadi draf baru, lalu ubah salinannya."))
    return version


def _save(
    request: HttpRequest,
    draft: Instrument,
    form: DeskForm,
    write: Callable[..., None],
    *,
    template: str,
    **context: Any,
) -> HttpResponse:
    """Show a form, or save it: what cannot be saved comes again as it was typed, with a sentence."""
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            write(revision=form.seen(), by=request.user, at=timezone.now())
            messages.success(request, _("Draf disimpan."))
            return redirect(reverse("assessment:instrument_detail", args=[draft.pk]) + context.pop("place", ""))
        except Refused as refused:
            form.add_error(None, refused.sentence)
            status = 409
    return render(request, template, {"version": draft, "form": form, **context}, status=status)


def instrument_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, legal basis and note."""
    draft = _draft(request, pk)
    names = ("title", "legal_basis", "note", "revision")
    form = FactsForm(posted(request), initial={name: getattr(draft, name) for name in names})

    def write(**who: Any) -> None:
        authoring.edit_facts(draft, **{name: form.cleaned_data[name] for name in names[:3]}, **who)

    return _save(request, draft, form, write, template="assessment/instrument_edit.html")


def instrument_question(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One question with its choices; `baru` is one more question."""
    draft = _draft(request, pk)
    definition = instrument.read(draft)
    question = definition.by_code.get(code)
    if question is None and code != NEW_QUESTION:
        raise Http404
    initial = {"revision": draft.revision, **(QuestionForm.initial_of(question) if question else {})}
    criteria = criteria_known(instrument.definition(draft.based_on_id))
    form = QuestionForm(posted(request), question=question, criteria=criteria, initial=initial)

    def write(**who: Any) -> None:
        if question:
            authoring.edit_question(draft, code, form.facts(), **who)
        else:
            authoring.add_question(draft, form.facts(), **who)

    place = f"#p-{code}" if question else "#pertanyaan"
    context = {"question": question, "place": place, "template": "assessment/instrument_question.html"}
    return _save(request, draft, form, write, **context)


def instrument_question_drop(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Take a question out."""
    draft, form = _draft(request, pk), DeskForm(request.POST)
    form.is_valid()
    authoring.drop_question(draft, code, revision=form.seen(), by=request.user, at=timezone.now())
    messages.success(request, _("Pertanyaan dihapus dari draf."))
    return redirect("assessment:instrument_detail", pk)


def instrument_bands(request: HttpRequest, pk: int) -> HttpResponse:
    """Names and edges of the classes."""
    draft = _draft(request, pk)
    bands = instrument.read(draft).bands
    form = BandsForm(posted(request), bands=bands, initial={"revision": draft.revision})

    def write(**who: Any) -> None:
        authoring.edit_bands(draft, form.facts(), **who)

    return _save(request, draft, form, write, template="assessment/instrument_bands.html", place="#kelas")


def instrument_slots(request: HttpRequest, pk: int) -> HttpResponse:
    """The photos that are asked for."""
    draft = _draft(request, pk)
    initial = {"revision": draft.revision, "minimum_photos": draft.minimum_photos}
    form = SlotsForm(posted(request), slots=instrument.read(draft).slots, initial=initial)

    def write(**who: Any) -> None:
        authoring.edit_slots(draft, form.facts(), minimum_photos=form.cleaned_data["minimum_photos"], **who)

    return _save(request, draft, form, write, template="assessment/instrument_slots.html", place="#foto")


def instrument_preview(request: HttpRequest, pk: int, page: int) -> HttpResponse:
    """A page of the survey as the operator sees it, the photos last; nothing can be sent from here."""
    version = visible_version(request, pk)
    definition = instrument.read(version)
    pages = checklist.pages(definition)
    if not 1 <= page <= len(pages) + 1:
        raise Http404
    context = {"version": version, "page": page, "pages": len(pages), "previous": page - 1, "next": page + 1}
    if page > len(pages):
        required = definition.photos_needed([])[1]
        cards = [{"slot": slot, "required": slot in required, "photos": []} for slot in definition.slots]
        photos = {"cards": cards, "needed": definition.minimum_photos, "taken": 0}
        return render(request, "assessment/instrument_preview_photos.html", {**context, **photos})
    form = QuestionsForm(definition=definition, questions=pages[page - 1], first=page == 1)
    return render(request, "assessment/instrument_preview.html", {**context, "form": form})

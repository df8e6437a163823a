"""Pages of notes: all of a household with the form for a new one, and crossing one out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from households import notes
from households.forms_moves import NoteForm, StrikeForm
from households.models import Household, Note
from households.views import attempt, form_page, onward, posted
from puskesos import activity
from puskesos.paging import page_after
from puskesos.scope import get_visible


def note_list(request: HttpRequest, pk: str) -> HttpResponse:
    """All notes of a household, newest first, and the form for another one."""
    household = get_visible(Household.objects.select_related("village"), request.user, pk=pk)
    form = NoteForm(posted(request))
    if form.is_valid() and attempt(
        form,
        lambda: notes.write(household, text=form.cleaned_data["text"], by=request.user, at=timezone.now()),
    ):
        messages.success(request, _("Catatan disimpan."))
        return onward(request, household)
    activity.record_read(target=household, by=request.user, fields="notes")
    rows = household.notes.select_related("by", "struck_by")
    page = page_after(rows, keys=("at", "id"), after=request.GET.get("after", ""), newest_first=True)
    for note in page.rows:
        note.may_strike = notes.may_strike(note, request.user)
    context = {"household": household, "form": form, "page": page}
    return render(request, "households/note_list.html", context, status=422 if form.errors else 200)


def note_strike(request: HttpRequest, pk: int) -> HttpResponse:
    """Cross a note out, with a reason."""
    note = get_visible(Note.objects.select_related("household", "by"), request.user, pk=pk)
    form = StrikeForm(posted(request))
    if form.is_valid() and attempt(
        form, lambda: notes.strike(note, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    ):
        messages.success(request, _("Catatan dicoret. Isinya tetap bisa dibaca."))
        return redirect("households:note_list", note.household_id)
    return form_page(request, form, "households/note_strike.html", household=note.household, note=note)

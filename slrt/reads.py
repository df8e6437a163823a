"""Siapa melihat: who read personal data of a household, and what one person read in a period."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.models import Household
from puskesos.dates import DateField
from puskesos.models import PersonalDataRead, User
from puskesos.paging import Page, page_after
from puskesos.scope import get_visible

FEWEST_LETTERS = 3
NAMESAKES = 20
FIRST_YEAR, LAST_YEAR = 2000, 2100
# What an auditor is told was read, in words; anything that may touch a complaint or a protected case is left out,
# because even that somebody opened one would tell that it exists.
TARGETS = {
    "household": gettext_lazy("Keluarga"),
    "member": gettext_lazy("Anggota"),
    "assessment": gettext_lazy("Pendataan"),
    "batch": gettext_lazy("Batch"),
    "region": gettext_lazy("Daftar nama"),
}
FIELDS = {
    "dossier": gettext_lazy("berkas keluarga"),
    "benefits": gettext_lazy("kepesertaan"),
    "photos": gettext_lazy("foto"),
    "history": gettext_lazy("riwayat"),
    "notes": gettext_lazy("catatan"),
    "print": gettext_lazy("lembar cetak"),
    "transfer": gettext_lazy("kepindahan"),
    "assessment": gettext_lazy("pendataan dan skor"),
    "kk": gettext_lazy("No. KK lengkap"),
    "nik": gettext_lazy("NIK lengkap"),
}


def household_reads(request: HttpRequest, pk: str) -> HttpResponse:
    """Who opened this household, its members or its surveys, when, what and why."""
    household = get_visible(Household.objects.select_related("village"), request.user, pk=pk)
    page = page_after(_of(household), keys=("id",), after=request.GET.get("after", ""), newest_first=True)
    worded(page.rows)
    context = {"household": household, "page": page}
    return render(request, "slrt/household_reads.html", context)


def _of(household: Household) -> QuerySet[PersonalDataRead]:
    members = [str(pk) for pk in household.members.values_list("pk", flat=True)]
    visits = [str(pk) for pk in household.assessments.values_list("pk", flat=True)]
    return PersonalDataRead.objects.filter(
        Q(target_type="household", target_id=str(household.pk))
        | Q(target_type="member", target_id__in=members)
        | Q(target_type="assessment", target_id__in=visits)
    ).select_related("by", "by__region")


class PeriodForm(forms.Form):
    """Whose readings, from which day to which."""

    mark_optional = False

    q = forms.CharField(
        label=gettext_lazy("Nama petugas"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    since = DateField(label=gettext_lazy("Dari tanggal"), required=False)
    until = DateField(label=gettext_lazy("Sampai tanggal"), required=False)

    def clean_q(self) -> str:
        """Long enough to mean somebody."""
        name = self.cleaned_data["q"].strip()
        if "\x00" in name or 0 < len(name) < FEWEST_LETTERS:
            raise forms.ValidationError(_("Tulis paling sedikit 3 huruf."))
        return name

    def clean(self) -> dict:
        """A period asks for a person, and its end lies behind its beginning."""
        data = super().clean() or {}
        for name in ("since", "until"):
            if data.get(name) and not FIRST_YEAR <= data[name].year <= LAST_YEAR:
                self.add_error(name, _("Periksa tahunnya."))
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("Tanggal akhir tidak boleh sebelum tanggal awal."))
        if (since or until) and not data.get("q") and "q" not in self.errors:
            # Readings of everybody are indexed by their order only; those of one person are few.
            self.add_error("q", _("Tulis juga nama petugasnya."))
        return data


def read_log(request: HttpRequest) -> HttpResponse:
    """What was read by whom: newest first, or of one person over a period; nobody's data are shown."""
    form = PeriodForm(request.GET)
    if not form.is_valid():
        context = {"form": form, "page": Page([], "", ""), "readers": []}
        return render(request, "slrt/read_log.html", context, status=422)
    readers = _readers(request.user, form.cleaned_data["q"])
    person = next((reader for reader in readers if str(reader.pk) == request.GET.get("petugas", "")), None)
    if person is None and len(readers) == 1:
        person = readers[0]
    chosen = form.cleaned_data["q"] and person is None
    page = Page([], "", "") if chosen else _log(request, person, form.cleaned_data)
    worded(page.rows)
    context = {"form": form, "page": page, "readers": readers if chosen else [], "person": person}
    return render(request, "slrt/read_log.html", context)


def _readers(user: User, name: str) -> list[User]:
    """Colleagues of the regency whose name holds these letters."""
    if not name:
        return []
    rows = User.objects.filter(_colleagues(user), full_name__icontains=name).select_related("region")
    return list(rows.order_by("full_name", "pk")[:NAMESAKES])


def _colleagues(user: User, prefix: str = "") -> Q:
    """Who works for the same regency, or for one of its providers."""
    return Q(**{f"{prefix}region__code__startswith": user.region_id}) | Q(
        **{f"{prefix}provider__regency": user.region_id}
    )


def _log(request: HttpRequest, person: User | None, period: dict) -> Page:
    rows = _told().filter(by=person) if person else by_colleagues(request.user)
    if period["since"]:
        rows = rows.filter(at__gte=_midnight(period["since"]))
    if period["until"]:
        rows = rows.filter(at__lt=_midnight(period["until"] + timedelta(days=1)))
    return page_after(rows, keys=("at", "id"), after=request.GET.get("after", ""), newest_first=True)


def by_colleagues(user: User) -> QuerySet[PersonalDataRead]:
    """What an auditor is told of: readings by those who work for the same regency."""
    return _told().filter(_colleagues(user, "by__"))


def _told() -> QuerySet[PersonalDataRead]:
    return PersonalDataRead.objects.filter(target_type__in=TARGETS).select_related("by", "by__region")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def worded(rows: list[PersonalDataRead]) -> list[PersonalDataRead]:
    """The same rows with `kind`, `what` and `reference` as they are shown."""
    for row in rows:
        row.what = FIELDS.get(row.fields, row.fields)
        row.kind = TARGETS.get(row.target_type, row.target_type)
        row.reference = row.target_id[:8]
    return rows

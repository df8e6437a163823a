"""Forms of the reports: period and area, which recap or list, and why a list is taken out."""

import re
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from puskesos.dates import DateField
from puskesos.models import Region, User
from puskesos.roles import Role
from referrals import listings, recaps, spm
from referrals.reports import TOTALS_ONLY, Period, Scope

LONGEST_DAYS = 5 * 366
FIRST_YEAR = 2015
VILLAGE_LENGTH = 13
LISTS_FOR = frozenset({Role.SUPERVISOR, Role.DINSOS})
SPM_FOR = frozenset({Role.DINSOS, *TOTALS_ONLY})
FORMATS = (("xlsx", "XLSX"), ("csv", "CSV"))
LONGEST_REASON = 300


class AreaField(forms.ModelChoiceField):
    """One's own regency, district or village, or a place inside it."""

    def label_from_instance(self, obj: Region) -> str:
        """The name with the word for its level."""
        return obj.titled


class PeriodForm(forms.Form):
    """From when to when, and where; what is not asked for is this year and one's whole area."""

    since = DateField(label=_("Dari tanggal"))
    until = DateField(label=_("Sampai tanggal"))
    area = AreaField(label=_("Wilayah"), queryset=Region.objects.none(), empty_label=None)

    def __init__(self, data: Any, *, user: User, on: date) -> None:
        self.user, self.on = user, on
        asked = data.dict() if hasattr(data, "dict") else dict(data)
        super().__init__(self._defaults() | {name: value for name, value in asked.items() if value != ""})
        places = Region.objects.filter(code__startswith=user.region_id or "-")
        area = cast(forms.ModelChoiceField, self.fields["area"])
        area.queryset = places
        if user.region_length == VILLAGE_LENGTH:
            area.widget = forms.HiddenInput()

    def _defaults(self) -> dict[str, Any]:
        return {
            "since": f"{self.on.replace(month=1, day=1):%d/%m/%Y}",
            "until": f"{self.on:%d/%m/%Y}",
            "area": self.user.region_id,
        }

    def clean_since(self) -> date:
        """Not before there was anything to report."""
        since: date = self.cleaned_data["since"]
        if since.year < FIRST_YEAR:
            raise ValidationError(_("Pilih tanggal mulai tahun 2015."))
        return since

    def clean_until(self) -> date:
        """Not in the future."""
        until: date = self.cleaned_data["until"]
        if until > self.on:
            raise ValidationError(_("Tanggal ini belum lewat. Paling akhir hari ini."))
        return until

    def clean(self) -> dict[str, Any]:
        """The period runs forward and is at most five years."""
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("Tanggal sampai harus sesudah tanggal dari."))
        elif since and until and (until - since).days > LONGEST_DAYS:
            self.add_error("since", _("Periode paling lama 5 tahun. Pilih periode yang lebih pendek."))
        return cleaned

    def scope(self) -> Scope:
        """What a valid form asks for; who sees only totals gets whole months."""
        period = Period(self.cleaned_data["since"], self.cleaned_data["until"])
        if self.user.role in TOTALS_ONLY:
            period = period.whole_months
        return Scope(user=self.user, area=self.cleaned_data["area"], period=period, on=self.on)

    def terms(self) -> dict[str, str]:
        """What was asked, for links and hidden fields; empty while something is wrong."""
        if not self.is_valid():
            return {}
        return {name: _term(value) for name, value in self.cleaned_data.items()}


def _term(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value.pk) if isinstance(value, Region) else str(value)


class ChoiceOfReportForm(PeriodForm):
    """The first page: a period, an area and one of the reports this person may see."""

    report = forms.ChoiceField(label=_("Laporan"), widget=forms.RadioSelect)

    def __init__(self, data: Any, *, user: User, on: date) -> None:
        super().__init__(data, user=user, on=on)
        cast(forms.ChoiceField, self.fields["report"]).choices = reports_for(user)

    def _defaults(self) -> dict[str, Any]:
        return super()._defaults() | {"report": "indicators"}


def reports_for(user: User) -> list[tuple[str, Any]]:
    """Reports that this person may open: code and title."""
    choices: list[tuple[str, Any]] = [("indicators", _("Indikator"))]
    choices += [(f"recap-{code}", grouping.title) for code, grouping in recaps.GROUPINGS.items()]
    if user.role in LISTS_FOR:
        choices += [(f"list-{code}", listing.title) for code, listing in listings.LISTINGS.items()]
    if user.role in SPM_FOR:
        choices.append(("spm", _("SPM bidang sosial")))
    return choices


class RecapForm(PeriodForm):
    """A period, an area, and by what the recap divides."""

    by = forms.ChoiceField(label=_("Rekap"), choices=[(code, g.title) for code, g in recaps.GROUPINGS.items()])

    def _defaults(self) -> dict[str, Any]:
        return super()._defaults() | {"by": "sector" if self.user.region_length == VILLAGE_LENGTH else "village"}


class ListForm(PeriodForm):
    """A period, an area, and which list."""

    kind = forms.ChoiceField(label=_("Daftar"), choices=[(code, row.title) for code, row in listings.LISTINGS.items()])

    def _defaults(self) -> dict[str, Any]:
        return super()._defaults() | {"kind": "complaints"}


class FormatForm(forms.Form):
    """As what a report is taken."""

    format = forms.ChoiceField(label=_("Bentuk berkas"), choices=FORMATS)


class TakeForm(FormatForm):
    """Why a list is taken with names; without names no reason is asked."""

    named = forms.BooleanField(required=False)
    reason = forms.CharField(
        label=_("Untuk apa daftar dengan nama ini?"),
        help_text=_("Misalnya: rapat koordinasi penyaluran. Alasan Anda dicatat."),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """Names only with a reason."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("named") and len(cleaned.get("reason", "")) < listings.SHORTEST_REASON:
            self.add_error("reason", _("Tulis alasan paling sedikit 10 huruf."))
        return cleaned


class YearForm(forms.Form):
    """The year of the SPM, this one unless another is asked for."""

    year = forms.IntegerField(label=_("Tahun"))

    def __init__(self, data: Any, *, on: date) -> None:
        self.on = on
        super().__init__({"year": data.get("year") or on.year})

    def clean_year(self) -> int:
        """A year that this system may know of, or the next, for its target."""
        year: int = self.cleaned_data["year"]
        if not FIRST_YEAR <= year <= self.on.year + 1:
            raise ValidationError(_("Pilih tahun 2015 sampai tahun depan."))
        return year


class PeopleField(forms.IntegerField):
    """A number of people as it is written here: `1500` or `1.500`; Django itself would read the second as 1."""

    MOST = 1_000_000
    WRITTEN = re.compile(r"[0-9]{1,3}(\.[0-9]{3})*|[0-9]{1,7}")

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 9})
        super().__init__(required=False, min_value=0, max_value=self.MOST, widget=widget, **kwargs)

    def to_python(self, value: Any) -> int | None:
        """Digits, with or without dots between thousands."""
        typed = str(value or "").strip()
        if not typed:
            return None
        if not self.WRITTEN.fullmatch(typed):
            raise ValidationError(_("Tulis jumlah orang dengan angka, contoh: 1500."))
        return int(typed.replace(".", ""))


class TargetForm(forms.Form):
    """People the office means to serve in each category of the SPM."""

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        for category in spm.CATEGORIES:
            self.fields[category.code] = PeopleField(label=category.name)

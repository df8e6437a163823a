"""Forms of the catalogue: what the office may decide about a service, and who offers it."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from puskesos.models import Provider
from referrals.catalogue import MOST_DAYS
from referrals.models import Offer, Programme
from referrals.models.catalogue import Sector

MOST_PEOPLE = 100_000
MOST_ORDER = 99


def _fields_only() -> FormHelper:
    """The page owns form and buttons."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


def _days(**kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(
        min_value=1, max_value=MOST_DAYS, widget=forms.NumberInput(attrs={"inputmode": "numeric"}), **kwargs
    )


class SearchForm(forms.Form):
    """Which services are listed; nonsense in the address is read as nothing chosen."""

    q = forms.CharField(required=False, max_length=60)
    sector = forms.ChoiceField(required=False, choices=[("", ""), *Sector.choices])
    level = forms.ChoiceField(required=False, choices=[("", ""), *Programme.Level.choices])

    def chosen(self) -> dict[str, str]:
        """What was chosen, empty where it was not or could not be read."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class RevisionForm(forms.Form):
    """The revision that a page was made from; 0, which nothing has, when it was tampered with."""

    revision = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def seen(self) -> int:
        """The revision that the person saw."""
        return (self.cleaned_data.get("revision") if self.is_valid() else 0) or 0


class ProgrammeForm(forms.Form):
    """Words, limits and whether a service is open."""

    summary = forms.CharField(
        label=gettext_lazy("Keterangan"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    answer_days = _days(label=gettext_lazy("Penyedia menjawab dalam (hari kerja)"))
    limit_days = _days(label=gettext_lazy("Layanan selesai dalam (hari kerja)"))
    limit_words = forms.CharField(
        label=gettext_lazy("Batas waktu menurut aturan"), max_length=200, required=False,
        help_text=gettext_lazy("Tulis seperti di aturan, atau “belum diterbitkan”."),
    )  # fmt: skip
    active = forms.BooleanField(
        label=gettext_lazy("Layanan dibuka"), required=False,
        help_text=gettext_lazy("Kosongkan untuk menutup. Rujukan yang berjalan tetap diselesaikan."),
    )  # fmt: skip

    helper = property(lambda self: _fields_only())

    @staticmethod
    def of(programme: Programme) -> "ProgrammeForm":
        """The form as the service is now."""
        names = ProgrammeForm.base_fields
        return ProgrammeForm(initial={name: getattr(programme, name) for name in names})


class OfferForm(forms.Form):
    """How many people a provider takes, and when it is asked."""

    monthly_capacity = forms.IntegerField(
        label=gettext_lazy("Orang sebulan"), required=False, min_value=1, max_value=MOST_PEOPLE,
        help_text=gettext_lazy("Kosongkan bila tidak dibatasi."),
    )  # fmt: skip
    order = forms.IntegerField(label=gettext_lazy("Urutan ditanya"), min_value=1, max_value=MOST_ORDER)
    active = forms.BooleanField(label=gettext_lazy("Bisa dipilih"), required=False)

    helper = property(lambda self: _fields_only())

    @staticmethod
    def of(offer: Offer) -> "OfferForm":
        """The form as the offer is now; each offer of a page has its own names."""
        names = OfferForm.base_fields
        return OfferForm(prefix=f"o{offer.pk}", initial={name: getattr(offer, name) for name in names})


class NewOfferForm(forms.Form):
    """A provider that begins to offer the service: one already known, or a new one with how to reach it."""

    provider = forms.ModelChoiceField(
        label=gettext_lazy("Penyedia yang sudah ada"), queryset=Provider.objects.none(), required=False,
        empty_label=gettext_lazy("Pilih, atau tulis yang baru di bawah"),
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("Nama penyedia baru"), max_length=120, required=False)
    phone = forms.CharField(label=gettext_lazy("Telepon"), max_length=20, required=False)
    email = forms.EmailField(label=gettext_lazy("Surel"), required=False)
    monthly_capacity = forms.IntegerField(
        label=gettext_lazy("Orang sebulan"), required=False, min_value=1, max_value=MOST_PEOPLE,
        help_text=gettext_lazy("Kosongkan bila tidak dibatasi."),
    )  # fmt: skip

    helper = property(lambda self: _fields_only())

    def __init__(self, *args: Any, regency_code: str, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = Provider.objects.filter(regency=regency_code).exclude(offers__programme=programme).order_by("name")
        self.fields["provider"].queryset = free  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two must be given."""
        data = super().clean() or {}
        if not self.errors and bool(data.get("provider")) == bool((data.get("name") or "").strip()):
            raise forms.ValidationError(_("Pilih penyedia yang sudah ada, atau tulis nama yang baru."))
        return data

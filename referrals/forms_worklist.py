"""Forms of the work list: which complaints to list, and the search."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.models import Complaint
from referrals.models.catalogue import Sector

SHORTEST_WORD = 3


class SearchForm(forms.Form):
    """One box for a name, a complaint's number or a NIK; it comes by POST and stands in no address."""

    mark_optional = False

    q = forms.CharField(
        label=gettext_lazy("Cari nama, nomor keluhan, atau NIK"),
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Tulis nama atau nomornya.")},
    )

    def clean_q(self) -> str:
        """Long enough for the index of name parts."""
        typed = " ".join(self.cleaned_data["q"].split())
        if not any(len(word) >= SHORTEST_WORD for word in typed.split()):
            raise forms.ValidationError(_("Tulis paling sedikit 3 huruf."))
        return typed


class FilterForm(forms.Form):
    """Which complaints to list; nothing here names a person, so it may stand in the address."""

    mark_optional = False

    place = forms.ChoiceField(label=gettext_lazy("Wilayah"), required=False)
    sector = forms.ChoiceField(
        label=gettext_lazy("Bidang"), choices=[("", gettext_lazy("Semua")), *Sector.choices], required=False
    )
    urgency = forms.ChoiceField(
        label=gettext_lazy("Kegentingan"),
        choices=[("", gettext_lazy("Semua")), *Complaint.Urgency.choices],
        required=False,
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Ditangani"), choices=[("", gettext_lazy("Semua")), *Complaint.Level.choices], required=False
    )

    def __init__(self, *args: Any, places: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("Semua")), *places]  # type: ignore[attr-defined]
        if not places:
            del self.fields["place"]

    def terms(self) -> dict[str, str]:
        """What was chosen; a value that is no choice counts as not chosen."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

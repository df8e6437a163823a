"""Forms of the batch: what it covers, and why its file is taken."""

from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from puskesos.models import Region, Round, User
from puskesos.scope import REGENCY_LENGTH


class AreaField(forms.ModelChoiceField):
    """A regency, district or village, shown with its code."""

    def label_from_instance(self, obj: Region) -> str:
        """Code, then the name with the word for its level."""
        return f"{obj.pk} {obj.titled}"


class BatchForm(forms.Form):
    """Which round and which area of one's own regency a batch covers."""

    round = forms.ModelChoiceField(label=_("Periode pemutakhiran"), queryset=Round.objects.none(), empty_label=None)
    area = AreaField(
        label=_("Wilayah"),
        help_text=_("Seluruh kabupaten, satu kecamatan, atau satu desa/kelurahan."),
        queryset=Region.objects.none(),
        empty_label=None,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regency = (user.region_id or "")[:REGENCY_LENGTH]
        announced = Round.objects.announced().filter(regency=regency)
        cast(forms.ModelChoiceField, self.fields["round"]).queryset = announced
        cast(forms.ModelChoiceField, self.fields["area"]).queryset = Region.objects.filter(code__startswith=regency)

    @property
    def helper(self) -> FormHelper:
        """Fields only; the page owns form and buttons."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


class DownloadForm(forms.Form):
    """Why a file with personal data is taken (UU 27/2022)."""

    purpose = forms.CharField(
        label=_("Untuk apa berkas ini diunduh?"),
        help_text=_("Misalnya: unggah ke SIKS-NG. Tujuan Anda dicatat."),
        min_length=10,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    @property
    def helper(self) -> FormHelper:
        """Fields only; the page owns form and buttons."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper

"""Forms of the batch: what it covers, and why its file is taken."""

from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from puskesos.models import Region, Round, User
from puskesos.scope import REGENCY_LENGTH

ADDRESSEE = "Kepala Pusat Data dan Informasi Kesejahteraan Sosial\nKementerian Sosial Republik Indonesia"
MOST_LINES = 4


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


class CoverLetterForm(forms.Form):
    """Number, addressee and paper of a covering letter; all else comes from the batch."""

    number = forms.CharField(
        label=_("Nomor surat"),
        help_text=_("Dari buku agenda kantor, misalnya 400.9.11/0042/SLRT/XI/2026."),
        min_length=3,
        max_length=60,
        validators=[
            RegexValidator(
                r"^[0-9A-Za-z][0-9A-Za-z./ \-]*$",
                _("Nomor surat memakai huruf, angka, titik, garis miring dan tanda hubung saja."),
            )
        ],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    to = forms.CharField(
        label=_("Kepada Yth."),
        help_text=_('Paling banyak 4 baris, tanpa "Yth.".'),
        initial=ADDRESSEE,
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    paper = forms.ChoiceField(
        label=_("Ukuran kertas"),
        choices=[("a4", _("A4 (210 × 297 mm)")), ("f4", _("F4 / folio (215 × 330 mm)"))],
        widget=forms.RadioSelect,
        initial="a4",
    )

    helper = DownloadForm.helper

    def clean_to(self) -> str:
        """At most four lines, without empty ones."""
        lines = [line.strip() for line in self.cleaned_data["to"].splitlines() if line.strip()]
        if not 1 <= len(lines) <= MOST_LINES:
            raise forms.ValidationError(_("Tulis nama jabatan dan kantornya, paling banyak 4 baris."))
        return "\n".join(lines)

"""Forms of letters: a new one, taking one back, and finding one in the archive."""

import re
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from puskesos.dates import DateField
from referrals.models import Letter

MONTH = re.compile(r"(0?[1-9]|1[0-2])[-/](20[0-9]{2})", re.ASCII)


class LetterForm(forms.Form):
    """Which letter, on which paper, and how long it counts."""

    kind = forms.ChoiceField(
        label=_("Jenis surat"),
        choices=[(kind.value, kind.label) for kind in (Letter.Kind.REFERRAL, Letter.Kind.RECOMMENDATION)],
        widget=forms.RadioSelect,
        initial=Letter.Kind.REFERRAL,
    )
    valid_until = DateField(
        label=_("Berlaku sampai"), help_text=_("Kosongkan bila berlaku sampai layanan selesai."), required=False
    )
    paper = forms.ChoiceField(
        label=_("Ukuran kertas"),
        choices=[("a4", _("A4 (210 × 297 mm)")), ("f4", _("F4 / folio (215 × 330 mm)"))],
        widget=forms.RadioSelect,
        initial="a4",
    )

    @property
    def helper(self) -> FormHelper:
        """Fields only; the page owns form and buttons."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


class RevokeForm(forms.Form):
    """Why a letter is taken back."""

    reason = forms.CharField(
        label=_("Alasan mencabut"),
        help_text=_("Tercatat dalam riwayat surat. Halaman QR hanya menyebut bahwa surat dicabut."),
        max_length=200,
        error_messages={"required": _("Tulis alasan mencabut surat.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    helper = LetterForm.helper


class LetterFilter(forms.Form):
    """Kind, month and number of letters in the archive."""

    kind = forms.ChoiceField(label=_("Jenis"), choices=[("", _("Semua jenis")), *Letter.Kind.choices], required=False)
    month = forms.CharField(label=_("Bulan"), max_length=20, required=False)
    number = forms.CharField(label=_("Nomor surat"), max_length=60, required=False)

    def clean_month(self) -> tuple[date, date] | None:
        """First day of the month and of the next one, from `11-2026`."""
        typed = self.cleaned_data["month"].strip()
        if not typed:
            return None
        found = MONTH.fullmatch(typed)
        if not found:
            raise forms.ValidationError(_("Tulis bulan-tahun, contoh: 11-2026."))
        month, year = int(found[1]), int(found[2])
        return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)

    def chosen(self) -> dict[str, Any]:
        """What was asked for and could be understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

"""Forms of memberships: noted, ended, corrected."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from puskesos.dates import DateField
from referrals.benefits import END_REASONS, SOURCE_LENGTH
from referrals.codes import BENEFITS
from referrals.models import Benefit

CHOOSE = ("", _("Pilih …"))
MISSING = _("Isi bagian ini.")


def _date(label: Any, **kwargs: Any) -> DateField:
    field = DateField(label=label, help_text=_("Contoh: 27-11-2024. Hanya tahu bulannya? Tulis tanggal 1."), **kwargs)
    field.error_messages["required"] = MISSING
    return field


class NoteForm(forms.Form):
    """A programme that a person receives."""

    programme = forms.ChoiceField(
        label=_("Program"),
        choices=[CHOOSE, *BENEFITS.items()],
        error_messages={"required": _("Pilih program."), "invalid_choice": _("Pilih program dari daftar.")},
    )
    since = _date(_("Sejak"))
    source = forms.CharField(
        label=_("Diketahui dari"),
        help_text=_("Contoh: kartu KKS, SIKS-NG, kata keluarga."),
        max_length=SOURCE_LENGTH,
        error_messages={"required": MISSING},
    )


class EndForm(forms.Form):
    """When and why it ended."""

    until = _date(_("Berhenti pada"))
    reason = forms.ChoiceField(
        label=_("Sebab"),
        choices=list(END_REASONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih salah satu."), "invalid_choice": _("Pilih alasan berhenti dari daftar.")},
    )


class CorrectForm(NoteForm):
    """What was written down, to be mended; an ended one keeps an end."""

    until = _date(_("Sampai"))
    field_order = ("programme", "since", "until", "source")

    def __init__(self, *args: Any, benefit: Benefit, **kwargs: Any) -> None:
        columns = ("programme", "since", "until", "source")
        kwargs["initial"] = {name: getattr(benefit, name) for name in columns}
        super().__init__(*args, **kwargs)
        if benefit.until is None:
            del self.fields["until"]

"""Forms of a protected case: alias, SIMFONI number, team, chronology, signs of danger, and why the name is needed."""

from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from households import facts
from households.fields import FactField
from puskesos.dates import DateField
from puskesos.models import User
from referrals import protection
from referrals.models import CaseNote, Complaint

YES_NO = [("yes", _("Ya, sekarang juga")), ("no", _("Tidak"))]


class CaseForm(forms.Form):
    """Fields only; the page owns `<form>`, token and buttons."""

    def values(self) -> dict[str, Any]:
        """What the verb behind the form takes."""
        return self.cleaned_data

    @property
    def helper(self) -> FormHelper:
        """The layout, without `<form>`."""
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


class AliasForm(CaseForm):
    """The other name of the person."""

    alias = forms.CharField(
        label=_("Nama samaran"),
        help_text=_("Misalnya nama bunga. Jangan pakai bagian nama asli."),
        max_length=protection.LONGEST_ALIAS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class SimfoniForm(CaseForm):
    """The number in the national system."""

    ticket = forms.CharField(
        label=_("Nomor tiket SIMFONI PPA"),
        max_length=protection.LONGEST_TICKET,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class WorkerField(forms.ModelChoiceField):
    """A case worker, with the provider's name where it is not the office."""

    def label_from_instance(self, obj: User) -> str:
        """Name, then where the person works."""
        return f"{obj.full_name} · {obj.provider.name if obj.provider else obj.get_role_display()}"


class JoinForm(CaseForm):
    """Whom to name."""

    user = WorkerField(
        label=_("Petugas"), queryset=User.objects.none(), empty_label=None, widget=forms.RadioSelect, help_text=""
    )

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = protection.may_join(complaint)
        cast(forms.ModelChoiceField, self.fields["user"]).queryset = self.people


class NoteForm(CaseForm):
    """A page of the chronology."""

    kind = forms.ChoiceField(
        label=_("Jenis catatan"),
        choices=[choice for choice in CaseNote.Kind.choices if choice[0] != CaseNote.Kind.RISK],
        widget=forms.RadioSelect,
        initial=CaseNote.Kind.STORY,
    )
    happened_on = DateField(label=_("Tanggal kejadian"), required=False)
    text = forms.CharField(
        label=_("Catatan"),
        help_text=_("Tulis runtut: apa, kapan, di mana, siapa. Korban tidak perlu mengulang ceritanya."),
        max_length=protection.LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class RiskForm(CaseForm):
    """How dangerous it is now."""

    immediate_danger = forms.ChoiceField(
        label=_("Apakah korban dalam bahaya sekarang juga?"),
        help_text=_("Jawaban ya menjadikan kasus ini darurat."),
        choices=YES_NO,
        widget=forms.RadioSelect,
    )
    risks = forms.MultipleChoiceField(
        label=_("Tanda bahaya"),
        choices=CaseNote.Risk.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    text = forms.CharField(
        label=_("Keterangan"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def values(self) -> dict[str, Any]:
        """What `protection.assess_risk` takes."""
        data = self.cleaned_data
        return {
            "risks": data["risks"],
            "immediate_danger": data["immediate_danger"] == "yes",
            "text": data["text"],
        }


class NameForm(CaseForm):
    """Why somebody of the team needs the true name."""

    reason = FactField(
        clean=facts.clean_reason,
        label=_("Untuk apa Anda perlu nama asli?"),
        help_text=_("Alasan ini dicatat bersama nama Anda."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
    )

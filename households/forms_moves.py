"""Forms of people who come, go and take another place in a family, and of notes."""

import uuid
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households import codes, facts, moves, notes
from households.fields import FactField, NumberField, code_field, other_relations
from households.forms import HouseholdForm, MemberForm, Sections
from households.models import Household, Member, Transfer
from puskesos.dates import DateField

DAY_HELP = gettext_lazy("Tanggal-bulan-tahun, contoh: 27-11-2026.")
REASON_LINES = {"rows": 3, "maxlength": 300}


def past_day(day: date, *, on: date) -> date:
    """A day that has come."""
    if day > on:
        raise forms.ValidationError(_("Tanggal ini tidak boleh setelah hari ini."))
    return day


class NewMemberForm(MemberForm):
    """A person who joins, with day and reason."""

    join_reason = code_field("join_reason")
    joined_on = DateField(label=gettext_lazy("Tanggal masuk"), help_text=DAY_HELP)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["join_reason"].required = True
        self.initial["joined_on"] = self.on
        self.order_fields([name for _legend, names in self.sections() for name in names])

    def sections(self) -> Sections:
        """The arrival first: it is why somebody is here."""
        return [(_("Masuk ke keluarga"), ["join_reason", "joined_on"]), *super().sections()]

    def clean_joined_on(self) -> date:
        """A day that has come."""
        return past_day(self.cleaned_data["joined_on"], on=self.on)

    def clean(self) -> dict[str, Any]:
        """Nobody joins before being born."""
        data = super().clean() or {}
        born, joined = data.get("birth_date"), data.get("joined_on")
        if born and joined and joined < born:
            self.add_error("joined_on", _("Tanggal masuk tidak boleh sebelum tanggal lahir."))
        return data


class LeaveForm(forms.Form):
    """Why and when a person left."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Alasan keluar"),
        # Who goes over to another family of the regency goes by the pages of moves, so that nothing is lost.
        choices=lambda: [pair for pair in codes.choices("leave_reason") if pair[0] not in (moves.MARRIED, moves.MOVED)],
        widget=forms.RadioSelect,
    )
    left_on = DateField(label=gettext_lazy("Tanggal keluar"), help_text=DAY_HELP)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        self.on = on
        super().__init__(*args, **kwargs)
        self.initial.setdefault("left_on", on)

    def clean_left_on(self) -> date:
        """A day that has come."""
        return past_day(self.cleaned_data["left_on"], on=self.on)


class GoingForm(forms.Form):
    """Why and when somebody goes over to another family."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Alasan pindah"),
        choices=lambda: [pair for pair in codes.choices("leave_reason") if pair[0] in moves.ARRIVALS],
        widget=forms.RadioSelect,
    )
    moved_on = DateField(label=gettext_lazy("Tanggal pindah"), help_text=DAY_HELP)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        self.on = on
        super().__init__(*args, **kwargs)
        self.initial.setdefault("moved_on", on)

    def clean_moved_on(self) -> date:
        """A day that has come."""
        return past_day(self.cleaned_data["moved_on"], on=self.on)


def household_label(household: Household) -> str:
    """What tells one family from its namesakes; the number stays masked."""
    card = household.kk.masked if household.kk else _("belum punya KK")
    return f"{household.head_name} · {household.address} · {card}"


class MoveForm(GoingForm):
    """Into which of the families that were found, and as what."""

    to = forms.ChoiceField(label=gettext_lazy("Keluarga tujuan"), widget=forms.RadioSelect)
    relation = code_field("relation", label=gettext_lazy("Hubungan dengan kepala keluarga tujuan"))
    field_order = ("to", "relation", "reason", "moved_on")

    def __init__(self, *args: Any, found: list[Household], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {str(household.pk): household for household in found}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (pk, household_label(household)) for pk, household in self.found.items()
        ]
        self.fields["relation"].choices = other_relations()  # type: ignore[attr-defined]
        self.fields["relation"].required = True

    def target(self) -> Household:
        """The family that was chosen."""
        return self.found[self.cleaned_data["to"]]


class SplitForm(HouseholdForm):
    """A new family in this village, begun by one person of another."""

    pk = forms.UUIDField(widget=forms.HiddenInput)
    reason = GoingForm.base_fields["reason"]
    moved_on = GoingForm.base_fields["moved_on"]

    def __init__(self, *args: Any, on: date, former: Household, **kwargs: Any) -> None:
        self.on = on
        super().__init__(*args, **kwargs)
        kept = {name: getattr(former, name) for name in ("address", "dusun", "rt", "rw")}
        self.initial = {**kept, "housing": facts.HOUSED, "moved_on": on, "pk": uuid.uuid4()}

    def sections(self) -> Sections:
        """The going, then the new card and home."""
        return [(_("Kepindahan"), ["reason", "moved_on"]), *super().sections()]

    clean_moved_on = GoingForm.clean_moved_on


class AskForm(GoingForm):
    """Which village is to take a person in, and there into which family."""

    target = forms.ChoiceField(label=gettext_lazy("Desa tujuan"))
    card = NumberField(
        kind="kk",
        label=gettext_lazy("No. KK keluarga tujuan"),
        help_text=gettext_lazy("Kosongkan jika belum tahu. Hanya operator desa tujuan yang mencocokkannya."),
    )
    field_order = ("target", "card", "reason", "moved_on")

    def __init__(self, *args: Any, villages: list[tuple[str, Any]], whole: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = [("", _("Pilih")), *villages]  # type: ignore[attr-defined]
        if whole:
            del self.fields["card"]


class AcceptForm(HouseholdForm):
    """The home of those who arrive as a new family; a whole family may keep its card."""

    keeps_card = forms.BooleanField(label=gettext_lazy("Tetap memakai No. KK yang lama"), required=False)

    def __init__(self, *args: Any, transfer: Transfer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"housing": facts.HOUSED}
        if transfer.member_id or transfer.household.kk is None:
            del self.fields["keeps_card"]
        else:
            self.initial["keeps_card"] = True

    def sections(self) -> Sections:
        """Whether the card stays comes before the card."""
        (title, card), *rest = super().sections()
        return [(title, ["keeps_card", *card]), *rest]

    def clean(self) -> dict[str, Any]:
        """A kept card asks for no other number."""
        data = super().clean() or {}
        if not data.get("keeps_card"):
            return data
        if self.data.get("kk", "").strip() or data.get("no_kk"):
            self.add_error("keeps_card", _("Pilih satu: tetap memakai No. KK lama, atau isi yang baru."))
        elif "kk" in self.errors:
            del self.errors["kk"]
            data["kk"] = ""
        return data


class DeclineForm(forms.Form):
    """Why a village does not take somebody in."""

    reason = FactField(
        clean=facts.clean_reason,
        label=gettext_lazy("Mengapa ditolak?"),
        help_text=gettext_lazy("Dibaca operator desa asal."),
        widget=forms.Textarea(attrs=REASON_LINES),
    )


class HeadForm(forms.Form):
    """Who is the head from now on, and what everybody is to the new head."""

    mark_optional = False

    revision = forms.IntegerField(required=False, max_value=2**31 - 1, widget=forms.HiddenInput)
    head = forms.ChoiceField(label=gettext_lazy("Kepala keluarga yang baru"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, household: Household, members: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        self.initial["revision"] = household.revision
        self.fields["head"].choices = [  # type: ignore[attr-defined]
            (str(member.pk), member.name) for member in members if not member.is_head
        ]
        for member in members:
            self.fields[self._name(member)] = forms.ChoiceField(
                label=member.name,
                choices=[("", _("Pilih")), *other_relations()],
                initial="" if member.is_head else member.relation,
                required=False,
            )

    @staticmethod
    def _name(member: Member) -> str:
        return f"relation-{member.pk}"

    @property
    def helper(self) -> FormHelper:
        """The layout, without `<form>`."""
        helper = FormHelper(self)
        helper.form_tag, helper.disable_csrf = False, True
        relations = [self._name(member) for member in self.members]
        helper.layout = Layout(
            "revision",
            Fieldset(_("Siapa"), "head"),
            Fieldset(_("Hubungan dengan kepala keluarga yang baru"), *relations),
        )
        return helper

    def clean(self) -> dict[str, Any]:
        """Everybody but the new head is something to the new head."""
        data = super().clean() or {}
        for member in self.members:
            if str(member.pk) != data.get("head") and not data.get(self._name(member)):
                self.add_error(self._name(member), _("Pilih salah satu."))
        return data

    def relations(self) -> dict[uuid.UUID, str]:
        """What each of the others is to the new head."""
        head = self.cleaned_data["head"]
        return {member.pk: self.cleaned_data[self._name(member)] for member in self.members if str(member.pk) != head}


class NoteForm(forms.Form):
    """A note on a household."""

    text = FactField(
        clean=notes.clean,
        label=gettext_lazy("Catatan baru"),
        help_text=gettext_lazy("Dibaca semua petugas wilayah ini. Tidak bisa dihapus, hanya dicoret."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": notes.LENGTH}),
    )


class StrikeForm(forms.Form):
    """Why a note is crossed out."""

    reason = FactField(
        clean=facts.clean_reason,
        label=gettext_lazy("Mengapa dicoret?"),
        widget=forms.Textarea(attrs=REASON_LINES),
    )

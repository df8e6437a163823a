"""The form in which a complaint is registered."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households import codes as registry_codes
from households import facts, identity
from households.fields import FactField, NumberField
from households.models import IdentityNumber, Member
from puskesos.missing import say_what_is_missing
from puskesos.models import Region
from puskesos.roles import Role
from referrals import codes
from referrals.facts import ClientFacts, ComplaintFacts
from referrals.fields import line_field, paragraphs_field, phone_field
from referrals.models import Client, Complaint, Programme
from referrals.models.catalogue import Sector
from referrals.models.complaints import Confidentiality

OLDEST = 120
LONGEST_TEXT = 4000
# How a complaint usually reaches each role; the first choice on the page.
USUAL_CHANNEL = {
    Role.OPERATOR: Complaint.Channel.PUSKESOS,
    Role.FACILITATOR: Complaint.Channel.VISIT,
    Role.DINSOS: Complaint.Channel.FRONT_OFFICE,
}
# The public counter writes its own complaints.
CHANNELS = [pair for pair in Complaint.Channel.choices if pair[0] != Complaint.Channel.COUNTER]
PERSON_FIELDS = ("name", "nik", "sex", "age_estimate")
Choices = list[tuple[str, Any]]


@dataclass(frozen=True)
class Section:
    """Fields under one legend; a folded one is opened by who needs it."""

    legend: str
    fields: list[BoundField]
    folded: bool = False
    hint: str = ""

    @property
    def is_open(self) -> bool:
        """Whether something in it was filled in or is wrong."""
        untouched = [field.value() in ("", [], None, field.initial) and not field.errors for field in self.fields]
        return not all(untouched)


class ComplaintForm(forms.Form):
    """A complaint and the person it is about; with `member` the person is known and only the need is asked."""

    pk = forms.UUIDField(widget=forms.HiddenInput)
    village = forms.ChoiceField(label=gettext_lazy("Desa tempat orangnya sekarang"))
    name = FactField(
        clean=facts.clean_name,
        label=gettext_lazy("Nama"),
        help_text=gettext_lazy("Kosongkan jika belum diketahui."),
        required=False,
        max_length=facts.NAME_LENGTH,
    )
    nik = NumberField(
        kind="nik", label=gettext_lazy("NIK"), help_text=gettext_lazy("16 angka di KTP. Kosongkan jika tidak ada.")
    )
    sex = forms.ChoiceField(
        label=gettext_lazy("Jenis kelamin"),
        choices=lambda: registry_codes.choices("sex"),
        widget=forms.RadioSelect,
        required=False,
    )
    age_estimate = forms.IntegerField(
        label=gettext_lazy("Perkiraan umur (tahun)"),
        help_text=gettext_lazy("Angka saja, misalnya 60, bila tanggal lahirnya tidak diketahui."),
        required=False,
        min_value=0,
        max_value=OLDEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 3}),
    )
    phone = phone_field(gettext_lazy("Nomor HP"))
    address = line_field(
        200,
        label=gettext_lazy("Alamat atau asal"),
        help_text=gettext_lazy("Dusun, RT/RW; atau tempat biasanya ia ditemukan."),
    )
    features = line_field(
        300,
        label=gettext_lazy("Ciri-ciri"),
        help_text=gettext_lazy("Contoh: tinggi kurus, tahi lalat di pipi kiri, baju merah."),
    )
    communication = forms.ChoiceField(
        label=gettext_lazy("Cara bicara"), choices=Client.Communication.choices, initial=Client.Communication.SPEECH
    )
    guardian = line_field(
        120,
        label=gettext_lazy("Wali atau pendamping"),
        help_text=gettext_lazy("Yang berbicara atas namanya, bila ia anak atau tidak bisa sendiri."),
    )
    ppks = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Jenis PPKS"),
        choices=lambda: list(codes.PPKS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis"),
        choices=Complaint.Kind.choices,
        widget=forms.RadioSelect,
        initial=Complaint.Kind.GRIEVANCE,
    )
    sector = forms.ChoiceField(
        label=gettext_lazy("Bidang"), choices=[("", gettext_lazy("Pilih bidang")), *Sector.choices]
    )
    text = paragraphs_field(
        LONGEST_TEXT,
        rows=5,
        label=gettext_lazy("Apa yang diminta atau terjadi?"),
        help_text=gettext_lazy("Tulis seperti yang diceritakan. Tanpa NIK dan No. KK."),
    )
    wanted = forms.ModelChoiceField(
        Programme.objects.filter(active=True),
        label=gettext_lazy("Layanan yang diminta"),
        required=False,
        empty_label=gettext_lazy("Belum tahu"),
    )
    place = line_field(
        200,
        label=gettext_lazy("Tempat kejadian"),
        help_text=gettext_lazy("Bila lain dari alamat orangnya."),
    )
    channel = forms.ChoiceField(label=gettext_lazy("Masuk lewat"), choices=CHANNELS)
    urgency = forms.ChoiceField(
        label=gettext_lazy("Seberapa mendesak?"),
        choices=[
            (Complaint.Urgency.ORDINARY, gettext_lazy("Biasa")),
            (Complaint.Urgency.URGENT, gettext_lazy("Segera: 2 hari kerja")),
            (Complaint.Urgency.EMERGENCY, gettext_lazy("Darurat: nyawa atau keselamatan terancam")),
        ],
        widget=forms.RadioSelect,
        initial=Complaint.Urgency.ORDINARY,
    )
    confidentiality = forms.ChoiceField(
        label=gettext_lazy("Siapa yang boleh tahu?"),
        help_text=gettext_lazy("Kekerasan terhadap perempuan dan anak selalu terlindung."),
        choices=Confidentiality.choices,
        widget=forms.RadioSelect,
        initial=Confidentiality.NORMAL,
    )
    reporter_name = line_field(120, label=gettext_lazy("Nama pelapor"))
    reporter_relation = line_field(
        60, label=gettext_lazy("Hubungan dengan orangnya"), help_text=gettext_lazy("Contoh: anak, tetangga, polisi.")
    )
    reporter_phone = phone_field(gettext_lazy("Nomor HP pelapor"))

    def __init__(
        self,
        *args: Any,
        role: str,
        villages: Choices,
        member: Member | None = None,
        at_survey: bool = False,
        wanted: str = "",
        **kwargs: Any,
    ) -> None:
        self.member = member
        super().__init__(*args, **kwargs)
        say_what_is_missing(self.fields)
        self.initial["pk"] = uuid.uuid4()
        self.initial["channel"] = Complaint.Channel.SURVEY if at_survey else USUAL_CHANNEL[Role(role)]
        self._fit_village(villages)
        self._fit_member()
        self._fit_wanted(wanted)
        self.fields["wanted"].choices = _by_sector(Programme.objects.filter(active=True))  # type: ignore[attr-defined]

    def _fit_village(self, villages: Choices) -> None:
        """Only who works in more than one village chooses; the others write for their own."""
        if not villages:
            del self.fields["village"]
            return
        self.fields["village"].choices = [("", _("Pilih desa")), *villages]  # type: ignore[attr-defined]

    def _fit_wanted(self, code: str) -> None:
        """The service that a suggestion pointed to, with its sector; an unknown code is nothing."""
        programme = next((one for one in self.fields["wanted"].queryset if one.pk == code), None)  # type: ignore[attr-defined]
        if programme:
            self.initial.update(wanted=programme.pk, sector=programme.sector)

    def _fit_member(self) -> None:
        if self.member is None:
            return
        for name in (*PERSON_FIELDS, "address"):
            del self.fields[name]
        self.initial.update(phone=self.member.household.phone, village=self.member.village_id)

    @property
    def sections(self) -> list[Section]:
        """The page in short parts; what is rarely needed is folded."""
        who = [*PERSON_FIELDS, "phone"]
        parts = [
            Section(_("Siapa yang perlu dibantu?"), self._bound(who)),
            Section(
                _("Ciri, cara bicara, pendamping"),
                self._bound(["features", "address", "communication", "guardian"]),
                folded=True,
            ),
            Section(_("Jenis PPKS"), self._bound(["ppks"]), folded=True),
            Section(_("Di mana orangnya sekarang?"), self._bound(["village"])),
            Section(_("Apa yang diminta?"), self._bound(["kind", "sector", "text", "wanted", "place"])),
            Section(_("Mendesak dan rahasia"), self._bound(["urgency", "confidentiality"])),
            Section(
                _("Pelapor"),
                self._bound(["channel", "reporter_name", "reporter_relation", "reporter_phone"]),
                hint=_("Kosongkan nama jika orangnya sendiri yang melapor."),
            ),
        ]
        return [part for part in parts if part.fields]

    def _bound(self, names: Iterable[str]) -> list[BoundField]:
        return [self[name] for name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """A case of violence is protected whatever was ticked; a reporter with a telephone has a name."""
        data = super().clean() or {}
        wanted = data.get("wanted")
        if data.get("sector") == Sector.PROTECTION or (wanted and wanted.protected):
            data["confidentiality"] = Confidentiality.PROTECTED
        told = data.get("reporter_relation") or data.get("reporter_phone")
        if told and "reporter_name" in data and not data["reporter_name"]:
            self.add_error("reporter_name", _("Tulis nama pelapor, atau kosongkan hubungan dan nomor HP-nya."))
        return data

    def place_of(self, own: Region | None) -> Region:
        """The village where the person is: the chosen one, else the registrar's own."""
        chosen = self.cleaned_data.get("village")
        if not chosen and own is not None:
            return own
        return Region.objects.get(pk=chosen)

    def client_facts(self) -> ClientFacts:
        """The person as stated."""
        data = self.cleaned_data
        names = (*PERSON_FIELDS, "phone", "address", "features", "communication", "guardian")
        return ClientFacts(
            member=self.member, ppks=tuple(data["ppks"]), **{name: data[name] for name in names if name in data}
        )

    def complaint_facts(self) -> ComplaintFacts:
        """The need as stated."""
        names = (
            "kind", "sector", "channel", "text", "urgency", "confidentiality", "place",
            "reporter_name", "reporter_relation", "reporter_phone", "wanted",
        )  # fmt: skip
        return ComplaintFacts(**{name: self.cleaned_data[name] for name in names})

    def known_number(self) -> IdentityNumber | None:
        """The number on record that was typed, without keeping a new one."""
        if self.member is not None:
            return self.member.nik
        typed = self.cleaned_data["nik"]
        if not typed:
            return None
        return IdentityNumber.objects.filter(kind="nik", blind_index=identity.blind_index("nik", typed)).first()


def _by_sector(programmes: Iterable[Programme]) -> Choices:
    """Services under the name of their sector."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for programme in programmes:
        groups[programme.get_sector_display()].append((programme.pk, programme.name))
    return [("", _("Belum tahu")), *groups.items()]

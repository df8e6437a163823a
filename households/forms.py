"""Forms of the registry: what people type becomes the facts that `registry` takes."""

import hashlib
import uuid
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households import codes, facts, identity, queries
from households.facts import HAS_NIK, Address, Person
from households.fields import (
    CheckedField,
    DefaultedChoice,
    FactField,
    NumberField,
    code_choices,
    code_field,
    line_of,
    other_relations,
)
from households.identity import NikWarning
from households.models import FEMALE, HEAD, Household, IdentityNumber, Member
from households.rows import ADDRESS_COLUMNS, PERSON_COLUMNS
from households.villages import find_village
from puskesos.dates import DateField
from puskesos.errors import Refused
from puskesos.missing import say_what_is_missing

# So many digits are an identity number that somebody began to type, not a name.
FEWEST_DIGITS = 6
Sections = list[tuple[str, list[str]]]


class RegistryForm(forms.Form):
    """A form with its sections in a crispy layout; `<form>` and buttons belong to the template."""

    revision = forms.IntegerField(required=False, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_is_missing(self.fields)

    def sections(self) -> Sections:
        """Legends with the fields under them."""
        return []

    def seen_revision(self) -> int:
        """The revision this page was made from; 0, which no household has, when it was tampered with."""
        return self.cleaned_data["revision"] or 0

    def show_kept(self, name: str, number: IdentityNumber | None) -> None:
        """Say which number an empty field leaves in place."""
        if number:
            words = {"masked": number.masked}
            self.fields[name].help_text = _("Sekarang %(masked)s. Biarkan kosong jika tidak berubah.") % words

    @property
    def helper(self) -> FormHelper:
        """The layout, without `<form>`."""
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        shown = [(legend, [name for name in names if name in self.fields]) for legend, names in self.sections()]
        hidden = [field.name for field in self.hidden_fields()]
        helper.layout = Layout(*hidden, *(Fieldset(legend, *names) for legend, names in shown))
        return helper


class HouseholdForm(RegistryForm):
    """No. KK and address; with `household`, its present state is shown and an empty No. KK leaves it as it is."""

    kk = NumberField(
        kind="kk", label=gettext_lazy("No. KK"), help_text=gettext_lazy("16 angka, di atas kartu keluarga.")
    )
    no_kk = forms.BooleanField(label=gettext_lazy("Belum punya KK"), required=False)
    card_address = FactField(
        clean=line_of(200),
        label=gettext_lazy("Alamat di KK"),
        help_text=gettext_lazy("Isi hanya jika berbeda dari tempat tinggal sekarang."),
        required=False,
        max_length=200,
    )
    card_region = FactField(
        clean=find_village,
        label=gettext_lazy("Desa/kelurahan di KK"),
        help_text=gettext_lazy("Contoh: Kaliuntu, Buleleng. Boleh juga kode wilayahnya."),
        required=False,
        max_length=200,
    )
    housing = DefaultedChoice(
        label=codes.code_list("housing").title,
        choices=lambda: codes.choices("housing"),
        widget=forms.RadioSelect,
        initial=facts.HOUSED,
    )
    address = FactField(
        clean=line_of(200),
        label=gettext_lazy("Alamat"),
        help_text=gettext_lazy("Jalan, gang, nomor rumah, atau banjar. Tanpa rumah: tempat biasa ditemui."),
        max_length=200,
    )
    dusun = FactField(clean=line_of(80), label=gettext_lazy("Dusun atau lingkungan"), required=False, max_length=80)
    rt = FactField(clean=facts.clean_rt, label=gettext_lazy("RT"), required=False, max_length=9)
    rw = FactField(clean=facts.clean_rt, label=gettext_lazy("RW"), required=False, max_length=9)
    phone = FactField(
        clean=facts.clean_phone,
        label=gettext_lazy("Nomor HP"),
        help_text=gettext_lazy("Contoh: 0812-3456-7890."),
        required=False,
        max_length=30,
    )

    def __init__(self, *args: Any, household: Household | None = None, **kwargs: Any) -> None:
        self.household = household
        super().__init__(*args, **kwargs)
        for name in ("rt", "rw", "phone"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"
        if household:
            self.initial = {name: getattr(household, name) for name in (*ADDRESS_COLUMNS, "revision")}
            self.initial["no_kk"] = household.kk is None
            self.initial["card_region"] = facts.village_path(household.card_region)
            self.show_kept("kk", household.kk)

    def sections(self) -> Sections:
        """Card, then address."""
        return [
            (_("Kartu keluarga"), ["kk", "no_kk", "card_address", "card_region"]),
            (_("Tempat tinggal sekarang"), ["housing", "address", "dusun", "rt", "rw", "phone"]),
        ]

    def clean(self) -> dict[str, Any]:
        """A card number or the statement that there is none, never both."""
        data = super().clean() or {}
        self._check_card_address(data)
        if "kk" not in data:
            return data
        if data["kk"] and data.get("no_kk"):
            self.add_error("no_kk", _("No. KK sudah diisi. Hapus centang ini."))
        keeps = self.household is not None and self.household.kk is not None
        if not data["kk"] and not data.get("no_kk") and not keeps:
            self.add_error("kk", _("Isi No. KK, atau centang “Belum punya KK”."))
        return data

    def _check_card_address(self, data: dict[str, Any]) -> None:
        """The address on the card and its village come together."""
        if {"card_address", "card_region"} & set(self.errors):
            return
        if data["card_address"] and not data["card_region"]:
            self.add_error("card_region", _("Isi juga desa/kelurahan yang tertulis di KK."))
        elif data["card_region"] and not data["card_address"]:
            self.add_error("card_address", _("Isi juga alamat yang tertulis di KK."))

    def card(self) -> str | None:
        """The No. KK as stated, or none."""
        return self.cleaned_data["kk"] or None

    def address_facts(self) -> Address:
        """The address as stated."""
        return Address(**{name: self.cleaned_data[name] for name in ADDRESS_COLUMNS})

    def changes(self) -> dict[str, Any]:
        """What `registry.amend` is to write; without `kk` when the card stays."""
        columns = {name: self.cleaned_data[name] for name in ADDRESS_COLUMNS}
        if self.cleaned_data["kk"] or self.cleaned_data["no_kk"]:
            columns["kk"] = self.card()
        return columns


class MemberForm(RegistryForm):
    """A person; with `member`, the present facts are shown and an empty NIK leaves the number as it is."""

    name = FactField(clean=facts.clean_name, label=gettext_lazy("Nama sesuai KTP"), max_length=facts.NAME_LENGTH)
    relation = code_field("relation")
    former_head_relation = code_field(
        "relation",
        label=gettext_lazy("Hubungan kepala keluarga lama"),
        help_text=gettext_lazy("Isi hanya jika orang ini menjadi kepala keluarga yang baru."),
    )
    nik = NumberField(
        kind="nik",
        label=gettext_lazy("NIK"),
        help_text=gettext_lazy("16 angka. Jika belum ada, pilih alasannya di bawah."),
    )
    nik_checked = CheckedField(label=gettext_lazy("Cocokkan NIK dengan KTP"), required=False)
    identity_status = code_field("identity_status", label=gettext_lazy("Alasan NIK kosong"))
    sex = forms.ChoiceField(
        label=gettext_lazy("Jenis kelamin"), choices=lambda: codes.choices("sex"), widget=forms.RadioSelect
    )
    birth_place = FactField(clean=line_of(80), label=gettext_lazy("Tempat lahir"), required=False, max_length=80)
    birth_date = DateField(
        label=gettext_lazy("Tanggal lahir"),
        help_text=gettext_lazy("Tanggal-bulan-tahun, contoh: 27-11-1987."),
        required=False,
    )
    mother_name = FactField(
        clean=facts.clean_name, label=gettext_lazy("Nama ibu kandung"), required=False, max_length=facts.NAME_LENGTH
    )
    marital = code_field("marital")
    education = code_field("education")
    work_status = code_field("work_status")
    sector = code_field("sector")
    disability = code_field("disability")
    chronic_illness = code_field("chronic_illness")
    pregnant = forms.BooleanField(label=gettext_lazy("Sedang hamil"), required=False)

    def __init__(
        self, *args: Any, village_code: str = "", on: date, member: Member | None = None, **kwargs: Any
    ) -> None:
        self.village_code, self.on, self.member = village_code, on, member
        self.warnings: list[NikWarning] = []
        super().__init__(*args, **kwargs)
        reasons = [pair for pair in code_choices("identity_status") if pair[0] != HAS_NIK]
        self._choices("identity_status", reasons)
        self._choices("former_head_relation", other_relations())
        self.fields["relation"].required = True
        self._fit(member)

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _fit(self, member: Member | None) -> None:
        """Fields that make sense here: a new person is no head, a head stays head."""
        if member is None:
            del self.fields["former_head_relation"]
            self._choices("relation", other_relations())
            return
        if member.is_head:
            del self.fields["relation"], self.fields["former_head_relation"]
        self.initial = {name: getattr(member, name) for name in PERSON_COLUMNS}
        self.initial["revision"] = member.household.revision
        self.show_kept("nik", member.nik)
        if member.nik:
            self.initial["identity_status"] = ""
            status = self.fields["identity_status"]
            status.label = _("Hapus NIK karena")
            status.help_text = _("Pilih hanya jika NIK di atas bukan milik orang ini.")

    def sections(self) -> Sections:
        """From who it is to how the person lives."""
        checked = ["nik_checked"] if self.warnings else []
        return [
            (_("Identitas"), ["name", "nik", *checked, "identity_status", "sex", "birth_place", "birth_date"]),
            (_("Dalam keluarga"), ["relation", "former_head_relation", "marital", "mother_name"]),
            (_("Pendidikan dan pekerjaan"), ["education", "work_status", "sector"]),
            (_("Kesehatan"), ["disability", "chronic_illness", "pregnant"]),
        ]

    def clean_birth_date(self) -> date | None:
        """A day on which a living person can be born."""
        born = self.cleaned_data["birth_date"]
        try:
            return facts.clean_birth_date(born, on=self.on) if born else None
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence) from None

    def clean(self) -> dict[str, Any]:
        """What must agree between fields; a NIK that disagrees asks for one look at the KTP."""
        data = super().clean() or {}
        if data.get("pregnant") and data.get("sex", FEMALE) != FEMALE:
            self.add_error("pregnant", _("Hanya perempuan yang bisa dicatat sedang hamil."))
        if data.get("relation") == HEAD and not data.get("former_head_relation"):
            self.add_error("former_head_relation", _("Pilih hubungan kepala keluarga lama dengan kepala yang baru."))
        keeps = self.member is not None and self.member.nik is not None
        if "nik" in data and not data["nik"] and not data.get("identity_status") and not keeps:
            self.add_error("nik", _("Isi NIK, atau pilih alasan NIK kosong."))
        if not {"nik", "birth_date", "sex"} & set(self.errors):
            self._warn(data)
        return data

    def _warn(self, data: dict[str, Any]) -> None:
        """Show what the NIK says otherwise, until the person says that the KTP was looked at."""
        nik = self._nik_to_compare(data)
        if not nik:
            return
        self.warnings = identity.nik_warnings(
            nik, birth_date=data["birth_date"], sex=data["sex"], village_code=self.village_code
        )
        if not self.warnings:
            return
        mark = hashlib.sha256("\n".join(warning.text for warning in self.warnings).encode()).hexdigest()[:16]
        self.fields["nik_checked"].required = True
        self._choices("nik_checked", [(mark, _("Sudah saya periksa dengan KTP"))])
        if mark in data["nik_checked"]:
            return
        for warning in self.warnings:
            self.add_error("nik", warning.text)
        self.add_error("nik_checked", _("Centang jika di KTP memang tertulis begitu."))

    def _nik_to_compare(self, data: dict[str, Any]) -> str:
        """The typed NIK; or the kept one, when what it is compared with has changed."""
        kept = self.member.nik if self.member and not data.get("identity_status") else None
        if data["nik"] or kept is None or self.member is None:
            return data["nik"]
        same = (data["birth_date"], data["sex"]) == (self.member.birth_date, self.member.sex)
        return "" if same else identity.unseal(bytes(kept.cipher))

    def person(self) -> Person:
        """A new person as stated."""
        data = self.cleaned_data
        stated = {name: data[name] for name in PERSON_COLUMNS if name in data}
        stated["identity_status"] = HAS_NIK if data["nik"] else data["identity_status"]
        return Person(**{"relation": HEAD, **stated, "nik": data["nik"] or None})

    def changes(self) -> dict[str, Any]:
        """What `registry.amend_member` is to write; without `nik` when the number stays."""
        data = self.cleaned_data
        columns = {name: data[name] for name in PERSON_COLUMNS if name in data}
        if data["nik"] or data["identity_status"]:
            columns["nik"] = data["nik"] or None
        columns["identity_status"] = HAS_NIK if data["nik"] else data["identity_status"] or HAS_NIK
        return columns


class RegistrationForm(HouseholdForm, MemberForm):
    """A household with its head, on one page."""

    pk = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["relation"]
        self.initial["pk"] = uuid.uuid4()
        # The summary of errors walks the fields: in the order of the page.
        self.order_fields([name for _legend, names in self.sections() for name in names])

    def sections(self) -> Sections:
        """The card and the house, then the head."""
        (_title, head), *rest = MemberForm.sections(self)
        return [*HouseholdForm.sections(self), (_("Kepala keluarga"), head), *rest]


class RevealForm(forms.Form):
    """Why somebody needs the whole number."""

    reason = FactField(
        clean=facts.clean_reason,
        label=gettext_lazy("Untuk apa Anda perlu nomor lengkap?"),
        help_text=gettext_lazy("Alasan ini dicatat bersama nama Anda."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
    )


class SearchForm(forms.Form):
    """One box for a name, a NIK or a No. KK, within a village or all of one's own."""

    mark_optional = False

    q = forms.CharField(
        label=gettext_lazy("Cari nama, NIK, atau No. KK"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    village = forms.ChoiceField(label=gettext_lazy("Desa"), required=False)

    def __init__(self, *args: Any, villages: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = self.name = self.place = ""
        self.fields["village"].choices = [("", _("Semua desa")), *villages]  # type: ignore[attr-defined]
        if not villages:
            del self.fields["village"]

    def clean(self) -> dict[str, Any]:
        """Tell a number from a name; a village outside the own region is no choice."""
        data = super().clean() or {}
        self.place = data.get("village", "")
        typed = data.get("q", "")
        digits = identity.normalise(typed)
        if sum(sign.isdigit() for sign in digits) < FEWEST_DIGITS:
            self.name = typed
            if typed and not queries.searchable(typed):
                self.add_error("q", _("Tulis paling sedikit 3 huruf."))
        elif digits.isascii() and digits.isdigit() and len(digits) == identity.LENGTH:
            self.number = digits
        else:
            self.add_error("q", _("NIK dan No. KK berisi 16 angka. Periksa lagi nomornya."))
        return data

    def terms(self) -> dict[str, str]:
        """What an address may hold: never a number."""
        return {name: value for name, value in (("q", self.name), ("village", self.place)) if value}

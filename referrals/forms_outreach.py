"""Forms of outreach: the quick report of a night, and what the team found out."""

import uuid
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.forms import EvidencePosition
from households import facts
from households.fields import FactField
from puskesos.models import Region, User
from referrals import outreach
from referrals.facts import ClientFacts, Found
from referrals.models import Client, Outreach

SEXES = [("", gettext_lazy("Belum diketahui")), ("1", gettext_lazy("Laki-laki")), ("2", gettext_lazy("Perempuan"))]
FILES = "image/jpeg,image/*"


class VillageField(forms.ModelChoiceField):
    """A village with its district."""

    def label_from_instance(self, obj: Region) -> str:
        """`Sumberklampok, Gerokgak`."""
        return f"{obj.name}, {obj.parent.name}" if obj.parent else obj.name


class ReportForm(EvidencePosition):
    """Somebody was found: kind, place and village; whatever else is known already."""

    pk = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Siapa yang ditemukan?"), choices=Outreach.Kind.choices, widget=forms.RadioSelect
    )
    found_place = forms.CharField(
        label=gettext_lazy("Ditemukan di mana?"),
        help_text=gettext_lazy("Misalnya: depan Pasar Seririt, dekat pos polisi."),
        max_length=outreach.LONGEST_PLACE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    village = VillageField(
        label=gettext_lazy("Desa atau kelurahan"),
        queryset=Region.objects.none(),
        empty_label=gettext_lazy("Pilih desa"),
    )
    condition = forms.CharField(
        label=gettext_lazy("Kondisi"),
        help_text=gettext_lazy("Misalnya: lemas, tidak bisa diajak bicara, luka di kaki."),
        max_length=outreach.LONGEST_CONDITION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    name = FactField(clean=facts.clean_name, label=gettext_lazy("Nama"), max_length=facts.NAME_LENGTH, required=False)
    sex = forms.ChoiceField(
        label=gettext_lazy("Jenis kelamin"), choices=SEXES, required=False, widget=forms.RadioSelect
    )
    age_estimate = forms.IntegerField(
        label=gettext_lazy("Perkiraan umur (tahun)"), min_value=0, max_value=120, required=False, localize=False
    )
    features = forms.CharField(
        label=gettext_lazy("Ciri-ciri"),
        help_text=gettext_lazy("Pakaian, bekas luka, tato, barang bawaan."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    communication = forms.ChoiceField(
        label=gettext_lazy("Cara bicara"), choices=Client.Communication.choices, initial="speech", required=False
    )
    reporter_name = FactField(
        clean=facts.clean_name, label=gettext_lazy("Nama pelapor"), max_length=facts.NAME_LENGTH, required=False
    )
    reporter_phone = FactField(
        clean=facts.clean_phone, label=gettext_lazy("Nomor HP pelapor"), max_length=30, required=False
    )
    photo = forms.FileField(
        label=gettext_lazy("Foto orangnya"),
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": FILES, "capture": "environment"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["pk"] = uuid.uuid4()
        villages = Region.objects.filter(level=Region.Level.VILLAGE, code__startswith=user.region_id or "-")
        field = cast(forms.ModelChoiceField, self.fields["village"])
        field.queryset = villages.select_related("parent").order_by("name", "code")
        self.fields["reporter_phone"].widget.attrs["inputmode"] = "numeric"
        self.fields["latitude"].help_text = _("Misalnya -8,112345")
        self.fields["longitude"].help_text = _("Misalnya 115,087654")

    @property
    def helper(self) -> FormHelper:
        """The layout, without `<form>`: what must be known first."""
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = Layout(
            "pk", "kind", "found_place", "village", "latitude", "longitude", "accuracy_m", "taken_at", "photo",
            "condition",
            Fieldset(
                _("Yang sudah diketahui tentang orangnya"), "name", "sex", "age_estimate", "features", "communication"
            ),
            Fieldset(_("Pelapor"), "reporter_name", "reporter_phone"),
        )  # fmt: skip
        return helper

    def clean(self) -> dict[str, Any]:
        """Both parts of a position, or none."""
        data = super().clean() or {}
        known = [name for name in ("latitude", "longitude") if data.get(name) is not None]
        if len(known) == 1 and not self.errors:
            missing = "longitude" if known == ["latitude"] else "latitude"
            self.add_error(missing, _("Isi lintang dan bujur, atau kosongkan keduanya."))
        return data

    def client_facts(self) -> ClientFacts:
        """The person as far as known."""
        data = self.cleaned_data
        names = ("name", "sex", "age_estimate", "features")
        spoken = data["communication"] or Client.Communication.SPEECH
        return ClientFacts(**{name: data[name] for name in names}, communication=spoken)

    def found(self) -> Found:
        """Where and how."""
        data = self.cleaned_data
        return Found(
            kind=data["kind"],
            place=data["found_place"],
            latitude=data["latitude"],
            longitude=data["longitude"],
            condition=data["condition"],
        )


class FindingsForm(forms.Form):
    """Condition, assessment, placement and family; everything may wait."""

    mark_optional = False

    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput, localize=False)
    condition = forms.CharField(
        label=gettext_lazy("Kondisi"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    assessment = forms.CharField(
        label=gettext_lazy("Asesmen"),
        help_text=gettext_lazy("Asal, kesehatan, kejiwaan, dan yang diperlukan."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    family = forms.ChoiceField(
        label=gettext_lazy("Keluarga"), choices=Outreach.Family.choices, widget=forms.RadioSelect
    )
    family_notes = forms.CharField(
        label=gettext_lazy("Catatan pencarian keluarga"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    placement = forms.ChoiceField(
        label=gettext_lazy("Penempatan"),
        choices=Outreach.Placement.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    placed_at = forms.CharField(
        label=gettext_lazy("Nama tempat atau tujuan"),
        help_text=gettext_lazy("Misalnya: Rumah Singgah Penarukan, atau Kabupaten Malang."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    @property
    def helper(self) -> FormHelper:
        """The layout, without `<form>`."""
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        return helper

    def findings(self) -> outreach.Findings:
        """What `outreach.update` takes."""
        return outreach.Findings(**{name: value for name, value in self.cleaned_data.items() if name != "revision"})


class PortraitForm(forms.Form):
    """The face, for the search of the family."""

    photo = forms.FileField(
        label=gettext_lazy("Foto wajah"),
        allow_empty_file=True,
        error_messages={
            "required": gettext_lazy("Pilih atau ambil foto dahulu."),
            "empty": gettext_lazy("Foto rusak, ambil ulang."),
        },
    )

"""Forms of the survey, drawn from the instrument, and of the review."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.instrument import Definition, QuestionDefinition
from assessment.models import PointKind, ReturnReason, ReviewPoint
from assessment.review import Point
from households.facts import clean_text
from puskesos.errors import Refused

# The box around Indonesia; a point outside it is a slip of the hand.
LATITUDES = (Decimal(-11), Decimal(6))
LONGITUDES = (Decimal(95), Decimal(141))
# A phone's clock may be some days off (security.md T-PWA); years are a fault.
FIRST_PHONE = datetime(2020, 1, 1, tzinfo=UTC)
CLOCK_AHEAD = timedelta(days=7)
# What the place of a reason holds.
LONGEST_REASON = 300


class RupiahField(forms.CharField):
    """Whole rupiah as people write it: `1500000`, `1.500.000`, `Rp 1.500.000,-`."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def clean(self, value: Any) -> int | None:
        """Give rupiah as a number, or say how to write it."""
        text = super().clean(value).strip()
        if not text:
            return None
        text = re.sub(r"^rp\.?\s*", "", text, flags=re.IGNORECASE)
        text = re.sub(r",(-|00)?$", "", text).strip()
        if not re.fullmatch(r"[0-9]{1,12}|[0-9]{1,3}(\.[0-9]{3}){1,3}", text, flags=re.ASCII):
            raise forms.ValidationError(_("Tulis dengan angka saja, misalnya 1.500.000."))
        return int(text.replace(".", ""))


class PlainDecimalField(forms.DecimalField):
    """A number in plain digits, with a comma or a point before the decimals."""

    def to_python(self, value: Any) -> Any:
        """Accept `36,5` and `36.5` alike; Python's other ways (`1e9`, `NaN`, `1_000`) are no number to a person."""
        text = str(value or "").strip().replace(",", ".")
        if text and not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,20})?", text, flags=re.ASCII):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text)


NUMBER_FIELDS = {
    "floor_area_m2": lambda: PlainDecimalField(
        label=_("Luas lantai rumah (m²)"),
        help_text=_("Ukur semua ruang yang dipakai tinggal, misalnya 36."),
        required=False,
        min_value=Decimal(1),
        max_value=Decimal(2000),
        decimal_places=1,
        localize=False,
        error_messages={"invalid": _("Tulis dengan angka saja, misalnya 36 atau 36,5.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    ),
    "monthly_income_rp": lambda: RupiahField(
        label=_("Pendapatan semua anggota dalam sebulan (Rp)"),
        help_text=_("Jumlahkan pendapatan semua anggota, misalnya 1.500.000. Tulis 0 jika tidak ada."),
        required=False,
        max_length=20,
    ),
}


class QuestionsForm(forms.Form):
    """One page of questions. As a draft nothing is required; what is given must be possible."""

    mark_optional = False

    def __init__(
        self, *args: Any, definition: Definition, questions: Iterable[QuestionDefinition], first: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        fieldsets = []
        if first:
            self.fields["overrides"] = forms.MultipleChoiceField(
                label=_("Tandai jika benar"),
                choices=[(override.code, override.text) for override in definition.overrides],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            fieldsets.append(Fieldset(_("Keadaan khusus"), "overrides"))
        for question in self.questions:
            fieldsets.append(Fieldset("", *self._add(question)))
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.layout = Layout(*fieldsets)

    def _add(self, question: QuestionDefinition) -> list[str]:
        if question.is_computed:
            names = [name for name in question.inputs if name in NUMBER_FIELDS]
            for name in names:
                self.fields[name] = NUMBER_FIELDS[name]()
                self.fields[name].label = f"{question.number}. {self.fields[name].label}"
            return names
        self.fields[question.code] = forms.ChoiceField(
            label=f"{question.number}. {question.text}",
            help_text=question.help,
            choices=[(choice.code, choice.text) for choice in question.choices],
            required=False,
            widget=forms.RadioSelect,
        )
        return [question.code]

    def answers(self) -> dict[str, str]:
        """The choices made on this page."""
        chosen = {q.code: self.cleaned_data.get(q.code) for q in self.questions if not q.is_computed}
        return {code: choice for code, choice in chosen.items() if choice}

    def numbers(self) -> dict[str, int | float]:
        """The numbers given on this page."""
        given = {name: self.cleaned_data.get(name) for name in NUMBER_FIELDS if name in self.fields}
        return {
            name: float(value) if isinstance(value, Decimal) else value
            for name, value in given.items()
            if value is not None
        }

    def overrides(self) -> list[str] | None:
        """The special conditions, or None on a page that does not ask for them."""
        return self.cleaned_data["overrides"] if "overrides" in self.fields else None


class CoordinateField(PlainDecimalField):
    """Decimal degrees; more than six decimals are rounded."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        """Round to the six decimals (11 cm) that are kept."""
        number = super().to_python(value)
        return None if number is None else round(number, 6)


class EvidencePosition(forms.Form):
    """Where and when the phone says it is; used by the position page and with every photo."""

    latitude = CoordinateField(
        label=gettext_lazy("Lintang"), min_value=LATITUDES[0], max_value=LATITUDES[1], required=False, localize=False
    )
    longitude = CoordinateField(
        label=gettext_lazy("Bujur"), min_value=LONGITUDES[0], max_value=LONGITUDES[1], required=False, localize=False
    )
    accuracy_m = forms.FloatField(
        required=False, min_value=0, max_value=100_000, widget=forms.HiddenInput, localize=False
    )
    taken_at = forms.DateTimeField(
        required=False, input_formats=["%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"], widget=forms.HiddenInput
    )

    def clean_taken_at(self) -> datetime | None:
        """Refuse a time that no phone with a working clock gives."""
        taken_at = self.cleaned_data["taken_at"]
        if taken_at and not FIRST_PHONE <= taken_at <= timezone.now() + CLOCK_AHEAD:
            raise forms.ValidationError(_("Jam HP ini salah. Betulkan tanggal dan jam HP, lalu coba lagi."))
        return taken_at


class PositionForm(EvidencePosition):
    """The position of the house: from the phone, or typed with a reason."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Isi jika titik diketik sendiri atau ketelitiannya lebih dari 50 m."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["latitude"].required = self.fields["longitude"].required = True
        for name in ("latitude", "longitude"):
            self.fields[name].error_messages["required"] = _("Tekan “Pakai lokasi HP ini”, atau ketik titiknya.")
        self.fields["latitude"].help_text = _("Misalnya -8,112345")
        self.fields["longitude"].help_text = _("Misalnya 115,087654")
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.layout = Layout("latitude", "longitude", "accuracy_m", "taken_at", "reason")

    def clean_reason(self) -> str:
        """One line without an identity number."""
        try:
            return clean_text(self.cleaned_data["reason"], max_length=LONGEST_REASON)
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal


class PhotoForm(EvidencePosition):
    """A photo with what the phone knew when it was taken; a strange position is dropped, not the photo."""

    photo = forms.FileField(
        label=gettext_lazy("Foto"),
        error_messages={
            "required": gettext_lazy("Pilih atau ambil foto dahulu."),
            "empty": gettext_lazy("Foto rusak, ambil ulang."),
        },
        allow_empty_file=True,
    )

    def position(self) -> dict[str, Any]:
        """Columns of a photo's position; whatever could not be read is left out."""
        known = {name: self.cleaned_data.get(name) for name in ("latitude", "longitude", "accuracy_m", "taken_at")}
        if known["latitude"] is None or known["longitude"] is None:
            known = {"taken_at": known["taken_at"]}
        return {name: value for name, value in known.items() if value is not None}


class DecisionForm(forms.Form):
    """The revision a supervisor looked at, and a note."""

    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput, localize=False)
    note = forms.CharField(label=gettext_lazy("Catatan"), required=False, max_length=1000, widget=forms.Textarea)


class ReturnForm(DecisionForm):
    """A reason for each question, photo or task that must be mended: from the regency's list, in own words, or both."""

    def __init__(self, *args: Any, definition: Definition, reasons: Iterable[ReturnReason] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reasons = {str(reason.pk): reason for reason in reasons}
        self.targets = [
            (ReviewPoint.Kind.IDENTITY, "", _("Identitas dan anggota")),
            (ReviewPoint.Kind.POSITION, "", _("Lokasi rumah")),
            *[(ReviewPoint.Kind.QUESTION, q.code, f"{q.number}. {q.text}") for q in definition.questions],
            *[(ReviewPoint.Kind.PHOTO, s.code, _("Foto: %s") % s.text) for s in definition.slots],
        ]
        for kind, key, label in self.targets:
            self._add(kind, key, label)
        self.fields["note"].widget.attrs["rows"] = 2

    def _add(self, kind: str, key: str, label: str) -> None:
        listed = [(pk, reason.text) for pk, reason in self.reasons.items() if reason.kind == kind]
        self.fields[self.name_of(kind, key, "chosen")] = forms.ChoiceField(
            label=label, required=False, choices=[("", _("Pilih alasan")), *listed]
        )
        self.fields[self.name_of(kind, key)] = forms.CharField(
            label=label, required=False, max_length=LONGEST_REASON, strip=True
        )

    @staticmethod
    def name_of(kind: str, key: str, what: str = "reason") -> str:
        """Name of the field that holds the reason (or with `what`, the chosen sentence) for one thing."""
        return f"{what}-{kind}-{key}" if key else f"{what}-{kind}"

    def groups(self) -> list[tuple[str, list]]:
        """Pairs of bound fields (chosen sentence or None, own words) by kind, for the page."""
        return [
            (label, [self._pair(kind, key) for kind, key, _label in self.targets if kind in kinds])
            for label, kinds in (
                (_("Identitas dan lokasi"), (ReviewPoint.Kind.IDENTITY, ReviewPoint.Kind.POSITION)),
                (_("Pertanyaan"), (ReviewPoint.Kind.QUESTION,)),
                (_("Foto"), (ReviewPoint.Kind.PHOTO,)),
            )
        ]

    def _pair(self, kind: str, key: str) -> tuple[forms.BoundField | None, forms.BoundField]:
        has_list = any(reason.kind == kind for reason in self.reasons.values())
        return (self[self.name_of(kind, key, "chosen")] if has_list else None), self[self.name_of(kind, key)]

    def points(self) -> list[Point]:
        """The reasons that were given, each as it will be read."""
        found = []
        for kind, key, _label in self.targets:
            chosen = self.reasons.get(self.cleaned_data.get(self.name_of(kind, key, "chosen"), ""))
            parts = [chosen.text if chosen else "", self.cleaned_data.get(self.name_of(kind, key), "")]
            if any(parts):
                found.append(Point(kind, key, " ".join(filter(None, parts)), chosen.pk if chosen else None))
        return found

    def clean(self) -> None:
        """At least one reason, so that the operator knows what to do, and none longer than its place."""
        super().clean()
        if self.errors:
            return
        points = self.points()
        if not points:
            raise forms.ValidationError(_("Tulis paling sedikit satu alasan, supaya petugas tahu apa yang diperbaiki."))
        for point in points:
            if len(point.reason) > LONGEST_REASON:
                self.add_error(self.name_of(point.kind, point.key), _("Terlalu panjang bersama alasan pilihan."))


class ReasonForm(forms.Form):
    """One more sentence for the list of reasons."""

    kind = forms.ChoiceField(label=gettext_lazy("Bagian"), choices=PointKind.choices)
    text = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Satu kalimat yang memberi tahu petugas apa yang diperbaiki."),
        max_length=120,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.layout = Layout("kind", "text")

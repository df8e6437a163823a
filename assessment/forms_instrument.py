"""Forms of the instrument desk: what may be written at a draft, when it begins, and the poverty line."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.authoring import BandFacts, ChoiceFacts, QuestionFacts, SlotFacts
from assessment.comparison import number_words
from assessment.forms import RupiahField
from assessment.instrument import BandDefinition, CriteriaSetDefinition, QuestionDefinition, SlotDefinition
from assessment.instrument_checks import HIGHEST, LOWEST, MOST_PHOTOS, STEP
from assessment.models import GRACE_DAYS, LEAST_PHOTOS
from assessment.publishing import MOST_GRACE_DAYS
from puskesos.dates import DateField
from puskesos.models import Round

SCORES = [(score, str(score)) for score in (100, 200, 300)]
MOST_CHOICES = 6
MOST_SLOTS = 20
# No code has a full stop, so nothing that exists is ever taken for new.
NEW = "new."
EDGE = re.compile(r"[0-9]{1,4}(,[0-9]{1,2})?", flags=re.ASCII)


class DeskForm(forms.Form):
    """A form of the desk: it says which revision the person saw; the page owns form and buttons."""

    revision = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    @property
    def helper(self) -> FormHelper:
        """Fields only."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper

    def seen(self) -> int:
        """The revision that the person saw; 0, which no draft has, when it was tampered with."""
        return self.cleaned_data.get("revision") or 0


def _words(label: Any, *, most: int, rows: int = 2, required: bool = True, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=most, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )


class FactsForm(DeskForm):
    """Title, legal basis and note of a draft."""

    title = forms.CharField(label=gettext_lazy("Judul"), max_length=200)
    legal_basis = _words(gettext_lazy("Dasar hukum"), most=1000)
    note = _words(
        gettext_lazy("Catatan"), most=2000, required=False, hint=gettext_lazy("Apa yang berubah, dan mengapa.")
    )


class EdgesField(forms.CharField):
    """Edges of a computed answer, rising: `8; 12` or `1,0; 1,5`."""

    def clean(self, value: Any) -> tuple[float, ...]:
        """Give the edges as numbers, or say how to write them."""
        parts = [part.strip() for part in super().clean(value).split(";")]
        if not all(EDGE.fullmatch(part) for part in parts):
            raise forms.ValidationError(_("Tulis angka dengan titik koma di antaranya, misalnya 8; 12."))
        edges = tuple(float(part.replace(",", ".")) for part in parts)
        if any(low >= high for low, high in pairwise(edges)):
            raise forms.ValidationError(_("Batas harus naik, dari kecil ke besar."))
        return edges


class QuestionForm(DeskForm):
    """One question with its choices; a question that is chosen, not computed, may gain and lose choices."""

    text = _words(gettext_lazy("Kalimat pertanyaan"), most=500)
    help = _words(gettext_lazy("Petunjuk untuk petugas"), most=1000, required=False)
    basis = forms.CharField(
        label=gettext_lazy("Dasar"), max_length=200, help_text=gettext_lazy("Misalnya 146/2013 no. 6; BPS 3")
    )

    def __init__(
        self,
        *args: Any,
        question: QuestionDefinition | None,
        criteria: Mapping[CriteriaSetDefinition, list[str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        self.criteria = [(group.title, [(code, code) for code in codes]) for group, codes in criteria.items()]
        choices = question.choices if question else ()
        self.is_computed = bool(question and question.is_computed)
        self.codes = [choice.code for choice in choices]
        if not self.is_computed:
            empty = MOST_CHOICES - len(choices) if question is None else 1
            self.codes += [f"{NEW}{n}" for n in range(1, min(empty, 3) + 1)]
        for code in self.codes:
            self._add_choice(code)
        if self.is_computed:
            self.fields["edges"] = EdgesField(
                label=_("Batas hitungan"),
                max_length=60,
                help_text=_("Satu lebih sedikit dari pilihannya, dari kecil ke besar, misalnya 8; 12."),
            )

    def _add_choice(self, code: str) -> None:
        known = not code.startswith(NEW)
        self.fields[f"{code}-text"] = _words(_("Kalimat pilihan"), most=500, required=False)
        self.fields[f"{code}-score"] = forms.TypedChoiceField(
            label=_("Skor"), choices=SCORES, coerce=int, required=False, empty_value=None, widget=forms.RadioSelect
        )
        self.fields[f"{code}-criteria"] = forms.MultipleChoiceField(
            label=_("Kriteria yang terpenuhi"),
            choices=self.criteria,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        if known and not self.is_computed:
            self.fields[f"{code}-drop"] = forms.BooleanField(label=_("Hapus pilihan ini"), required=False)

    @staticmethod
    def initial_of(question: QuestionDefinition) -> dict[str, Any]:
        """What the form shows of a question as it is now."""
        initial: dict[str, Any] = {"text": question.text, "help": question.help, "basis": question.basis}
        initial["edges"] = "; ".join(map(number_words, question.edges))
        for choice in question.choices:
            initial |= {
                f"{choice.code}-text": choice.text,
                f"{choice.code}-score": choice.score,
                f"{choice.code}-criteria": list(choice.criteria),
            }
        return initial

    def blocks(self) -> list[dict[str, Any]]:
        """Bound fields by choice, for the page."""
        return [
            {
                "code": code,
                "is_new": code.startswith(NEW),
                "number": number,
                **{name: self[f"{code}-{name}"] for name in ("text", "score", "criteria")},
                "drop": self[f"{code}-drop"] if f"{code}-drop" in self.fields else None,
                "groups": self._boxes(code),
                "met": len(self[f"{code}-criteria"].value() or []),
            }
            for number, code in enumerate(self.codes, 1)
        ]

    def _boxes(self, code: str) -> list[tuple[str, list[tuple[str, bool]]]]:
        """Criteria of a choice by legal list, each with whether it is ticked: drawn by hand, as there are many."""
        ticked = set(self[f"{code}-criteria"].value() or [])
        return [(title, [(name, name in ticked) for name, _label in names]) for title, names in self.criteria]

    def clean(self) -> None:
        """A choice that stays has words and points; a new one without words is none."""
        super().clean()
        for code in self._kept():
            for name, sentence in (
                ("text", _("Tulis kalimat pilihan.")),
                ("score", _("Pilih skor 100, 200 atau 300.")),
            ):
                field = f"{code}-{name}"
                if not self.cleaned_data.get(field) and field not in self.errors:
                    self.add_error(field, sentence)

    def _kept(self) -> list[str]:
        data = self.cleaned_data
        return [
            code
            for code in self.codes
            if not data.get(f"{code}-drop") and (not code.startswith(NEW) or data.get(f"{code}-text"))
        ]

    def facts(self) -> QuestionFacts:
        """The question as it was written."""
        data = self.cleaned_data
        choices = [
            ChoiceFacts(
                "" if code.startswith(NEW) else code,
                data[f"{code}-text"],
                data[f"{code}-score"],
                tuple(data[f"{code}-criteria"]),
            )
            for code in self._kept()
        ]
        return QuestionFacts(data["text"], data["help"], data["basis"], tuple(choices), data.get("edges", ()))


class BandsForm(DeskForm):
    """Names and upper edges of the classes, poorest first; the last one ends at 4500."""

    def __init__(self, *args: Any, bands: Iterable[BandDefinition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bands = list(bands)
        for number, band in enumerate(self.bands, 1):
            self.fields[f"{band.code}-text"] = forms.CharField(
                label=_("Nama kelas %(n)d") % {"n": number}, max_length=60, initial=band.text
            )
            if band is not self.bands[-1]:
                self.fields[f"{band.code}-high"] = forms.IntegerField(
                    label=_("%(name)s sampai") % {"name": band.text},
                    initial=band.high,
                    min_value=LOWEST,
                    max_value=HIGHEST - STEP,
                    step_size=STEP,
                    localize=False,
                    widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
                    error_messages={"step_size": _("Tulis kelipatan 100, misalnya 2000.")},
                )

    def rows(self) -> list[dict[str, Any]]:
        """Bound fields by class, for the page."""
        return [
            {
                "band": band,
                "text": self[f"{band.code}-text"],
                "high": self[f"{band.code}-high"] if f"{band.code}-high" in self.fields else None,
            }
            for band in self.bands
        ]

    def clean(self) -> None:
        """Each class ends above the one before."""
        super().clean()
        highs = [(band.code, self.cleaned_data.get(f"{band.code}-high")) for band in self.bands[:-1]]
        for (_code, low), (code, high) in pairwise(highs):
            if low and high and low >= high:
                self.add_error(f"{code}-high", _("Harus lebih tinggi dari kelas sebelumnya."))

    def facts(self) -> list[BandFacts]:
        """The classes as they were written."""
        data = self.cleaned_data
        return [
            BandFacts(band.code, data[f"{band.code}-text"], data.get(f"{band.code}-high", HIGHEST))
            for band in self.bands
        ]


class SlotsForm(DeskForm):
    """The photos that are asked for, one more at a time, and how many at least."""

    minimum_photos = forms.IntegerField(
        label=gettext_lazy("Jumlah foto paling sedikit"),
        min_value=LEAST_PHOTOS,
        max_value=MOST_PHOTOS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        localize=False,
    )

    def __init__(self, *args: Any, slots: Iterable[SlotDefinition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slots = list(slots)
        self.codes = [slot.code for slot in self.slots] + ([NEW] if len(self.slots) < MOST_SLOTS else [])
        known = {slot.code: slot for slot in self.slots}
        for number, code in enumerate(self.codes, 1):
            slot = known.get(code)
            self.fields[f"{code}-text"] = forms.CharField(
                label=_("Foto %(n)d") % {"n": number} if slot else _("Foto baru"),
                max_length=80,
                required=slot is not None,
                initial=slot.text if slot else "",
            )
            self.fields[f"{code}-required"] = forms.BooleanField(
                label=_("Wajib"), required=False, initial=bool(slot and slot.required)
            )
            if slot:
                self.fields[f"{code}-drop"] = forms.BooleanField(label=_("Hapus"), required=False)

    def rows(self) -> list[dict[str, Any]]:
        """Bound fields by slot, for the page."""
        return [
            {
                "code": code,
                "text": self[f"{code}-text"],
                "required": self[f"{code}-required"],
                "drop": self[f"{code}-drop"] if f"{code}-drop" in self.fields else None,
            }
            for code in self.codes
        ]

    def facts(self) -> list[SlotFacts]:
        """The slots as they were written; a new one without a name is none."""
        data = self.cleaned_data
        return [
            SlotFacts("" if code == NEW else code, data[f"{code}-text"], data[f"{code}-required"])
            for code in self.codes
            if data[f"{code}-text"] and not data.get(f"{code}-drop")
        ]


class RoundField(forms.ModelChoiceField):
    """A round with its days."""

    def label_from_instance(self, obj: Round) -> str:
        """Name, then the days."""
        return f"{obj.name} ({obj.opens_on:%d-%m-%Y} – {obj.closes_on:%d-%m-%Y})"


class SimulationForm(DeskForm):
    """Whose surveys the draft is tried on."""

    mark_optional = False

    round = RoundField(
        label=gettext_lazy("Pendataan dari periode"),
        queryset=Round.objects.none(),
        required=False,
        empty_label=gettext_lazy("Semua periode"),
    )

    def __init__(self, *args: Any, rounds: QuerySet[Round], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = rounds  # type: ignore[attr-defined]


class PublishForm(DeskForm):
    """From which day or round on a version is in force, and how long the one before may still be sent."""

    mark_optional = False

    round = RoundField(
        label=gettext_lazy("Mulai dari periode"),
        queryset=Round.objects.none(),
        required=False,
        empty_label=gettext_lazy("Pilih tanggal sendiri"),
    )
    valid_from = DateField(
        label=gettext_lazy("Atau mulai tanggal"),
        required=False,
        help_text=gettext_lazy("Pendataan yang dimulai sejak hari itu memakai versi ini."),
    )
    grace_days = forms.IntegerField(
        label=gettext_lazy("Masa tenggang (hari)"),
        help_text=gettext_lazy("Selama itu draf pendataan versi lama masih bisa dikirim."),
        initial=GRACE_DAYS,
        min_value=0,
        max_value=MOST_GRACE_DAYS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        localize=False,
    )

    def __init__(self, *args: Any, rounds: QuerySet[Round], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = rounds.filter(opens_on__gte=on)  # type: ignore[attr-defined]

    def clean(self) -> None:
        """One of both says when."""
        super().clean()
        if not self.errors and bool(self.cleaned_data["round"]) == bool(self.cleaned_data["valid_from"]):
            self.add_error("valid_from", _("Pilih periode atau isi tanggal, salah satu."))

    def day(self) -> date:
        """The day on which the version comes into force."""
        chosen = self.cleaned_data["round"]
        return chosen.opens_on if chosen else self.cleaned_data["valid_from"]


class PovertyLineForm(DeskForm):
    """The poverty line of a year."""

    rupiah = RupiahField(
        label=gettext_lazy("Rupiah per orang sebulan"), max_length=20, help_text=gettext_lazy("Misalnya 547.017")
    )
    source = forms.CharField(
        label=gettext_lazy("Sumber"), max_length=200, help_text=gettext_lazy("Misalnya: BPS Kabupaten, Maret 2026")
    )

    def clean_rupiah(self) -> int:
        """A line that people could live by."""
        rupiah = self.cleaned_data["rupiah"]
        if not rupiah or not 100_000 <= rupiah <= 10_000_000:
            raise forms.ValidationError(_("Tulis rupiah per orang sebulan, antara 100.000 dan 10.000.000."))
        return rupiah

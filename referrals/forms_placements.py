"""Forms of referrals: proposal, advice, consent, decision, the stages as their data ask, and links."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from puskesos.dates import DateField
from puskesos.errors import Refused
from puskesos.missing import say_what_is_missing
from puskesos.models import Provider
from referrals.desil import DESILS
from referrals.models import Consent, Programme
from referrals.stages import Field, Stage

OLD_PAGE = gettext_lazy("Halaman ini sudah lama. Periksa keadaannya, lalu kirim lagi.")
FIRST_YEAR, LAST_YEAR = 1900, 2100


NOT_WRITTEN = (forms.FileField, forms.ChoiceField)


class ActForm(forms.Form):
    """An act on a referral as the page showed it: the revision goes along."""

    revision = forms.IntegerField(
        min_value=1,
        max_value=2**31 - 1,
        widget=forms.HiddenInput,
        localize=False,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), OLD_PAGE),
    )

    def __init__(self, *args: Any, revision: int, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})["revision"] = revision
        # Several forms stand on one page.
        kwargs.setdefault("auto_id", f"id_{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)
        self.present = revision
        say_what_is_missing(self.fields)

    @property
    def helper(self) -> FormHelper:
        """The fields, without `<form>`."""
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        return helper

    def say(self, refusal: Refused) -> None:
        """Show a refusal above the fields, with every reason."""
        self.add_error(None, [refusal.sentence, *refusal.reasons])

    def renewed(self) -> "ActForm":
        """This form with what was typed and the present revision, for another try by who has seen the new state."""
        if self.is_bound:
            # Not {**self.data}: of what a page sent that would make lists.
            data: Any = cast(Any, self.data).copy()
            data[self.add_prefix("revision")] = str(self.present)
            self.data = data
        return self

    def typed(self) -> list[dict[str, str]]:
        """What the person wrote, to be shown when the form itself is no longer asked."""
        written = [bound for bound in self.visible_fields() if not isinstance(bound.field, NOT_WRITTEN)]
        return [{"label": str(bound.label), "value": str(bound.value())} for bound in written if bound.value()]


class ProposeForm(forms.Form):
    """One programme of those that can be chosen here."""

    programme = forms.ModelChoiceField(
        queryset=Programme.objects.none(),
        error_messages={
            "required": gettext_lazy("Pilih satu layanan."),
            "invalid_choice": gettext_lazy("Pilih layanan yang ada di daftar."),
        },
    )

    def __init__(self, *args: Any, programmes: Sequence[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [programme.pk for programme in programmes]
        self.fields["programme"].queryset = Programme.objects.filter(pk__in=codes)  # type: ignore[attr-defined]


def _words(label: Any, *, most: int, rows: int = 3, required: bool = True, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, widget=widget, required=required, help_text=hint)


class AdviceForm(ActForm):
    """Back office: the recommendation and, where a rule may be waived, why."""

    advice = _words(
        gettext_lazy("Rekomendasi"), most=2000, hint=gettext_lazy("Mengapa layanan ini, dan apa yang perlu.")
    )
    exception = _words(
        gettext_lazy("Alasan pengecualian"),
        most=300,
        rows=2,
        required=False,
        hint=gettext_lazy("Isi bila ada syarat yang tidak terpenuhi atau belum tahu, tetapi boleh dikecualikan."),
    )


class ReasonForm(ActForm):
    """Why it is refused, declined or withdrawn."""

    reason = _words(gettext_lazy("Alasan"), most=500)


class DecisionForm(ActForm):
    """Penetapan: the consent as it was given, and the provider that has room."""

    how = forms.ChoiceField(
        label=gettext_lazy("Cara warga setuju"), choices=Consent.How.choices, widget=forms.RadioSelect
    )
    given_by = forms.CharField(
        label=gettext_lazy("Nama wali atau pendamping"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Isi bila yang menyetujui wali atau pendamping."),
    )
    provider = forms.ModelChoiceField(
        label=gettext_lazy("Penyedia"), queryset=Provider.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, providers: Sequence[Provider], has_consent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [provider.pk for provider in providers]
        self.fields["provider"].queryset = Provider.objects.filter(pk__in=offered)  # type: ignore[attr-defined]
        self.fields["provider"].error_messages["invalid_choice"] = _(
            "Penyedia ini tidak ada di daftar. Pilih yang lain."
        )
        if len(offered) == 1:
            self.initial.setdefault("provider", offered[0])
        if has_consent:
            del self.fields["how"], self.fields["given_by"]

    def clean(self) -> dict[str, Any]:
        """A guardian is named."""
        data = super().clean() or {}
        if data.get("how") == Consent.How.GUARDIAN and not data.get("given_by"):
            self.add_error("given_by", _("Tulis nama wali atau pendamping yang menyetujui."))
        return data


class AnswerForm(ActForm):
    """What the provider says: it takes the person on, or cannot, and why."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Jawaban"),
        choices=[("accept", gettext_lazy("Terima")), ("decline", gettext_lazy("Tolak"))],
        widget=forms.RadioSelect,
    )
    reason = _words(
        gettext_lazy("Alasan menolak"), most=500, rows=2, required=False, hint=gettext_lazy("Isi bila menolak.")
    )

    def clean(self) -> dict[str, Any]:
        """Declining needs a reason."""
        data = super().clean() or {}
        if data.get("answer") == "decline" and "reason" in data and not data["reason"]:
            self.add_error("reason", _("Tulis alasan menolak, supaya petugas bisa mencari layanan lain."))
        return data


class DesilForm(ActForm):
    """The desil as read somewhere."""

    desil = forms.TypedChoiceField(
        label=gettext_lazy("Desil DTSEN"),
        choices=[("", "–"), *((str(number), str(number)) for number in DESILS)],
        coerce=int,
    )
    source = forms.CharField(
        label=gettext_lazy("Dibaca di"), max_length=120, help_text=gettext_lazy("Misalnya: SIKS-NG, 20-11-2026.")
    )


class LinkForm(ActForm):
    """To whom a one-time link goes."""

    contact = forms.CharField(
        label=gettext_lazy("Kepada siapa"),
        max_length=120,
        help_text=gettext_lazy("Nama dan nomor HP petugas penyedia."),
    )


class PaperForm(forms.Form):
    """One photo of a paper."""

    photo = forms.FileField(
        error_messages={
            "required": gettext_lazy("Pilih atau ambil foto dahulu."),
            "empty": gettext_lazy("Foto rusak, ambil ulang."),
        },
        allow_empty_file=True,
    )


class AmountField(forms.CharField):
    """A number as people write it here: `12`, `12,5`, `1.500.000`; never negative."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    WRITTEN = re.compile(r"([0-9]{1,12}|[0-9]{1,3}(\.[0-9]{3}){1,3})(,[0-9]{1,4})?", flags=re.ASCII)

    def clean(self, value: Any) -> int | float | None:
        """Give the number, or say how to write it."""
        text = super().clean(value).strip()
        if not text:
            return None
        if not self.WRITTEN.fullmatch(text):
            raise forms.ValidationError(_("Tulis dengan angka saja, misalnya 12 atau 12,5."))
        number = Decimal(text.replace(".", "").replace(",", "."))
        return int(number) if number == number.to_integral_value() else float(number)


YES_NO = (("yes", gettext_lazy("Ya")), ("no", gettext_lazy("Tidak")))
LONGEST = {"text": 200, "long_text": 2000}


def stage_field(field: Field) -> forms.Field:
    """The form field of one thing a stage asks."""
    # Hints are written in the office and drawn as they are: escaped here.
    common: dict[str, Any] = {"label": field.label, "help_text": escape(field.hint), "required": field.required}
    match field.kind:
        case "number":
            return AmountField(max_length=20, **common)
        case "date":
            common["help_text"] = common["help_text"] or _("Tanggal-bulan-tahun, contoh: 27-11-2026.")
            return DateField(validators=[_possible], **common)
        case "choice":
            return _choice(field.choices, common)
        case "yes_no":
            return _choice(YES_NO, common)
        case "long_text":
            return forms.CharField(max_length=LONGEST[field.kind], widget=forms.Textarea(attrs={"rows": 3}), **common)
        case _:
            return forms.CharField(max_length=LONGEST[field.kind], **common)


def _possible(day: date) -> None:
    """Years that a case of today can name; arithmetic with later ones leaves the calendar."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise forms.ValidationError(_("Periksa tahunnya."))


def _choice(choices: Sequence[tuple[str, Any]], common: dict[str, Any]) -> forms.ChoiceField:
    blank = [] if common["required"] else [("", _("Tidak diisi"))]
    return forms.ChoiceField(choices=[*choices, *blank], widget=forms.RadioSelect, **common)


class StageForm(ActForm):
    """What a stage asks, drawn from its data; the papers still missing can be photographed along with it."""

    def __init__(self, *args: Any, stage: Stage, last: bool, missing: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about, self.last = stage, last
        self.fields["stage"] = forms.CharField(widget=forms.HiddenInput, initial=stage.code, max_length=40)
        for field in stage.fields:
            self.fields[self.name_of(field.code)] = stage_field(field)
        for paper in stage.papers:
            self.fields[self.paper_name(paper.code)] = self._paper(paper.name, paper.code in missing)
        self.fields["note"] = _words(_("Catatan"), most=500, rows=2, required=False)
        if last:
            hint = _("Apa yang sudah dilakukan untuk warga. Warga akan ditanya.")
            self.fields["outcome"] = _words(_("Hasil akhir"), most=2000, hint=hint)
        say_what_is_missing(self.fields)

    @staticmethod
    def name_of(code: str) -> str:
        """Name on the page of a stage's own field, apart from those that every stage has."""
        return f"field-{code}"

    @staticmethod
    def paper_name(code: str) -> str:
        """Name on the page of a stage's paper."""
        return f"paper-{code}"

    def has_paper(self, code: str) -> None:
        """Note that a photo was kept, so that it is not asked for again."""
        shown = self[self.paper_name(code)]
        shown.field.required, shown.help_text = False, _("Sudah disimpan. Pilih lagi hanya untuk menambah.")

    @staticmethod
    def _paper(name: str, required: bool) -> forms.FileField:
        hint = _("Foto berkas. Wajib ada.") if required else _("Foto berkas.")
        widget = forms.ClearableFileInput(attrs={"accept": "image/*"})
        words = {"required": _("Pilih atau ambil foto dahulu."), "empty": _("Foto rusak, ambil ulang.")}
        return forms.FileField(label=name, required=required, help_text=hint, widget=widget, error_messages=words)

    def photos(self) -> dict[str, Any]:
        """Papers that came along, by code; also when something else on the page is not right."""
        given = {
            paper.code: self.files.get(self.add_prefix(self.paper_name(paper.code))) for paper in self.about.papers
        }
        return {code: upload for code, upload in given.items() if upload}

    def values(self) -> dict[str, Any]:
        """What was answered, as a stage record keeps it: days in ISO form, numbers as numbers."""
        answered = {field.code: self.cleaned_data.get(self.name_of(field.code)) for field in self.about.fields}
        return {
            code: value.isoformat() if isinstance(value, date) else value
            for code, value in answered.items()
            if value not in (None, "")
        }

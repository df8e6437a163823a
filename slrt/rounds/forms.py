"""Forms of rounds: dates, more time for districts, and targets."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from puskesos.dates import DateField
from puskesos.missing import say_what_is_missing
from puskesos.models import Region, Round
from puskesos.rounds import LARGEST_TARGET

LARGEST_FILE = 200_000


class PlainForm(forms.Form):
    """Fields only; the page owns form and buttons."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_is_missing(self.fields)

    @property
    def helper(self) -> FormHelper:
        """Fields only."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


class RoundForm(PlainForm):
    """Name and days of a round; the regency is asked only of who works for several."""

    regency = forms.ModelChoiceField(label=gettext_lazy("Kabupaten"), queryset=Region.objects.none(), empty_label=None)
    name = forms.CharField(
        label=gettext_lazy("Nama periode"),
        help_text=gettext_lazy("Contoh: Januari–Maret 2027."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    opens_on = DateField(label=gettext_lazy("Hari pertama"), help_text=gettext_lazy("Contoh: 01-12-2026."))
    closes_on = DateField(
        label=gettext_lazy("Hari terakhir"), help_text=gettext_lazy("Pada hari ini desa masih bisa mengirim.")
    )

    def __init__(self, *args: Any, regencies: Iterable[Region] = (), round: Round | None = None, **kwargs: Any) -> None:
        if round:
            kwargs["initial"] = {name: getattr(round, name) for name in ("name", "opens_on", "closes_on")}
        super().__init__(*args, **kwargs)
        codes = [region.pk for region in regencies]
        if len(codes) > 1:
            self.fields["regency"].queryset = Region.objects.filter(pk__in=codes)  # type: ignore[attr-defined]
        else:
            del self.fields["regency"]


class ExtendForm(PlainForm):
    """Which districts get until when, and why."""

    districts = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Kecamatan"),
        queryset=Region.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Pilih paling sedikit satu kecamatan.")},
    )
    closes_on = DateField(label=gettext_lazy("Hari terakhir yang baru"), help_text=gettext_lazy("Contoh: 15-01-2027."))
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Tercatat bersama nama Anda. Paling sedikit 10 huruf."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["districts"]
        field.queryset = Region.objects.filter(parent=round.regency_id, level=Region.Level.DISTRICT)
        field.label_from_instance = lambda district: (
            _("%(district)s (sampai %(day)s)")
            % {
                "district": district.name,
                "day": date_format(round.closes_on_in(district.pk), "d-m-Y"),
            }
        )


class TargetTableForm(PlainForm):
    """A table of villages and numbers, pasted or as a file."""

    table = forms.CharField(
        label=gettext_lazy("Tempel tabel"),
        help_text=gettext_lazy("Satu desa di tiap baris: kode atau nama, lalu angkanya. Boleh disalin dari Excel."),
        max_length=LARGEST_FILE,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Atau pilih berkas CSV"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt"}),
    )

    def clean(self) -> dict[str, Any]:
        """The text of one of the two."""
        data = super().clean() or {}
        if self.errors:
            return data
        if data.get("file"):
            data["table"] = self._text_of(data["file"])
        if not (data.get("table") or "").strip():
            self.add_error("table", _("Tempel tabel di sini, atau pilih berkas."))
        return data

    def _text_of(self, upload: Any) -> str:
        if upload.size > LARGEST_FILE:
            self.add_error("file", _("Berkas terlalu besar. Paling besar 200 KB."))
            return "-"
        try:
            text = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            text = "\x00"
        if "\x00" in text:
            self.add_error("file", _("Berkas ini bukan CSV. Simpan sebagai CSV UTF-8, atau tempel tabelnya."))
            return "-"
        return text


class DistrictTargetsForm(PlainForm):
    """One number per village of a kecamatan; an empty one leaves the village without a change."""

    mark_optional = False

    def __init__(self, *args: Any, villages: Iterable[Region], targets: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for village in villages:
            self.fields[self._name(village.pk)] = forms.IntegerField(
                label=village.titled,
                min_value=0,
                max_value=LARGEST_TARGET,
                required=False,
                initial=targets.get(village.pk),
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 7}),
            )
        self.codes = {self._name(village.pk): village.pk for village in villages}

    @staticmethod
    def _name(code: str) -> str:
        return f"target-{code.replace('.', '')}"

    def targets(self) -> dict[str, int]:
        """Village code to number, of those that were filled in."""
        values = ((code, self.cleaned_data.get(name)) for name, code in self.codes.items())
        return {code: number for code, number in values if number is not None}

"""Dates as people write them here: day first, four digits for the year, nothing else."""

from django import forms
from django.utils.translation import gettext_lazy as _

# Django adds ISO dates to every locale's formats; a field of ours names its formats itself.
INPUT_FORMATS = ["%d-%m-%Y", "%d/%m/%Y"]


class DateField(forms.DateField):
    """A typed date: `27-11-1987` or `27/11/1987`."""

    def __init__(self, **kwargs) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 10}
        kwargs.setdefault("error_messages", {"invalid": _("Tulis tanggal-bulan-tahun, contoh: 27-11-1987.")})
        kwargs.setdefault("widget", forms.DateInput(format=INPUT_FORMATS[0], attrs=attrs))
        super().__init__(input_formats=INPUT_FORMATS, **kwargs)

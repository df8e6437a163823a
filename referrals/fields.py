"""Form fields of complaints: lines, paragraphs and telephone numbers as people type them."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households import facts
from households.fields import FactField, line_of
from puskesos.errors import Refused


def clean_paragraphs(raw: str, *, max_length: int) -> str:
    """Text of several lines as it is kept: no invisible signs, no identity number; Refused otherwise."""
    lines = [facts.clean_text(line, max_length=max_length) for line in raw.splitlines()]
    text = "\n".join(lines).strip()
    if len(text) > max_length:
        raise Refused(_("Terlalu panjang: paling banyak %(count)s huruf.") % {"count": max_length})
    if facts.HIDDEN_NUMBER.search(text):
        raise Refused(_("Jangan tulis NIK atau No. KK di sini."))
    return text


def paragraphs_field(max_length: int, *, rows: int = 4, **kwargs: Any) -> FactField:
    """A box for several lines."""
    kwargs.setdefault("error_messages", {"required": gettext_lazy("Isi bagian ini.")})
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": max_length})
    return FactField(clean=lambda raw: clean_paragraphs(raw, max_length=max_length), widget=widget, **kwargs)


def choice_field(label: Any, choices: Any = (), **kwargs: Any) -> forms.ChoiceField:
    """One of some, each a row to tap."""
    kwargs.setdefault("error_messages", {"required": gettext_lazy("Pilih salah satu.")})
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **kwargs)


def line_field(max_length: int, **kwargs: Any) -> FactField:
    """One line that may stay empty."""
    return FactField(clean=line_of(max_length), required=False, max_length=max_length, **kwargs)


def phone_field(label: str | Promise) -> FactField:
    """A mobile number that may stay empty."""
    widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    return FactField(clean=facts.clean_phone, label=label, required=False, max_length=30, widget=widget)

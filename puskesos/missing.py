"""What a form says where something that must be known was left empty."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _


def say_what_is_missing(fields: Mapping[str, forms.Field]) -> None:
    """Give every field that is filled in by hand the sentence for an empty one: choose, or write.

    Files have sentences of their own, and what is hidden nobody has left empty.
    """
    for field in fields.values():
        if not field.widget.is_hidden and not isinstance(field, forms.FileField):
            chosen = isinstance(field, forms.ChoiceField)
            field.error_messages["required"] = _("Pilih salah satu.") if chosen else _("Isi bagian ini.")

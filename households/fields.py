"""Form fields of the registry: facts, numbers and codes as people type and choose them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from households import codes, facts, identity
from households.identity import Kind, NotANumber
from households.models import HEAD
from puskesos.errors import Refused


class FactField(forms.CharField):
    """Text that one of the functions of `facts` cleans; its refusal is shown beside the field."""

    def __init__(self, *, clean: Callable[[str], str], **kwargs: Any) -> None:
        self.clean_fact = clean
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """The fact as it is kept."""
        try:
            return self.clean_fact(super().clean(value))
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence) from None


class NumberField(forms.CharField):
    """A typed NIK or No. KK, with whatever people put between the digits; empty stays empty."""

    def __init__(self, *, kind: Kind, **kwargs: Any) -> None:
        self.kind = kind
        attrs = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 22}
        super().__init__(required=False, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> str:
        """Sixteen digits, or nothing."""
        typed = super().clean(value)
        try:
            return identity.check_number(typed, kind=self.kind) if typed else ""
        except NotANumber as error:
            raise forms.ValidationError(str(error)) from None


def line_of(max_length: int) -> Callable[[str], str]:
    """A cleaner for one line of text."""
    return lambda raw: facts.clean_text(raw, max_length=max_length)


def other_relations() -> list[tuple[str, str]]:
    """Relations to the head of everybody but the head."""
    return [pair for pair in code_choices("relation") if pair[0] != HEAD]


def code_choices(name: str) -> list[tuple[str, str]]:
    """A list of codes with an empty first line."""
    return [("", _("Pilih")), *codes.choices(name)]


def code_field(name: str, **kwargs: Any) -> forms.ChoiceField:
    """A drop-down of one code list under the list's own title, empty allowed."""
    kwargs.setdefault("label", codes.code_list(name).title)
    return forms.ChoiceField(choices=lambda: code_choices(name), required=False, **kwargs)


class DefaultedChoice(forms.ChoiceField):
    """A choice that stands on its first value until somebody chooses otherwise."""

    def clean(self, value: Any) -> str:
        """The chosen code, or the one it stands on."""
        return super().clean(value or self.initial)


class CheckedField(forms.MultipleChoiceField):
    """A tick that belongs to the warnings it was given for; other warnings ask again."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: str) -> bool:
        """Which value counts is known only after the other fields are read."""
        return True

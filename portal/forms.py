"""What a citizen may say on the ticket page."""

from django import forms
from django.utils.translation import gettext_lazy

from households.facts import clean_text
from puskesos.errors import Refused
from referrals.models import Answer

WORDS_LENGTH = 500
# Best first: who is content meets the own answer at once, and the row of faces reads as a scale.
SATISFACTION = (
    ("5", gettext_lazy("Sangat puas")),
    ("4", gettext_lazy("Puas")),
    ("3", gettext_lazy("Biasa saja")),
    ("2", gettext_lazy("Kurang puas")),
    ("1", gettext_lazy("Tidak puas")),
)


class AnswerForm(forms.Form):
    """Handled or not, how content, and a few words; only the first must be said."""

    said = forms.ChoiceField(
        choices=[(said.value, said.label) for said in (Answer.Said.HANDLED, Answer.Said.NOT_HANDLED)],
        label=gettext_lazy("Jawaban"),
        error_messages={
            "required": gettext_lazy("Tekan Sudah tertangani atau Belum tertangani."),
            "invalid_choice": gettext_lazy("Tekan Sudah tertangani atau Belum tertangani."),
        },
        widget=forms.HiddenInput,
    )
    satisfaction = forms.TypedChoiceField(
        choices=SATISFACTION,
        coerce=int,
        empty_value=None,
        required=False,
        label=gettext_lazy("Seberapa puas Anda dengan pelayanannya?"),
        error_messages={"invalid_choice": gettext_lazy("Pilih salah satu wajah, atau biarkan kosong.")},
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        max_length=WORDS_LENGTH,
        required=False,
        label=gettext_lazy("Ceritakan singkat"),
        help_text=gettext_lazy("Jangan tulis NIK atau No. KK."),
        error_messages={"max_length": gettext_lazy("Terlalu panjang: paling banyak %(limit_value)d huruf.")},
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": WORDS_LENGTH}),
    )

    def clean_words(self) -> str:
        """One line without an identity number in it."""
        try:
            return clean_text(self.cleaned_data["words"], max_length=WORDS_LENGTH)
        except Refused as refused:
            raise forms.ValidationError(refused.sentence) from None

    @property
    def handled(self) -> bool:
        """Whether the citizen says that it was handled."""
        return self.cleaned_data["said"] == Answer.Said.HANDLED

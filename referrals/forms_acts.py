"""Forms of what is done with a complaint: handled, handed up, asked, and papers added."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from referrals.fields import choice_field, line_field, paragraphs_field
from referrals.models import Answer, Complaint
from referrals.states import complaint_allows


class HandleForm(forms.Form):
    """What was done for the citizen."""

    result = paragraphs_field(
        2000,
        label=gettext_lazy("Apa yang sudah dilakukan untuk warga?"),
        help_text=gettext_lazy("Siapa berbuat apa, kapan. Warga ditanya apakah itu benar."),
    )


class EscalateForm(forms.Form):
    """Why the village cannot."""

    reason = paragraphs_field(
        500,
        rows=3,
        label=gettext_lazy("Mengapa desa tidak bisa menangani sendiri?"),
        help_text=gettext_lazy("Apa yang sudah dicoba, dan apa yang diperlukan dari Dinas Sosial."),
    )


class UrgencyForm(forms.Form):
    """How pressing it is now."""

    urgency = choice_field(gettext_lazy("Kegentingan"), Complaint.Urgency.choices)


class AnswerForm(forms.Form):
    """What the citizen said to the officer who asked."""

    said = choice_field(gettext_lazy("Kata warga"))
    channel = choice_field(
        gettext_lazy("Ditanya lewat"),
        [pair for pair in Answer.Channel.choices if pair[0] != Answer.Channel.TICKET],
        initial=Answer.Channel.CALL,
    )
    satisfaction = forms.TypedChoiceField(
        label=gettext_lazy("Seberapa puas? (1 tidak puas, 5 sangat puas)"),
        choices=[(str(number), str(number)) for number in range(1, 6)],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    words = paragraphs_field(500, rows=3, label=gettext_lazy("Kata-kata warga"), required=False)

    def __init__(self, *args: Any, status: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = {
            Answer.Said.HANDLED: complaint_allows(status, "confirm"),
            Answer.Said.NOT_HANDLED: complaint_allows(status, "reopen"),
        }
        self.fields["said"].choices = [(said.value, said.label) for said, may in possible.items() if may]  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        """The answer as `closing.answer` takes it."""
        data = self.cleaned_data
        return {
            "handled": data["said"] == Answer.Said.HANDLED,
            "channel": data["channel"],
            "satisfaction": data["satisfaction"],
            "words": data["words"],
        }


class UnreachedForm(forms.Form):
    """A call that reached nobody."""

    words = paragraphs_field(500, rows=2, label=gettext_lazy("Catatan"), required=False)


class CloseForm(forms.Form):
    """Nothing is asked: the calls are on record."""


class PaperForm(forms.Form):
    """A photo of a paper."""

    code = forms.ChoiceField(label=gettext_lazy("Berkas"))
    note = line_field(120, label=gettext_lazy("Keterangan"))
    photo = forms.FileField(
        label=gettext_lazy("Foto (JPG)"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/*"}),
        error_messages={
            "required": gettext_lazy("Pilih atau ambil foto dulu."),
            "empty": gettext_lazy("File kosong. Ambil ulang foto."),
        },
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = choices  # type: ignore[attr-defined]

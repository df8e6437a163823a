"""Forms of accounts: logging in, choosing a password, a person's contact and post, and the file of many."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from puskesos import throttle
from puskesos.accounts import Contact, Post
from puskesos.dates import DateField
from puskesos.errors import Refused
from puskesos.models import Provider, Region, User
from puskesos.passwords import LONGEST
from puskesos.phones import clean_phone
from puskesos.roles import DUTIES, MANAGED, REGION_LENGTH, Duty, FacilitatorKind, Role

REASON_LENGTH = 300
LARGEST_FILE = 2 * 2**20
TOO_BIG = gettext_lazy("Berkas terlalu besar (paling besar 2 MB).")


# --- at the door -----------------------------------------------------------------------------------------------------


def _password(label: Any, *, autocomplete: str, help_text: Any = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=LONGEST, strip=False, widget=widget, help_text=help_text)


class LoginForm(AuthenticationForm):
    """Name and password; too many tries wait, whoever they name."""

    password = _password(gettext_lazy("Kata sandi"), autocomplete="current-password")
    error_messages = {
        "invalid_login": gettext_lazy("Nama pengguna atau kata sandi tidak cocok. Periksa lagi."),
        "inactive": gettext_lazy("Nama pengguna atau kata sandi tidak cocok. Periksa lagi."),
    }
    is_throttled = False

    def clean(self) -> dict[str, Any]:
        """Count the try first, then look."""
        name = self.cleaned_data.get("username") or ""
        if self.request and name and self.cleaned_data.get("password"):
            self._admit(name, self.request)
            try:
                super().clean()
            except ValidationError:
                throttle.note_failure(self.request)
                raise
            throttle.forget(name)
        return self.cleaned_data

    def _admit(self, name: str, request: HttpRequest) -> None:
        tired = throttle.address_is_tired(request)
        wait = timedelta(0) if tired else throttle.admit(name, at=timezone.now())
        self.is_throttled = tired or bool(wait)
        if self.is_throttled:
            minutes = 5 if tired else -(-int(wait.total_seconds()) // 60)
            raise ValidationError(
                ngettext(
                    "Terlalu banyak percobaan. Tunggu %(n)d menit, lalu coba lagi.",
                    "Terlalu banyak percobaan. Tunggu %(n)d menit, lalu coba lagi.",
                    minutes,
                )
                % {"n": minutes},
                code="throttled",
            )


class CodeForm(forms.Form):
    """A code of the authenticator, or one on paper."""

    code = forms.CharField(
        label=gettext_lazy("Kode"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )


NEW_HELP = gettext_lazy(
    "Paling sedikit 10 huruf. Tiga kata yang mudah Anda ingat sudah cukup. Jangan nama sendiri, nama desa, atau tahun."
)


class NewPasswordForm(forms.Form):
    """A password typed once: it can be shown while typing, so nobody types it twice."""

    password = _password(gettext_lazy("Kata sandi baru"), autocomplete="new-password", help_text=NEW_HELP)


class ChangePasswordForm(NewPasswordForm):
    """The same, by who knows the old one."""

    old = _password(gettext_lazy("Kata sandi lama"), autocomplete="current-password")
    field_order = ["old", "password"]


# --- people ----------------------------------------------------------------------------------------------------------


class ContactForm(forms.Form):
    """Who somebody is and how to reach them."""

    full_name = forms.CharField(
        label=gettext_lazy("Nama lengkap"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phone = forms.CharField(
        label=gettext_lazy("Nomor HP"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("Untuk mengirim tautan lewat WhatsApp."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Surel"),
        required=False,
        help_text=gettext_lazy("Untuk ringkasan pagi. Kosongkan jika tidak perlu."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean_full_name(self) -> str:
        """One line, single spaces."""
        return " ".join(self.cleaned_data["full_name"].split())

    def clean_phone(self) -> str:
        """As it is kept: 08…"""
        try:
            return clean_phone(self.cleaned_data["phone"])
        except Refused as refusal:
            raise ValidationError(refusal.sentence) from refusal

    def contact(self) -> Contact:
        """What was typed."""
        return Contact(**{name: self.cleaned_data[name] for name in ("full_name", "phone", "email")})


def contact_of(user: User) -> dict[str, str]:
    """Initial values of a ContactForm."""
    return {"full_name": user.full_name, "phone": user.phone, "email": user.email}


class PostForm(forms.Form):
    """Where somebody works: only what the role asks for."""

    region = forms.ChoiceField(label=gettext_lazy("Wilayah tugas"))
    provider = forms.ModelChoiceField(
        Provider.objects.none(), label=gettext_lazy("Lembaga"), empty_label=gettext_lazy("Pilih lembaga")
    )
    facilitator_kind = forms.ChoiceField(
        label=gettext_lazy("Jenis fasilitator"), choices=FacilitatorKind.choices, widget=forms.RadioSelect
    )
    villages = forms.MultipleChoiceField(
        label=gettext_lazy("Desa lain"),
        required=False,
        help_text=gettext_lazy("Jika mendampingi beberapa desa. Di komputer, tahan Ctrl untuk memilih beberapa."),
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    duties = forms.MultipleChoiceField(
        label=gettext_lazy("Tugas tambahan"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, role: str, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role, self.by = role, by
        for name in {"region", "provider", "facilitator_kind", "villages", "duties"} - _asked(role):
            del self.fields[name]
        if "region" in self.fields:
            places = places_for(role, by)
            self.fields["region"].choices = [("", _("Pilih wilayah")), *places]  # type: ignore[attr-defined]
            if "villages" in self.fields:
                self.fields["villages"].choices = places  # type: ignore[attr-defined]
        if "provider" in self.fields:
            rows = Provider.objects.filter(regency__code__startswith=by.region_id or "").order_by("name")
            self.fields["provider"].queryset = rows  # type: ignore[attr-defined]
        if "duties" in self.fields:
            words = [(duty, Duty(duty).label) for duty in DUTIES[role]]
            self.fields["duties"].choices = words  # type: ignore[attr-defined]

    def post(self) -> Post:
        """What was chosen; the rules are the verb's."""
        chosen = self.cleaned_data
        code = chosen.get("region") or (self.by.region_id if self.role == Role.ADMIN else None)
        return Post(
            role=self.role,
            region=Region.objects.get(pk=code) if code else None,
            provider=chosen.get("provider"),
            facilitator_kind=chosen.get("facilitator_kind", ""),
            villages=chosen.get("villages", []),
            duties=chosen.get("duties", []),
        )


def _asked(role: str) -> set[str]:
    """Which fields of a post a role has."""
    names = {"region"} if role in REGION_LENGTH else set()
    if role == Role.PROVIDER:
        names.add("provider")
    if role == Role.FACILITATOR:
        names |= {"facilitator_kind", "villages"}
    return names | ({"duties"} if role in DUTIES else set())


def places_for(role: str, by: User) -> list[tuple[str, Any]]:
    """Regions on the level of a role inside one's own; villages stand under their district."""
    level = {13: Region.Level.VILLAGE, 8: Region.Level.DISTRICT, 5: Region.Level.REGENCY}[REGION_LENGTH[role]]
    rows = Region.objects.filter(level=level, code__startswith=by.region_id or "").select_related("parent")
    if level != Region.Level.VILLAGE:
        return [(row.pk, row.titled) for row in rows]
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows.order_by("parent__code", "name"):
        groups[_("Kecamatan %(name)s") % {"name": row.parent.name if row.parent else ""}].append((row.pk, row.titled))
    return list(groups.items())


def post_of(user: User) -> dict[str, Any]:
    """Initial values of a PostForm."""
    return {
        "region": user.region_id,
        "provider": user.provider_id,
        "facilitator_kind": user.facilitator_kind,
        "villages": user.villages,
        "duties": user.duties,
    }


class InviteForm(ContactForm, PostForm):
    """A new account."""

    username = forms.CharField(
        label=gettext_lazy("Nama pengguna"),
        max_length=60,
        required=False,
        validators=[ASCIIUsernameValidator(message=gettext_lazy("Pakai huruf, angka, titik, dan tanda hubung saja."))],
        help_text=gettext_lazy("Kosongkan agar dibuat dari nama."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    field_order = [
        "full_name", "username", "phone", "email", "region", "provider", "facilitator_kind", "villages", "duties",
    ]  # fmt: skip


class MoveForm(PostForm):
    """Another post, from a day on, for a reason."""

    on = DateField(label=gettext_lazy("Berlaku sejak"))
    reason = forms.CharField(
        label=gettext_lazy("Alasan"), max_length=REASON_LENGTH, help_text=gettext_lazy("Contoh: SK kepala desa no. 12.")
    )


class ListForm(forms.Form):
    """Which accounts are listed; nonsense in the address is read as nothing chosen."""

    q = forms.CharField(label=gettext_lazy("Nama atau nama pengguna"), required=False, max_length=60)
    role = forms.ChoiceField(label=gettext_lazy("Peran"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("Kecamatan"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("Keadaan"),
        required=False,
        choices=[
            ("", gettext_lazy("Semua")),
            ("active", gettext_lazy("Aktif")),
            ("invited", gettext_lazy("Belum pernah masuk")),
            ("disabled", gettext_lazy("Nonaktif")),
        ],
    )
    mark_optional = False

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role, Role(role).label) for role in MANAGED[by.role]]
        places = places_for(Role.SUPERVISOR, by)
        self.fields["role"].choices = [("", _("Semua peran")), *roles]  # type: ignore[attr-defined]
        self.fields["place"].choices = [("", _("Semua kecamatan")), *places]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """What was chosen, empty where it was not or could not be read."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class ImportForm(forms.Form):
    """A workbook or CSV with one person a row."""

    file = forms.FileField(
        label=gettext_lazy("Berkas Excel (.xlsx) atau CSV"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": gettext_lazy("Pilih berkas dahulu."), "empty": gettext_lazy("Berkas ini kosong.")},
    )

    def clean_file(self) -> Any:
        """Small enough to read at once."""
        if self.cleaned_data["file"].size > LARGEST_FILE:
            raise ValidationError(TOO_BIG)
        return self.cleaned_data["file"]

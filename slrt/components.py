"""The living page of components: every shared piece of the look, rendered with sample data (demo and development)."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

ASSESSMENT_STATUSES = [
    ("draft", _("Draf")),
    ("submitted", _("Terkirim")),
    ("returned", _("Perlu diperbaiki")),
    ("approved", _("Disetujui kecamatan")),
    ("rejected", _("Ditolak")),
    ("superseded", _("Diganti survei baru")),
]
BATCH_STATUSES = [
    ("open", _("Terbuka")),
    ("frozen", _("Dibekukan")),
    ("tabulated", _("Sudah ditabulasi")),
    ("exported", _("Berkas siap")),
    ("sent", _("Terkirim ke Kemensos")),
    ("reconciled", _("Sudah dicocokkan")),
    ("closed", _("Ditutup")),
    ("cancelled", _("Dibatalkan")),
]
HOUSEHOLDS = [
    ("Komang Contoh Sari", "Banjar Dinas Kajanan", 4, "22-11-2026", *ASSESSMENT_STATUSES[1]),
    ("Ni Luh Contoh Ayu", "Banjar Dinas Kelod Kauh", 6, "21-11-2026", *ASSESSMENT_STATUSES[2]),
    ("I Ketut Contoh", "Dusun Tegal", 1, "3-11-2026", *ASSESSMENT_STATUSES[3]),
]
CLASSES = [
    {"label": _("Sangat miskin"), "value": 112, "share": 28.0},
    {"label": _("Miskin"), "value": 164, "share": 41.0},
    {"label": _("Rentan"), "value": 88, "share": 22.0},
    {"label": _("Tidak miskin"), "value": 36, "share": 9.0},
]
FACTS = [
    {"label": _("Kepala keluarga"), "value": "Komang Contoh Sari", "url": "#"},
    {"label": _("Alamat"), "value": "Banjar Dinas Kajanan, RT 002 / RW 001", "url": "#"},
    {"label": _("Nomor HP"), "value": ""},
]
NAVIGATION = [
    {"label": _("Beranda"), "url": "#", "current": "", "count": 0},
    {"label": _("Keluarga"), "url": "#", "current": "", "count": 0},
    {"label": _("Survei"), "url": "#", "current": "page", "count": 12},
    {"label": _("Tinjauan"), "url": "#", "current": "", "count": 3},
    {"label": _("Batch"), "url": "#", "current": "", "count": 0},
]


class SampleForm(forms.Form):
    """One field of every kind; sent empty or wrong on purpose, so that errors are seen too."""

    name = forms.CharField(label=_("Nama sesuai KTP"))
    nik = forms.RegexField(
        r"^\d{16}$",
        label=_("NIK"),
        help_text=_("16 angka di KTP. Kosongkan jika belum punya."),
        required=False,
        error_messages={"invalid": _("NIK harus 16 angka. Anda mengisi 15 angka.")},
    )
    floor = forms.ChoiceField(
        label=_("Apa lantai rumah yang paling luas?"),
        help_text=_("Lihat ruang yang paling sering dipakai."),
        choices=[("1", _("Tanah")), ("2", _("Bambu atau kayu")), ("3", _("Semen")), ("4", _("Keramik"))],
        widget=forms.RadioSelect,
    )
    assets = forms.MultipleChoiceField(
        label=_("Barang yang dimiliki"),
        choices=[("motor", _("Sepeda motor")), ("tv", _("Televisi")), ("gas", _("Tabung gas"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    hamlet = forms.ChoiceField(label=_("Dusun"), choices=[("", _("Pilih dusun")), ("1", "Kajanan"), ("2", "Kelod")])
    photo = forms.FileField(label=_("Foto rumah dari depan"), required=False)
    note = forms.CharField(label=_("Catatan"), widget=forms.Textarea, required=False)
    consent = forms.BooleanField(label=_("Warga setuju datanya dipakai untuk menilai kelayakan bantuan."))


def sample() -> dict[str, Any]:
    """Everything the page shows; nothing comes from the database."""
    return {
        "assessment_statuses": ASSESSMENT_STATUSES,
        "batch_statuses": BATCH_STATUSES,
        "households": HOUSEHOLDS,
        "classes": CLASSES,
        "facts": FACTS,
        "navigation": NAVIGATION,
        "page": {"after": "mark", "next_mark": "next"},
        "problems": [{"text": _("Foto dapur belum ada"), "url": "#foto"}],
        "sample_form": SampleForm({"nik": "510801010187001", "floor": "", "assets": ["motor"]}),
        "fresh_form": SampleForm(initial={"floor": "3"}, prefix="baru"),
    }


def components(request: HttpRequest) -> HttpResponse:
    """Show every component once, in the states that are easily forgotten: empty, wrong, long, blocked."""
    return render(request, "slrt/components.html", sample())

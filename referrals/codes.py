"""Kinds of PPKS (people in need of social welfare), as Permensos 8/2012 numbers them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PPKS: dict[int, str | Promise] = {
    1: _("Anak balita terlantar"),
    2: _("Anak terlantar"),
    3: _("Anak yang berhadapan dengan hukum"),
    4: _("Anak jalanan"),
    5: _("Anak dengan kedisabilitasan"),
    6: _("Anak korban kekerasan atau diperlakukan salah"),
    7: _("Anak yang memerlukan perlindungan khusus"),
    8: _("Lanjut usia terlantar"),
    9: _("Penyandang disabilitas"),
    10: _("Tuna susila"),
    11: _("Gelandangan"),
    12: _("Pengemis"),
    13: _("Pemulung"),
    14: _("Kelompok minoritas"),
    15: _("Bekas warga binaan lembaga pemasyarakatan"),
    16: _("Orang dengan HIV/AIDS"),
    17: _("Korban penyalahgunaan NAPZA"),
    18: _("Korban perdagangan orang"),
    19: _("Korban tindak kekerasan"),
    20: _("Pekerja migran bermasalah sosial"),
    21: _("Korban bencana alam"),
    22: _("Korban bencana sosial"),
    23: _("Perempuan rawan sosial ekonomi"),
    24: _("Fakir miskin"),
    25: _("Keluarga bermasalah sosial psikologis"),
    26: _("Komunitas adat terpencil"),
}

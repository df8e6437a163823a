"""Words on screen for what was done."""

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

WORDS = {
    "assessment.start": _("Pendataan dimulai"),
    "assessment.confirm_identity": _("Identitas dicocokkan"),
    "assessment.add_photo": _("Foto ditambah"),
    "assessment.remove_photo": _("Foto dihapus"),
    "assessment.submit": _("Dikirim"),
    "assessment.approve": _("Disetujui"),
    "assessment.return_for_correction": _("Dikembalikan untuk diperbaiki"),
    "household.register": _("Keluarga didaftarkan"),
    "household.amend": _("Data keluarga diubah"),
    "member.add": _("Anggota ditambah"),
    "member.amend": _("Data anggota diubah"),
    "member.remove": _("Anggota keluar"),
    "identity.reveal": _("Nomor identitas dilihat"),
    "batch.create": _("Batch dibuat"),
    "batch.freeze": _("Batch dibekukan"),
    "batch.tabulate": _("Batch ditabulasi"),
    "batch.export": _("Berkas selesai"),
    "batch.mark_sent": _("Ditandai terkirim"),
    "batch.cancel": _("Batch dibatalkan"),
    "file.download": _("Berkas diunduh"),
    "catalogue.load": _("Dimuat dari katalog"),
    "programme.edit": _("Layanan diubah"),
    "programme.edit_stages": _("Tahap layanan diubah"),
    "stagetemplate.edit_stages": _("Tahap templat diubah"),
    "offer.add": _("Penyedia ditambah"),
    "offer.change": _("Penyedia diubah"),
    "provider.add": _("Penyedia didaftarkan"),
}


@register.filter
def activity_words(verb: str) -> str:
    """`assessment.submit` as people say it; an unknown verb stays as it is, so that nothing is hidden."""
    return WORDS.get(verb, verb)

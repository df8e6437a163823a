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
    "referral.carry_over": _("Rekomendasi dipakai lagi"),
    "client.note_desil": _("Desil dicatat"),
    "link.make": _("Tautan penyedia dibuat"),
    "link.follow": _("Tautan langkah berikutnya"),
    "link.open": _("Tautan penyedia dibuka"),
    "link.revoke": _("Tautan penyedia dicabut"),
    "identity.reveal": _("Nomor identitas dilihat"),
    "benefit.note": _("Kepesertaan dicatat"),
    "benefit.end": _("Kepesertaan berhenti"),
    "benefit.correct": _("Kepesertaan diperbaiki"),
    "batch.create": _("Batch dibuat"),
    "batch.freeze": _("Batch dibekukan"),
    "batch.tabulate": _("Batch ditabulasi"),
    "batch.export": _("Berkas selesai"),
    "batch.mark_sent": _("Ditandai terkirim"),
    "batch.cancel": _("Batch dibatalkan"),
    "file.download": _("Berkas diunduh"),
    "complaint.register": _("Keluhan dicatat"),
    "complaint.escalate": _("Diteruskan ke SLRT"),
    "complaint.change_urgency": _("Kegentingan diubah"),
    "complaint.handle": _("Hasil penanganan dicatat"),
    "complaint.confirm": _("Warga: sudah tertangani"),
    "complaint.reopen": _("Warga: belum tertangani, dibuka lagi"),
    "complaint.note_unreached": _("Warga tidak terhubung"),
    "complaint.close_unreached": _("Ditutup tanpa jawaban warga"),
    "referral.propose": _("Layanan diusulkan"),
    "referral.recommend": _("Rujukan direkomendasikan"),
    "referral.refuse": _("Rujukan tidak ditetapkan"),
    "referral.send": _("Rujukan ditetapkan dan dikirim"),
    "referral.accept": _("Penyedia menerima"),
    "referral.decline": _("Penyedia menolak"),
    "referral.record_stage": _("Tahap layanan selesai"),
    "referral.complete": _("Rujukan tuntas"),
    "referral.withdraw": _("Rujukan ditarik"),
    "consent.record": _("Persetujuan warga dicatat"),
    "paper.add": _("Berkas ditambah"),
    "paper.remove": _("Berkas dihapus"),
    "case.protect": _("Dijadikan kasus terlindung"),
    "case.join_team": _("Anggota tim ditambah"),
    "case.leave_team": _("Anggota tim keluar"),
    "case.name_alias": _("Nama samaran diberikan"),
    "case.note_simfoni": _("Nomor SIMFONI dicatat"),
    "case.write_note": _("Catatan ditulis"),
    "outreach.report": _("Laporan darurat dicatat"),
    "outreach.depart": _("Tim berangkat"),
    "outreach.arrive": _("Tim tiba"),
    "outreach.settle": _("Tertangani di tempat"),
    "outreach.update": _("Catatan penjangkauan diubah"),
    "outreach.place": _("Ditempatkan"),
}


@register.filter
def activity_words(verb: str) -> str:
    """`assessment.submit` as people say it; an unknown verb stays as it is, so that nothing is hidden."""
    return WORDS.get(verb, verb)

"""What people of the demo world complain about, and how far each got."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """One complaint: its words, the service it asks for, how far it got, and how many days ago it was heard."""

    text: str
    sector: str
    fate: str
    days_ago: int
    programme: str = ""
    channel: str = "puskesos"
    kind: str = "grievance"
    urgency: str = "ordinary"
    ppks: tuple[int, ...] = ()
    desil: int | None = None
    elder: bool = False


# Fates are steps of slrt/demo/complaints.py. The showcase village has one of each; days leave some of them late.
NEEDS: tuple[Need, ...] = (
    Need("Minta dibantu mengurus KTP, belum pernah rekam.", "civil", "heard", 1),
    Need("Kapan bantuan sembako bulan ini cair?", "food", "heard", 2, kind="question"),
    Need("Beras bantuan berkutu, mohon diperiksa.", "food", "heard", 30),
    Need("Rumah bocor, minta terpal.", "housing", "handled", 6),
    Need("Tidak tahu cara cek bantuan lewat HP.", "social", "closed", 9, kind="question"),
    Need("Anak putus sekolah karena biaya seragam.", "education", "reopened", 20, channel="visit"),
    Need("Sakit gula, kartu KIS tidak aktif.", "health", "proposed", 2, "KES-01", desil=3),
    Need("Harus cuci darah, PBI dinonaktifkan.", "health", "recommended", 2, "KES-01", "front_office", desil=4),
    Need("Suami masuk RSUD, tidak punya jaminan.", "health", "sent", 1, "KES-02", "front_office", urgency="urgent"),
    Need("Minta kursi roda untuk ibu.", "social", "under_way", 8, "REH-02", "visit", ppks=(9,)),
    Need("Kakek tinggal sendiri, tidak bisa memasak.", "social", "sent", 25, "REH-06", "visit", ppks=(8,), elder=True),
    Need("Nenek tidak melihat, katanya katarak.", "health", "under_way", 15, "JTM-13", "visit", ppks=(8,), elder=True),
    Need("Minta surat keterangan DTSEN untuk sekolah.", "education", "closed", 12, "ADM-01", "front_office"),
    Need("NIK anak tidak padan, bantuan tertahan.", "civil", "declined", 10, "ADM-02", "front_office"),
    Need("Usaha kue berhenti, butuh modal.", "social", "heard", 4, channel="survey"),
    Need("Menunggu anak di RSUD, tidak ada uang makan.", "health", "closed", 16, "KES-04", "front_office", desil=2),
)
PROTECTED = Need("Dipukul suami, takut pulang.", "protection", "heard", 3, "PPA-01", "front_office", urgency="urgent")

"""What each kind of letter says, word for word, as data: frozen with its number, set in type as it stands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from households import codes
from puskesos.letterheads import Letterhead
from puskesos.typesetting import sealed
from referrals import papers
from referrals.models import Complaint, Letter, Referral
from referrals.models.complaints import Confidentiality

# Which frozen facts of a referral a letter may repeat, in the order of its table. Telephone and reporter stay out:
# a letter passes through more hands than the inbox of a provider.
ROWS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "name": ("Nama", str),
    "alias": ("Nama samaran", str),
    "sex": ("Jenis kelamin", lambda code: codes.label("sex", code) if code else ""),
    "birth_date": ("Tanggal lahir", lambda day: in_words(date.fromisoformat(day)) if day else ""),
    "age": ("Perkiraan umur", lambda years: f"{years} tahun" if years else ""),
    "address": ("Alamat", str),
    "village": ("Desa/kelurahan", str),
    "features": ("Ciri-ciri", str),
    "communication": ("Cara bicara", str),
    "guardian": ("Wali atau pendamping", str),
    "need": ("Keadaan dan kebutuhan", str),
}
# Of a protected person these stay out, whatever the provider was told before.
HIDDEN = ("name", "address", "birth_date", "features", "guardian")


@dataclass(frozen=True)
class Occasion:
    """What a letter is written about and under which number; `address` is where its QR code leads."""

    kind: str
    number: str
    complaint: Complaint
    referral: Referral | None
    head: Letterhead
    signer: str
    at: datetime
    valid_until: date | None
    paper: str
    address: str

    @property
    def on(self) -> date:
        """The day on the letter."""
        return timezone.localdate(self.at)


def write(occasion: Occasion) -> dict[str, Any]:
    """Everything the letter says, clean of invisible signs, with a seal over all of it."""
    bodies = {
        Letter.Kind.REFERRAL: _referral,
        Letter.Kind.RECOMMENDATION: _recommendation,
        Letter.Kind.RECEIPT: _receipt,
    }
    return sealed(_frame(occasion) | bodies[Letter.Kind(occasion.kind)](occasion))


def in_words(day: date) -> str:
    """A date as letters write it: 22 November 2026."""
    return date_format(day, "j F Y")


def _frame(occasion: Occasion) -> dict[str, Any]:
    """What every kind of letter carries."""
    head = occasion.head
    return {
        "kind": str(occasion.kind),
        "paper": occasion.paper,
        "title": str(Letter.Kind(occasion.kind).label),
        "number": occasion.number,
        "office": head.code,
        "issued_at": occasion.at.isoformat(),
        "dated": f"{head.place}, {in_words(occasion.on)}",
        "head": {"lines": head.lines, "unit": head.unit, "address": head.address, "contact": head.contact},
        "address": occasion.address,
        "signature": _signature(occasion),
    }


def _signature(occasion: Occasion) -> dict[str, str]:
    """Who signs: a receipt, who gives it; else the head where the letterhead names one, or who decided, for the head.

    `note` tells where the electronic signature of BSrE is put once the office has it.
    """
    head = occasion.head
    signs = {"note": "Tanda tangan dan cap, atau TTE BSrE"}
    if occasion.kind == Letter.Kind.RECEIPT:
        return signs | {"for": "", "as": "Petugas penerima keluhan", "name": occasion.signer, "id": ""}
    if head.head:
        return signs | {
            "for": "",
            "as": head.signs_for.removeprefix("a.n. "),
            "name": head.head,
            "id": head.head_number,
        }
    return signs | {"for": head.signs_for, "as": head.signs_as, "name": occasion.signer, "id": ""}


def _referral(occasion: Occasion) -> dict[str, Any]:
    referral = _referral_of(occasion)
    provider, enclosed = referral.provider, _enclosed(referral)
    return {
        "block": [
            ["Nomor", occasion.number],
            ["Sifat", "Biasa" if occasion.complaint.confidentiality == Confidentiality.NORMAL else "Rahasia"],
            ["Lampiran", f"{len(enclosed)} berkas" if enclosed else "–"],
            ["Hal", f"Rujukan layanan {referral.programme.name}"],
        ],
        "to": ["Yth. Pimpinan", provider.name if provider else "", (provider and provider.address) or "di Tempat"],
        "paragraphs": [
            "Dengan hormat,",
            f"Berdasarkan keluhan yang kami terima pada {in_words(timezone.localdate(occasion.complaint.received_at))} "
            "dan hasil penelaahan kami, bersama ini kami merujuk warga berikut untuk memperoleh layanan di instansi "
            "Saudara.",
        ],
        "table": _person(referral),
        "service": [["Layanan yang diminta", referral.programme.name], ["Berlaku sampai", _until(occasion)]],
        "reason": ["Pertimbangan kami:", referral.advice],
        "enclosed": enclosed,
        "closing": [
            f"Mohon jawaban Saudara atas rujukan nomor {referral.number} paling lambat "
            f"{in_words(referral.step_due_on)}, beserta hasil layanannya bila sudah selesai.",
            "Atas perhatian dan kerja sama Saudara, kami ucapkan terima kasih.",
        ],
        "copies": _copies(occasion),
    }


def _recommendation(occasion: Occasion) -> dict[str, Any]:
    referral, signs = _referral_of(occasion), _signature(occasion)
    return {
        "paragraphs": [
            "Yang bertanda tangan di bawah ini:",
            "menerangkan bahwa warga berikut:",
            "kami rekomendasikan untuk memperoleh layanan:",
        ],
        "signing": [["Nama", signs["name"]], ["Jabatan", ", ".join(filter(None, (signs["as"], signs["for"])))]],
        "table": [row for row in _person(referral) if row[0] != ROWS["need"][0]],
        "service": [
            ["Layanan", referral.programme.name],
            ["Kepada", referral.provider.name if referral.provider else ""],
            ["Berlaku sampai", _until(occasion)],
        ],
        "reason": ["dengan pertimbangan:", referral.advice],
        "enclosed": _enclosed(referral),
        "closing": ["Demikian surat rekomendasi ini dibuat untuk dipergunakan sebagaimana mestinya."],
        "copies": _copies(occasion),
    }


def _receipt(occasion: Occasion) -> dict[str, Any]:
    """A slip that may lie about at home: no name, no need, and for a protected case not even its sector."""
    complaint = occasion.complaint
    rows = [
        ["Nomor keluhan", complaint.number],
        ["Diterima", date_format(timezone.localtime(complaint.received_at), "j F Y, G.i")],
        ["Diselesaikan paling lambat", in_words(complaint.due_on)],
    ]
    if not complaint.is_protected:
        rows[2:2] = [["Jenis dan bidang", f"{complaint.get_kind_display()}, {complaint.get_sector_display()}"]]
    return {
        "paragraphs": ["Keluhan Anda sudah kami terima dan kami tangani."],
        "table": rows,
        "closing": ["Simpan tanda terima ini. Tunjukkan nomor keluhan bila bertanya tentang kelanjutannya."],
    }


def _referral_of(occasion: Occasion) -> Referral:
    if occasion.referral is None:
        raise ValueError("A letter of this kind is about a referral.")
    return occasion.referral


def _person(referral: Referral) -> list[list[str]]:
    """What the provider was told, and no more; the identity number only masked, and never of a protected person."""
    facts, client = dict(referral.disclosed), referral.complaint.client
    if referral.is_protected:  # perhaps only since it was sent
        facts = {code: value for code, value in facts.items() if code not in HIDDEN} | {"alias": client.alias}
    told = {code: ROWS[code][1](value) for code, value in facts.items() if code in ROWS}
    if "name" in told:
        told["name"] = told["name"] or "Belum diketahui"
    rows = [[ROWS[code][0], told[code]] for code in ROWS if told.get(code)]
    if client.nik and "name" in told:
        rows.insert(1, ["NIK", client.nik.masked])
    return rows


def _until(occasion: Occasion) -> str:
    return in_words(occasion.valid_until) if occasion.valid_until else "selesai layanan"


def _enclosed(referral: Referral) -> list[str]:
    """Papers of the programme's list that are there, by the name the list gives them."""
    there = set(referral.complaint.papers.filter(removed_at__isnull=True).values_list("code", flat=True))
    return [need.name for need in papers.needs_of(referral) if need.code in there]


def _copies(occasion: Occasion) -> list[str]:
    """Tembusan; of a confidential case nobody gets a copy."""
    return occasion.head.copies if occasion.complaint.confidentiality == Confidentiality.NORMAL else []

"""Who helps in the demo regency: invented offices with invented ways to reach them, and what each offers."""

from dataclasses import dataclass

from puskesos.models import Provider, Region
from referrals.models import Offer, Programme


@dataclass(frozen=True)
class Desk:
    """One provider: `name` may hold the regency's name, `capacity` is people a month, None unbounded."""

    name: str
    street: str
    programmes: tuple[str, ...]
    capacity: int | None = None


DESKS: tuple[Desk, ...] = (
    Desk("RSUD {regency} (contoh)", "Jalan Contoh Ngurah Rai 30", ("KES-03", "KES-04", "JTM-13", "REH-03"), 40),
    Desk("Meja BPJS Kesehatan (contoh)", "MPP, loket 4", ("KES-01", "KES-02", "KES-05")),
    Desk(
        "Bidang Jaminan Sosial Dinsos (contoh)", "Jalan Contoh Gajah Mada 1",
        ("BAN-01", "BAN-02", "BAN-04", "BAN-05", "ADM-01", "PEN-02", "EKO-01", "EKO-02", "BEN-01"),
    ),
    Desk("Bidang Rehabilitasi Sosial Dinsos (contoh)", "Jalan Contoh Gajah Mada 1", ("REH-02", "ANK-01"), 60),
    Desk("Dinas PMD {regency} (contoh)", "Jalan Contoh Pahlawan 2", ("BAN-03",)),
    Desk("Disdukcapil {regency} (contoh)", "MPP, loket 1", ("ADM-02", "BAN-04"), 200),
    Desk("Disdikpora {regency} (contoh)", "Jalan Contoh Kartini 5", ("PEN-01",)),
    Desk("Dinas Perkim {regency} (contoh)", "Jalan Contoh Surapati 7", ("PER-01",), 10),
    Desk("UPTD PPA {regency} (contoh)", "Alamat dirahasiakan", ("PPA-01",)),
    Desk("Rumah Singgah {regency} (contoh)", "Jalan Contoh Pelabuhan 3", ("REH-04", "REH-05", "JTM-02", "JTM-03"), 25),
    Desk("Satpol PP {regency} (contoh)", "Jalan Contoh Veteran 9", ("REH-05", "JTM-03")),
    Desk("Inspektorat {regency} (contoh)", "Jalan Contoh Diponegoro 4", ("PNG-01",)),
    Desk("BPBD {regency} (contoh)", "Jalan Contoh Kresna 8", ("BEN-01",)),
    Desk("Sentra Terpadu Kemensos (contoh)", "Denpasar", ("REH-01", "REH-02"), 20),
    Desk("UPT PSTW provinsi (contoh)", "Jalan Contoh Jara Marapati", ("REH-06", "JTM-08", "JTM-14"), 8),
    Desk(
        "UPT disabilitas provinsi (contoh)", "Jalan Contoh Bedugul 12",
        ("JTM-01", "JTM-04", "JTM-12", "JTM-07", "JTM-09", "REH-03"), 15,
    ),
    Desk("UPT anak provinsi (contoh)", "Jalan Contoh Raya 6", ("JTM-05", "JTM-06", "JTM-10"), 12),
    Desk("LKS Bina Keluarga (contoh)", "Jalan Contoh Mawar 11", ("JTM-11", "REH-01"), 30),
)  # fmt: skip


def open_desks(regency: Region) -> int:
    """Make every provider of the demo with what it offers, and say how many offers are new; needs the catalogue."""
    there = set(Programme.objects.values_list("code", flat=True))
    new = 0
    for number, desk in enumerate(DESKS, 1):
        provider = _provider(desk, number, regency)
        for code in (code for code in desk.programmes if code in there):
            order = Offer.objects.filter(programme=code, provider__regency=regency).count() + 1
            new += Offer.objects.get_or_create(
                programme_id=code,
                provider=provider,
                defaults={"monthly_capacity": desk.capacity, "order": order},
            )[1]
    return new


def _provider(desk: Desk, number: int, regency: Region) -> Provider:
    """A provider whose telephone and address nobody has."""
    name = desk.name.format(regency=regency.name.removeprefix("Kabupaten "))
    contact = {
        "address": desk.street,
        "phone": f"0000-555-{number:03d}",
        "email": f"layanan{number}@contoh.example",
    }
    return Provider.objects.get_or_create(regency=regency, name=name, defaults=contact)[0]

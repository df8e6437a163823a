"""Letters as PDF: the sizes of their paper, the QR code, and that what people typed never runs."""

import json
import threading
from contextlib import closing

import pypdfium2 as pdfium
import pytest
import zxingcpp

from referrals import typesetting

MM = 72 / 25.4
ADDRESS = "https://slrt.example/v/Zk3x9Qy_8f2LrT0aVb7NcQ/"
HOSTILE = [
    '#read("/etc/passwd")',
    "#panic()",
    "*tebal* _miring_ `kode`",
    "$x^2$",
    "= Judul\n- butir\n+ nomor",
    "<label> @rujukan https://jahat.example",
    "\\ ] } ) \" ' -- ... ~",
    "</svg><script>",
    "&lt; &#x41;",
    "W" * 400,
    "🙂 👩‍👧",
    "ᬅᬓ᭄ᬱᬭ",
    "مرحبا",
    "",
]


def contents(kind: str = "referral", *, name: str = "I Wayan Sakit", paper: str = "a4") -> dict:
    """A letter as it is frozen."""
    return {
        "kind": kind,
        "paper": paper,
        "title": "Surat rujukan",
        "number": "400.9.11/0042/SLRT/XI/2026",
        "office": "51.08",
        "issued_at": "2026-11-10T09:00:00+08:00",
        "dated": "Singaraja, 10 November 2026",
        "head": {
            "lines": ["Pemerintah Kabupaten Buleleng", "Dinas Sosial"],
            "unit": "SLRT",
            "address": "",
            "contact": "",
        },
        "address": ADDRESS,
        "signature": {"for": "a.n. Kepala", "as": "Manajer SLRT", "name": name, "id": "", "note": "TTE BSrE"},
        "block": [["Nomor", "42"], ["Hal", name]],
        "to": ["Yth. Pimpinan", name, "di Tempat"],
        "paragraphs": [name, "menerangkan:", "merekomendasikan:"],
        "signing": [["Nama", name]],
        "table": [["Nama", name], ["Alamat", name]],
        "service": [["Layanan", name]],
        "reason": ["Pertimbangan kami:", name],
        "enclosed": [name],
        "closing": ["Terima kasih."],
        "copies": [name],
        "seal": "0123456789abcdef",
    }


def text_of(pdf: bytes) -> str:
    """What a reader of the file can select."""
    return "".join(page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(pdf))


@pytest.mark.parametrize("kind", ["referral", "recommendation", "receipt"])
@pytest.mark.parametrize(("paper", "width", "height"), [("a4", 210, 297), ("f4", 215, 330)])
def test_the_sheet_has_the_size_that_was_asked_for(kind, paper, width, height):
    page = pdfium.PdfDocument(typesetting.render(contents(kind, paper=paper)))[0]

    expected = (width, height / 2) if kind == "receipt" else (width, height)
    assert page.get_size() == pytest.approx([side * MM for side in expected], abs=0.1)


@pytest.mark.parametrize("kind", ["referral", "recommendation", "receipt"])
def test_the_qr_code_of_every_page_opens_the_check(kind):
    long = contents(kind) | {"closing": ["Kata demi kata. " * 400]}
    document = pdfium.PdfDocument(typesetting.render(long))

    assert len(document) > 1
    for page in document:
        found = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
        assert [code.text for code in found] == [ADDRESS]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("kind", ["referral", "recommendation", "receipt"])
def test_what_people_typed_is_text_and_never_markup(kind, name):
    said = text_of(typesetting.render(contents(kind, name=name)))

    assert "root:" not in said
    if name.isascii() and len(name) < 100:
        assert "".join(name.split()) in "".join(said.split()).replace("\ufffe", "-")


def test_an_overlong_word_stays_on_the_paper():
    page = pdfium.PdfDocument(typesetting.render(contents(name="W" * 400)))[0]
    picture = page.render(scale=1).to_pil().convert("L")
    margin = picture.crop((picture.width - int(15 * MM), 0, picture.width, picture.height))

    assert margin.getextrema() == (255, 255)


def test_many_at_once_give_the_same_bytes_as_one():
    alone, made = typesetting.render(contents()), []
    threads = [threading.Thread(target=lambda: made.append(typesetting.render(contents()))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert made == [alone] * 8


def test_a_letter_is_made_for_the_archive_unless_a_sign_cannot_be_shown():
    assert b"pdfaid" in typesetting.render(contents())
    assert b"pdfaid" not in typesetting.render(contents(name="🙂"))


def test_the_order_of_keys_does_not_change_the_file():
    there_and_back = json.loads(json.dumps(contents(), sort_keys=True))

    assert typesetting.render(there_and_back) == typesetting.render(contents())


def test_the_number_is_in_the_title_and_can_be_copied():
    with closing(pdfium.PdfDocument(typesetting.render(contents()))) as document:
        assert document.get_metadata_value("Title") == "Surat rujukan 400.9.11/0042/SLRT/XI/2026"
    assert ADDRESS in text_of(typesetting.render(contents()))

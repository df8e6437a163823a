"""The covering letter: counts and digests on paper, sealed and checked, byte for byte the same, naming nobody."""

import pypdfium2 as pdfium
import pytest
from django.core.files.storage import storages
from django.urls import reverse

from dtks import covering, tabulation
from dtks.models import CoverLetter
from dtks.tests.conftest import AT
from puskesos import typesetting
from puskesos.errors import Refused
from puskesos.models import Activity

NUMBER = "400.9.11/0042/SLRT/XI/2026"
TYPED = {"number": NUMBER, "to": "Kepala Pusdatin\nKementerian Sosial", "paper": "a4"}


@pytest.fixture
def letter(exported_batch, dinsos) -> CoverLetter:
    """The letter of three families in two villages, on A4."""
    return covering.issue(exported_batch, **TYPED, by=dinsos, at=AT)


@pytest.fixture
def office(client, dinsos):
    """A browser in which somebody of Dinas Sosial is logged in."""
    client.force_login(dinsos)
    return client


def text_of(pdf: bytes) -> str:
    """What a reader of the file can select, without line ends."""
    pages = [page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(pdf)]
    return " ".join("".join(pages).split())


def test_the_letter_says_counts_and_digests_and_names_nobody(letter, exported_batch):
    said = text_of(covering.pdf_of(letter))

    digest = exported_batch.files.get(kind="csv").sha256
    for words in (
        NUMBER,
        exported_batch.number,
        "3 keluarga, 6 jiwa",
        "Gerokgak 1 2 4",
        "Seririt 1 1 2",
        "Jumlah 2 3 6",
    ):
        assert words in said
    assert digest in said.replace(" ", "")
    assert "Desa Unggahan 1 2 0 0 1 0" in said
    assert "Wayan" not in said
    assert letter.contents["address"].endswith(reverse("portal:letter_check", args=[letter.token]))


def test_a_lost_letter_comes_out_with_the_same_bytes(letter):
    kept = covering.pdf_of(letter)
    storages["letters"].delete(letter.path)
    letter.refresh_from_db()

    assert covering.pdf_of(letter) == kept
    assert storages["letters"].exists(letter.path)
    assert letter.seal == typesetting.seal_of(letter.contents)


@pytest.mark.parametrize(("paper", "millimetres"), [("a4", (210, 297)), ("f4", (215, 330))])
def test_the_sheet_has_the_size_that_was_chosen(paper, millimetres, exported_batch, dinsos):
    letter = covering.issue(exported_batch, **TYPED | {"paper": paper}, by=dinsos, at=AT)

    page = pdfium.PdfDocument(covering.pdf_of(letter))[0]
    assert [round(side / 72 * 25.4) for side in page.get_size()] == list(millimetres)


def test_what_is_typed_is_text_and_never_runs(exported_batch, dinsos):
    hostile = '#read("/etc/passwd") *tebal*\n$x$ </svg>'

    letter = covering.issue(exported_batch, **TYPED | {"to": hostile}, by=dinsos, at=AT)

    said = text_of(covering.pdf_of(letter))
    assert '#read("/etc/passwd") *tebal*' in said
    assert "root:" not in said


def test_a_new_letter_takes_the_place_of_the_one_before(letter, exported_batch, dinsos):
    second = covering.issue(exported_batch, **TYPED | {"number": "43"}, by=dinsos, at=AT)

    letter.refresh_from_db()
    assert (letter.counts, second.counts) == (False, True)
    assert list(Activity.objects.filter(verb="batch.cover_letter").values_list("by", flat=True)) == [dinsos.pk] * 2


def test_a_number_is_used_once(letter, exported_batch, dinsos):
    with pytest.raises(Refused, match="sudah dipakai"):
        covering.issue(exported_batch, **TYPED, by=dinsos, at=AT)


def test_before_the_files_are_sealed_there_is_no_letter(tabulated_batch, dinsos):
    with pytest.raises(Refused):
        covering.issue(tabulated_batch, **TYPED, by=dinsos, at=AT)


# --- pages -----------------------------------------------------------------------------------------------------------


def test_the_office_writes_a_letter_and_takes_its_pdf(office, exported_batch):
    page = office.post(reverse("dtks:letter_create", args=[exported_batch.pk]), TYPED, follow=True)

    letter = CoverLetter.objects.get()
    url = reverse("dtks:letter_download", args=[exported_batch.pk, letter.pk])
    pdf = office.get(url)
    assert url in page.text
    assert pdf.content == covering.pdf_of(letter)
    assert pdf["Content-Disposition"] == 'attachment; filename="surat-pengantar-400-9-11-0042-slrt-xi-2026.pdf"'


@pytest.mark.parametrize(
    "typed",
    [
        {"number": ""}, {"number": "x" * 61}, {"number": "4\x002"}, {"number": "=1+1"}, {"number": "12\n34"},
        {"to": " \n "}, {"to": "a\nb\nc\nd\ne"}, {"to": "x" * 241}, {"paper": "a3"},
    ],
)  # fmt: skip
def test_broken_input_comes_back_with_a_sentence(typed, office, exported_batch):
    page = office.post(reverse("dtks:letter_create", args=[exported_batch.pk]), TYPED | typed)

    assert page.status_code == 422
    assert "Ada yang perlu diperbaiki" in page.text
    assert not CoverLetter.objects.exists()


def test_a_used_number_is_refused_and_what_was_typed_stays(office, letter, exported_batch):
    page = office.post(reverse("dtks:letter_create", args=[exported_batch.pk]), TYPED)

    assert page.status_code == 409
    assert "sudah dipakai" in page.text
    assert f'value="{NUMBER}"' in page.text


def test_a_letter_of_another_batch_is_not_found_under_this_one(office, letter, open_batch, round_, regions, dinsos):
    other = tabulation.create(round=round_, area=regions["51.08"], by=dinsos, at=AT)

    assert office.get(reverse("dtks:letter_download", args=[other.pk, letter.pk])).status_code == 404


def test_anybody_can_check_the_letter_and_sees_no_name(client, letter, exported_batch):
    page = client.get(reverse("portal:letter_check", args=[letter.token])).text

    for words in ("Surat ini sah", NUMBER, "3 keluarga, 6 jiwa", exported_batch.files.get(kind="csv").sha256):
        assert words in page
    for secret in ("Wayan", "Arini", letter.seal, letter.sha256):
        assert secret not in page


def test_the_check_says_when_a_letter_no_longer_counts(client, letter, exported_batch, dinsos):
    tabulation.cancel(exported_batch, by=dinsos, at=AT)

    page = client.get(reverse("portal:letter_check", args=[letter.token])).text

    assert "Surat ini sudah dicabut" in page

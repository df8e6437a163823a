"""An operator with a phone before a house: the steps that the journeys of the field app are made of."""

from collections.abc import Iterable

from playwright.sync_api import BrowserContext, Page, expect

from assessment.tests.conftest import picture

PIN = "482915"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
REQUIRED = ("front", "walls", "floor", "roof", "kitchen", "toilet", "water")
# As the browser says it when the disk is full, for what is kept in one place.
FULL = """place => {
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...record) {
    if (this.name === place) throw new DOMException("full", "QuotaExceededError");
    return put.apply(this, record);
  };
  window.free = () => (IDBObjectStore.prototype.put = put);
}"""
NUMBERS = {"floor_area_m2": "7,5", "monthly_income_rp": "Rp 300.000"}


def heading(page: Page, words: str) -> None:
    """Wait until this screen is shown, and that its heading has the focus."""
    expect(page.get_by_role("heading", level=1, name=words, exact=True)).to_be_focused(timeout=10_000)


def set_up(page: Page) -> None:
    """Choose a PIN and see the families."""
    page.goto("/lapangan/")
    page.get_by_label("PIN 6 angka").fill(PIN)
    page.get_by_label("Ulangi PIN").fill(PIN)
    page.get_by_role("button", name="Simpan PIN").click()
    heading(page, "Beranda")
    expect(page.get_by_text("Daftar diambil")).to_be_visible()


def unlock(page: Page) -> None:
    """Open with the PIN again."""
    page.get_by_label("PIN 6 angka").fill(PIN)
    page.get_by_role("button", name="Buka", exact=True).click()


def begin(page: Page, family: str) -> str:
    """Start a survey of a family that was taken along; its id."""
    page.get_by_role("link", name=family).click()
    page.get_by_label("Warga setuju didata").check()
    page.get_by_role("button", name="Mulai survei").click()
    heading(page, f"Survei {family}")
    return page.url.rsplit("/", 1)[1]


def confirm_family(page: Page) -> None:
    page.get_by_role("link", name="Identitas dan anggota").click()
    page.get_by_role("button", name="Sudah sesuai").click()
    expect(page.get_by_role("heading", level=1, name="Survei")).to_be_focused(timeout=10_000)


def take_place(page: Page) -> None:
    page.get_by_role("link", name="Lokasi rumah").click()
    page.get_by_role("button", name="Pakai titik ini").click()
    expect(page.get_by_text("-8.112000, 115.088000")).to_be_visible()
    page.get_by_role("link", name="Lanjut").click()


def answer_all(page: Page, count: int = 15) -> None:
    """The first choice of each question, and numbers that agree."""
    page.get_by_role("link", name=f"{count} pertanyaan").click()
    heading(page, "Keadaan khusus")
    for number in range(1, count + 1):
        page.get_by_role("link", name="Lanjut").click()
        heading(page, f"Pertanyaan {number}")
        if page.locator("input[type=radio]").count():
            page.locator("input[type=radio]").first.check()
        else:
            box = page.locator("input.form-control")
            box.fill(NUMBERS[box.get_attribute("id")])
    page.get_by_role("link", name="Lanjut").click()


def shoot(page: Page, slot: str, number: int) -> None:
    """Open the camera of a slot and press the shutter."""
    with page.expect_file_chooser() as camera:
        page.locator(f"#ambil-{slot}").click()
    file = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": picture(number).getvalue()}
    camera.value.set_files(file)


def take_photos(page: Page, slots: Iterable[str] = REQUIRED, *, taken: int = 0) -> None:
    """A photo of each slot, on the screen of photos."""
    for number, slot in enumerate(slots, taken + 1):
        shoot(page, slot, number)
        expect(page.get_by_text(f"{number} dari 7 foto")).to_be_visible()
    page.get_by_role("link", name="Lanjut").click()


def finish(page: Page) -> None:
    """Look at everything once more and press the button."""
    page.get_by_role("link", name="Tinjau dan kirim").click()
    heading(page, "Tinjau lalu kirim")
    page.get_by_role("button", name="Kirim survei").click()


def send_now(page: Page) -> None:
    page.goto("/lapangan/#/antrean")
    heading(page, "Antrean kirim")
    page.get_by_role("button", name="Kirim sekarang").click()


def send_early(page: Page, *, taken_whole: bool = True) -> None:
    """Let the phone send what it has, as it does by itself after a while, and wait for the answer."""
    with page.expect_response(lambda answer: "/assessments/" in answer.url and answer.request.method == "PUT") as sent:
        send_now(page)
    assert sent.value.ok == taken_whole, sent.value.text()


def calls(context: BrowserContext) -> list[str]:
    """Unsafe calls to the server, from now on."""
    seen: list[str] = []
    context.on("request", lambda request: request.method != "GET" and seen.append(request.url.split("/api/v1/")[-1]))
    return seen

"""Take the pictures of guides, README and docs/screens from a demo: `.venv/bin/python docs/take_pictures.py [ADDRESS]`.

All people on them are invented. Wants `make run` beside it, and Chromium. With names of files only those are taken.
"""

import io
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Error, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
GUIDES, README, SCREENS = ROOT / "static/img/bantuan", ROOT / "docs/pictures", ROOT / "docs/screens"
PASSWORD = "rumah-terbuka-2026"  # noqa: S105 of the demo
PHONE, DESK = (360, 640), (1280, 800)
DESK_SHOWN = (960, 600)
MOST_BYTES = 40_000
MOST_BYTES_OF_A_SCREEN = 100_000


@dataclass(frozen=True)
class Scene:
    """A file, who looks, on what, and the way: a path is opened, an address on the page read, all else clicked.

    `fill:` writes into a field, `wait:` waits until something is there.
    """

    file: str
    user: str
    device: tuple[int, int]
    way: Sequence[str]
    show: str = ""


# Into the field app on a new phone: a PIN is chosen, the families are taken along.
FIELD = ("/lapangan/", "fill:#pin=482915", "fill:#pin-again=482915", "text=Simpan PIN", "wait:text=Daftar diambil")
BEGUN = (
    *FIELD,
    ".task a[href*='/keluarga/'], .task a[href*='/mulai/']",
    "label:has-text('setuju')",
    "text=Mulai survei",
    "wait:text=15 pertanyaan",
)
SCENES = (
    Scene("masuk.png", "", PHONE, ["/masuk/"]),
    Scene(
        "tiket.png", "operator", PHONE,
        ["/keluhan/", "main tbody a", "main a[href$='/tanda-terima/']", "read:dd.text-break"],
    ),
    Scene("surat.png", "dinsos", PHONE, ["/surat/", "main tbody a", "main a[href*='/v/']"]),
    Scene("operator-tugas.png", "operator", PHONE, ["/pendataan/?status=draft", "main tbody a"]),
    Scene("operator-perbaiki.png", "operator", PHONE, ["/pendataan/?status=returned", "main tbody a"]),
    Scene("operator-keluhan.png", "operator", PHONE, ["/keluhan/baru/"]),
    Scene("lapangan-pin.png", "operator", PHONE, ["/lapangan/", "wait:#pin"]),
    Scene(
        "lapangan-tugas.png", "operator", PHONE,
        [*BEGUN],
    ),
    Scene("lapangan-kirim.png", "operator", PHONE, [*FIELD, "text=Menu", "text=Antrean kirim", "wait:#kirim"]),
    Scene("fasilitator-keluhan.png", "fasilitator", PHONE, ["/keluhan/", "main tbody a"]),
    Scene(
        "fasilitator-catat.png", "fasilitator", PHONE, ["/keluarga/", "main tbody a", "main a[href*='/keluhan/baru/']"],
    ),
    Scene("fasilitator-rujuk.png", "fasilitator", PHONE, ["/keluhan/", "main tbody a", "text=Usulkan layanan"]),
    Scene("supervisor-tinjau.jpg", "supervisor", DESK, ["/tinjauan/", "main tbody a"]),
    Scene(
        "supervisor-kembalikan.png", "supervisor", DESK,
        ["/tinjauan/", "main tbody a", "summary:has-text('Kembalikan')"], show="summary:has-text('Kembalikan')",
    ),
    Scene("supervisor-terlambat.png", "supervisor", DESK, ["/terlambat/"]),
    Scene("dinsos-batch.png", "dinsos", DESK, ["/batch/", "main tbody a"]),
    Scene("dinsos-rekomendasi.png", "dinsos", DESK, ["/rujukan/?tab=rekomendasi", "main tbody a"]),
    Scene(
        "dinsos-penetapan.png", "manajer", DESK,
        ["/rujukan/?tab=penetapan", "main tbody a", "text=Tetapkan atau tolak"],
    ),
    Scene("pimpinan-terlambat.png", "pimpinan", DESK, ["/terlambat/"]),
    Scene("pimpinan-laporan.png", "pimpinan", DESK, ["/laporan/indikator/"]),
    Scene("pimpinan-batch.png", "pimpinan", DESK, ["/batch/"]),
    Scene("pemeriksa-batch.png", "pemeriksa", DESK, ["/batch/", "main tbody a"]),
    Scene("pemeriksa-laporan.png", "pemeriksa", DESK, ["/laporan/rekap/"]),
    Scene("penyedia-masuk.png", "penyedia", PHONE, ["/rujukan-masuk/?tab=berjalan"], show="main table"),
    Scene(
        "penyedia-tahap.png", "penyedia", PHONE,
        ["/rujukan-masuk/?tab=berjalan", "main tbody a"], show="h2:has-text('Tahap')",
    ),
    Scene("penyedia-selesai.png", "penyedia", PHONE, ["/rujukan-masuk/?tab=selesai"], show="main [aria-current]"),
    Scene("admin-beranda.png", "admin", DESK, ["/"]),
    Scene("admin-kesehatan.png", "admin", DESK, ["/sehat/rincian/"]),
)  # fmt: skip
# What the README shows: screens side by side.
TALL, WIDE = (360, 760), (1280, 900)
SHEETS = {
    "survey.png": (
        Scene("", "operator", TALL, ["/"]),
        Scene("", "operator", TALL, ["/pendataan/?status=returned", "main tbody a"]),
        Scene("", "operator", TALL, ["/pendataan/?status=submitted", "main tbody a", "text=Lihat tanda terima"]),
    ),
    "field.png": (
        Scene("", "operator", TALL, [*BEGUN]),
        Scene("", "operator", TALL, [*BEGUN, "text=15 pertanyaan", "text=Lanjut", "wait:input[type=radio]"]),
        Scene("", "operator", TALL, [*BEGUN, "main a:text-is('Foto')", "wait:text=Ambil foto"]),
    ),
    "review.png": (Scene("", "supervisor", WIDE, ["/tinjauan/", "main tbody a"]),),
    "batch.png": (Scene("", "dinsos", WIDE, ["/batch/", "main tbody a"]),),
    "referral.png": (
        Scene("", "fasilitator", TALL, ["/keluhan/", "main tbody a"]),
        Scene("", "manajer", (1280, 760), ["/rujukan/?tab=penetapan", "main tbody a", "text=Tetapkan atau tolak"]),
        Scene("", "penyedia", TALL, ["/rujukan-masuk/?tab=berjalan", "main tbody a"]),
    ),
    "help.png": (
        Scene("", "operator", TALL, ["/bantuan/", "summary:has-text('Lihat gambar')"]),
        Scene("", "admin", (900, 760), ["/sehat/rincian/"]),
    ),
}
GAP = 16
# The ten screens that people open most, each with a line in docs/screens/README.md.
MOST_USED = (
    Scene("operator-home.webp", "operator", TALL, ["/"]),
    Scene("operator-start.webp", "operator", TALL, ["/", "text=Mulai pendataan"]),
    Scene(
        "operator-questions.webp", "operator", TALL,
        ["/pendataan/?status=returned", "main tbody a", "main a[href*='/pertanyaan/']"],
        show="fieldset:has(input[type=radio])",
    ),
    Scene(
        "operator-photos.webp", "operator", TALL,
        ["/pendataan/?status=returned", "main tbody a", "main a[href$='/foto/']"],
    ),
    Scene("supervisor-queue.webp", "supervisor", WIDE, ["/tinjauan/"]),
    Scene("supervisor-review.webp", "supervisor", WIDE, ["/tinjauan/", "main tbody a"]),
    Scene("household.webp", "supervisor", WIDE, ["/tinjauan/", "main tbody a", "text=Buka berkas keluarga"]),
    Scene("complaints.webp", "dinsos", WIDE, ["/keluhan/"]),
    Scene("office-home.webp", "manajer", WIDE, ["/"]),
    Scene("batch.webp", "dinsos", WIDE, ["/batch/", "main tbody a"]),
)  # fmt: skip


def main(arguments: Sequence[str]) -> None:
    """Take what was asked for, or everything."""
    address = next((word for word in arguments if "://" in word), "http://localhost:8000")
    wanted = {word for word in arguments if "://" not in word}
    for folder in (GUIDES, README, SCREENS):
        folder.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        screens = partial(take, browser, address)
        for scene in SCENES:
            if not wanted or scene.file in wanted:
                print(f"{scene.file}: {attempt(lambda scene=scene: keep(screens(scene), scene))}")
        for scene in MOST_USED:
            if not wanted or scene.file in wanted:
                print(f"{scene.file}: {attempt(lambda scene=scene: keep_screen(screens(scene), scene))}")
        for name, scenes in SHEETS.items():
            if not wanted or name in wanted:
                print(f"{name}: {attempt(lambda name=name, all_of=scenes: join(name, list(map(screens, all_of))))}")


def attempt(taking: Callable[[], int]) -> str:
    """The bytes written, or where the way ended: a page that changed must not cost the other pictures."""
    try:
        return f"{taking()} bytes"
    except Error as error:
        return f"NOT TAKEN, {error.message.splitlines()[0]}"


def take(browser: Browser, address: str, scene: Scene) -> Image.Image:
    """Go the way of a scene and look."""
    context = browser.new_context(
        base_url=address, locale="id-ID", timezone_id="Asia/Makassar",
        viewport={"width": scene.device[0], "height": scene.device[1]},
    )  # fmt: skip
    page = context.new_page()
    if scene.user:
        enter(page, scene.user)
    for step in scene.way:
        if step.startswith("/"):
            page.goto(step)
        elif step.startswith("fill:"):
            page.fill(*step.removeprefix("fill:").split("=", 1))
        elif step.startswith("wait:"):
            page.locator(step.removeprefix("wait:")).first.wait_for(timeout=20_000)
        elif step.startswith("read:"):
            page.goto(page.locator(step.removeprefix("read:")).inner_text(timeout=20_000))
        else:
            page.locator(step).first.click(timeout=20_000)
            page.wait_for_load_state()
    page.wait_for_load_state("networkidle")
    if scene.show:
        page.locator(scene.show).first.evaluate("element => element.scrollIntoView({behavior: 'instant'})")
        page.wait_for_timeout(400)
    picture = Image.open(io.BytesIO(page.screenshot()))
    context.close()
    return picture


def enter(page: Page, user: str) -> None:
    page.goto("/masuk/")
    page.fill("[name=username]", user)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_load_state()


def keep(picture: Image.Image, scene: Scene) -> int:
    """Write it as small as the limit asks; returns its bytes."""
    picture = picture.convert("RGB")
    if scene.device == DESK:
        picture = picture.resize(DESK_SHOWN, Image.Resampling.LANCZOS)
    path = GUIDES / scene.file
    for step in range(12):
        if path.suffix == ".jpg":
            picture.save(path, quality=70 - 5 * step, optimize=True, progressive=True)
        else:
            colours = picture.quantize(max(8, 128 - 16 * step), dither=Image.Dither.NONE)
            colours.save(path, optimize=True)
        if path.stat().st_size <= MOST_BYTES:
            break
    return path.stat().st_size


def keep_screen(picture: Image.Image, scene: Scene) -> int:
    """Write it as sharp as the limit allows; returns its bytes."""
    path = SCREENS / scene.file
    for quality in range(90, 20, -10):
        picture.convert("RGB").save(path, quality=quality, method=6)
        if path.stat().st_size <= MOST_BYTES_OF_A_SCREEN:
            break
    return path.stat().st_size


def join(name: str, pictures: Sequence[Image.Image]) -> int:
    """Screens side by side in one file of the README; returns its bytes."""
    width = sum(picture.width for picture in pictures) + GAP * (len(pictures) - 1)
    sheet = Image.new("RGB", (width, max(picture.height for picture in pictures)), "white")
    left = 0
    for picture in pictures:
        sheet.paste(picture.convert("RGB"), (left, 0))
        left += picture.width + GAP
    sheet.quantize(192, dither=Image.Dither.NONE).save(README / name, optimize=True)
    return (README / name).stat().st_size


if __name__ == "__main__":
    main(sys.argv[1:])

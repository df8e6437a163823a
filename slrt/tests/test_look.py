"""The look keeps its promises: weight, policy, contrast, and no class or icon that nobody defined."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from assessment.states import AssessmentStatus
from dtks.states import BatchStatus
from puskesos.templatetags.faces import LOOKS, badge
from referrals.states import ComplaintStatus

STATIC = settings.BASE_DIR / "static"
BOOTSTRAP = STATIC / "vendor/bootstrap/bootstrap.min.css"
SHEETS = [BOOTSTRAP, *sorted((STATIC / "css").glob("*.css"))]
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))


def weight(*paths: Path) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def css() -> str:
    return "".join(path.read_text() for path in SHEETS)


def token(name: str) -> str:
    return re.search(rf"--{name}: (#[0-9a-f]+);", (STATIC / "css/app.css").read_text())[1]


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(token(one)), luminance(token(other))))
    return (lighter + 0.05) / (darker + 0.05)


def test_style_sheets_weigh_at_most_25_kilobytes():
    assert weight(*SHEETS) <= 25_000


def test_icons_weigh_at_most_6_kilobytes():
    assert weight(STATIC / "icons.svg") <= 6_000


def test_every_kept_bootstrap_class_is_in_the_cut_sheet():
    kept = (STATIC / "vendor/bootstrap/keep.txt").read_text().split("\n\n", 1)[1].split()
    defined = set(re.findall(r"\.([a-zA-Z][\w-]*)", BOOTSTRAP.read_text()))

    assert set(kept) - defined == set()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_style_sheets_fetch_nothing_the_policy_forbids(sheet):
    assert re.findall(r"url\(\"?(?:data|https?):", sheet.read_text()) == []


def test_templates_hold_no_inline_style_or_script():
    forbidden = r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:"
    found = {path.name: re.findall(forbidden, path.read_text()) for path in TEMPLATES}

    assert {name: pieces for name, pieces in found.items() if pieces} == {}


def test_every_class_in_a_template_has_a_rule():
    defined = set(re.findall(r"\.([\w-]+)", css()))
    unruled = {path.name: classes_in(path.read_text()) - defined for path in TEMPLATES}

    assert {name: classes for name, classes in unruled.items() if classes} == {}


def classes_in(template: str) -> set[str]:
    """Classes as they are written; `badge-{{ tone }}` is a name only when rendered."""
    text = re.sub(r"{{.*?}}", "", re.sub(r"{%.*?%}", " ", template))
    words = " ".join(re.findall(r'\sclass="([^"]*)"', text)).split()
    return {word for word in words if not word.endswith("-")}


def test_every_icon_asked_for_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))
    asked = {icon for _tone, icon in LOOKS}
    for template in TEMPLATES:
        asked |= set(re.findall(r'{% icon "([\w-]+)"', template.read_text()))
        asked |= set(re.findall(r'{% badge_face \S+ "([\w-]+)"', template.read_text()))
        asked |= set(re.findall(r'\bicon="([\w-]+)"', template.read_text()))

    assert asked - drawn == set()


def test_a_page_with_a_crispy_form_shows_the_error_summary():
    texts = {path.name: path.read_text() for path in TEMPLATES}
    forms = {name: text for name, text in texts.items() if re.search(r"\|crispy\b|{% crispy ", text)}

    assert [name for name, text in forms.items() if "_ui/_error_summary.html" not in text] == []


@pytest.mark.parametrize("status", [*AssessmentStatus, *BatchStatus, *ComplaintStatus])
def test_every_status_has_its_own_face(status):
    face = badge(status.value, status.label)

    assert str(status.label) in face
    assert "#info" not in face


@pytest.mark.parametrize(
    ("text", "ground"),
    [(tone, f"{tone}-tint") for tone in ("wait", "act", "good", "bad", "quiet", "brand")]
    + [("ink-soft", "paper"), ("ink-soft", "surface"), ("brand", "paper"), ("bad", "surface"), ("surface", "brand")],
)
def test_text_stands_out_from_its_ground(text, ground):
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("ground", ["surface", "paper"])
def test_borders_of_controls_are_seen(ground):
    assert contrast("line-strong", ground) >= 3


@pytest.mark.parametrize("page", ["400.html", "403.html", "403_csrf.html", "404.html", "405.html", "500.html"])
def test_error_pages_render_with_nothing_to_lean_on(page):
    text = render_to_string(page, {"request_id": "K7M3"})

    assert "Yang bisa Anda lakukan" in text
    assert "K7M3" in text


def test_more_than_was_asked_for_is_a_full_bar():
    bar = render_to_string("_ui/_progress.html", {"done": 9, "total": 7, "label": "foto"})

    assert 'value="7"' in bar
    assert "9 dari 7" in bar

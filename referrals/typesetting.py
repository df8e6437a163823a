"""Letters as PDF: a pure function of their contents. What people typed is data to the typesetter, never markup."""

import io
import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst

SOURCES = Path(__file__).parent / "typst"
ARCHIVE_STANDARD = "a-2b"
# Breaks a word that has no place to break, after so many signs; the narrowest column holds about this many.
LONGEST_RUN = 24
ZERO_WIDTH_SPACE = "\u200b"


@cache
def _fonts() -> typst.Fonts:
    """The fonts inside the wheel and no others, so that every machine sets the same letter; read once per process."""
    return typst.Fonts(include_system_fonts=False)


def render(contents: dict[str, Any]) -> bytes:
    """The PDF of a letter; the same contents give the same bytes, whenever and wherever it is made."""
    source = SOURCES / f"{contents['kind']}.typ"
    inputs = {"contents": json.dumps(_breakable(contents)), "qr": _qr_svg(contents["address"])}
    moment = int(datetime.fromisoformat(contents["issued_at"]).timestamp())
    try:
        return _compile(source.read_bytes(), inputs, moment, standards=[ARCHIVE_STANDARD])
    except typst.TypstError:
        # A name in a script or with a sign that these fonts lack: a plain PDF shows a box there, PDF/A may not.
        return _compile(source.read_bytes(), inputs, moment, standards=[])


def _compile(source: bytes, inputs: dict[str, str], moment: int, *, standards: Any) -> bytes:
    pdf = typst.compile(
        source,
        root=str(SOURCES),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=standards,
        timestamp=moment,
    )
    return bytes(pdf)


def _qr_svg(text: str) -> str:
    image = io.BytesIO()
    segno.make(text, error="m", micro=False).save(image, kind="svg", border=0, dark="#000")
    return image.getvalue().decode()


def _breakable(value: Any) -> Any:
    """The same contents with places to break inside overlong words."""
    if isinstance(value, str):
        return " ".join(_broken(word) for word in value.split(" "))
    if isinstance(value, list):
        return [_breakable(item) for item in value]
    if isinstance(value, dict):
        return {key: _breakable(item) for key, item in value.items()}
    return value


def _broken(word: str) -> str:
    return ZERO_WIDTH_SPACE.join(word[start : start + LONGEST_RUN] for start in range(0, len(word), LONGEST_RUN))

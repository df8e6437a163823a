"""Letters as PDF: a pure function of their contents. What people typed is data to the typesetter, never markup."""

import io
import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import segno
import typst

SOURCES = Path(__file__).parent / "typst"
# A run of signs without a place to break, as long as the narrowest column holds of the widest letter.
LONG_RUN = re.compile(r"[^\s/-]{24}(?=[^\s/-])")
BREAK_HERE = "\\g<0>\u200b"


@cache
def _fonts() -> typst.Fonts:
    """The fonts inside the wheel and no others, so that every machine sets the same letter; read once per process."""
    return typst.Fonts(include_system_fonts=False)


def render(contents: dict[str, Any]) -> bytes:
    """The PDF of a letter; the same contents give the same bytes, whenever and wherever it is made."""
    source = str(SOURCES / f"{contents['kind']}.typ")
    inputs = {"contents": json.dumps(_breakable(contents)), "qr": _qr_svg(contents["address"])}
    moment = int(datetime.fromisoformat(contents["issued_at"]).timestamp())
    try:
        return _compile(source, inputs, moment, standard="a-2b")
    except typst.TypstError:
        # A name in a script or with a sign that these fonts lack: a plain PDF shows a box there, PDF/A may not.
        return _compile(source, inputs, moment, standard="1.7")


def _compile(source: str, inputs: dict[str, str], moment: int, *, standard: Literal["a-2b", "1.7"]) -> bytes:
    pdf = typst.compile(
        source,
        root=str(SOURCES),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=standard,
        timestamp=moment,
    )
    return bytes(pdf)


def _qr_svg(text: str) -> str:
    image = io.BytesIO()
    segno.make(text, error="m", micro=False).save(image, kind="svg", border=0, dark="#000")
    return image.getvalue().decode()


def _breakable(value: Any) -> Any:
    """The same contents with places to break inside overlong words, but for number, address and the like."""
    if isinstance(value, list):
        return [LONG_RUN.sub(BREAK_HERE, item) if isinstance(item, str) else _breakable(item) for item in value]
    if isinstance(value, dict):
        return {key: _breakable(item) for key, item in value.items()}
    return value

"""Paper as PDF: a pure function of its contents. What people typed is data to the typesetter, never markup."""

import hashlib
import io
import json
import re
import unicodedata
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import segno
import typst

# Templates of every app lie under it, so that all may begin with /puskesos/typst/frame.typ.
ROOT = Path(__file__).parent.parent
PAPERS = ("a4", "f4")
SEAL_LENGTH = 16
# A run of signs without a place to break, as long as the narrowest column holds of the widest letter.
LONG_RUN = re.compile(r"[^\s/-]{24}(?=[^\s/-])")
BREAK_HERE = "\\g<0>\u200b"


@cache
def _fonts() -> typst.Fonts:
    """The fonts inside the wheel and no others, so that every machine sets the same letter; read once per process."""
    return typst.Fonts(include_system_fonts=False)


def render(source: Path, contents: dict[str, Any]) -> bytes:
    """The PDF of a template's letter; the same contents give the same bytes, whenever and wherever it is made.

    Of the contents it reads `address` for the QR code and `issued_at` for the time stamp itself.
    """
    inputs = {"contents": json.dumps(_breakable(contents)), "qr": _qr_svg(contents["address"])}
    moment = int(datetime.fromisoformat(contents["issued_at"]).timestamp())
    try:
        return _compile(str(source), inputs, moment, standard="a-2b")
    except typst.TypstError:
        # A name in a script or with a sign that these fonts lack: a plain PDF shows a box there, PDF/A may not.
        return _compile(str(source), inputs, moment, standard="1.7")


def _compile(source: str, inputs: dict[str, str], moment: int, *, standard: Literal["a-2b", "1.7"]) -> bytes:
    pdf = typst.compile(
        source,
        root=str(ROOT),
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


def sealed(contents: dict[str, Any]) -> dict[str, Any]:
    """Contents clean of invisible signs, with a seal over all of them."""
    said = clean(contents)
    return said | {"seal": seal_of(said)}


def seal_of(contents: dict[str, Any]) -> str:
    """First signs of the SHA-256 of all but the seal. The address in it is random, so nobody guesses a name by it."""
    rest = {key: value for key, value in contents.items() if key != "seal"}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:SEAL_LENGTH]


def clean(value: Any) -> Any:
    """The same without control, invisible and direction marks, which could make a letter read otherwise than it is."""
    if isinstance(value, str):
        return "".join(sign for sign in value if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs"))
    if isinstance(value, list):
        return [clean(item) for item in value]
    if isinstance(value, dict):
        return {key: clean(item) for key, item in value.items()}
    return value

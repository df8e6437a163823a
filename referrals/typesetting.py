"""Letters of complaints and referrals as PDF, each kind by its own template."""

from pathlib import Path
from typing import Any

from puskesos import typesetting

SOURCES = Path(__file__).parent / "typst"


def render(contents: dict[str, Any]) -> bytes:
    """The PDF of a letter; the same contents give the same bytes, whenever and wherever it is made."""
    return typesetting.render(SOURCES / f"{contents['kind']}.typ", contents)

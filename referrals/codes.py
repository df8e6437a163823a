"""The 26 kinds of PPKS and the programmes that people receive, as shipped in data/codes.json."""

import json
from pathlib import Path

_SHIPPED = json.loads((Path(__file__).parent / "data" / "codes.json").read_text(encoding="utf-8"))

# Number in Permensos 8/2012 -> name.
PPKS: dict[int, str] = dict(_SHIPPED["ppks"]["kinds"])
# Code in Benefit.programme, and in checks of the catalogue -> name.
BENEFITS: dict[str, str] = dict(_SHIPPED["benefits"]["programmes"])

"""2,000 cases for the rules that stand twice: on the server, which says here what is right, and on the phone."""

import random
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from types import SimpleNamespace
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from assessment import capture, drafts, scoring
from assessment.checklist import missing_items
from assessment.forms import NUMBER_FIELDS
from assessment.instrument import Definition
from assessment.rows_of_visit import Filed, Found
from households import facts, identity
from households.identity import NotANumber
from households.models import HEAD
from puskesos.dates import DateField
from puskesos.errors import Refused
from puskesos.phones import clean_phone

TODAY = date(2026, 11, 22)
LINE_RP = 595_000
Vector = dict[str, Any]

# Signs that people, phones and copied texts put where they do not belong.
ODD = " .,-'’`/()\t\n\u00a0\u200b\u202e\u2010\u2212\u3000\x1f\x85\ufeff\u0301éÑŋß٣\uff10\uff21😀1aA@#&_+"
NAMES = [
    "luh sari",
    "I GST. AYU",
    "SITI (ALM)",
    "NUR'AINI",
    "S.PD/GURU",
    "josé",
    "ß",
    "de-wi",
    "-ayu",
    "(bayu)",
    ".",
    "",
]
TEXTS = [
    "Banjar Tegal 3",
    "5108014711870001",
    "5108 0147 1187 0001",
    "5-1-0-8-0-1-4-7-1-1-8-7-0-0-0-1",
    "510801471187000",
]
PHONES = [
    "0812-3456-7890",
    "+62 812 3456 7890",
    "62812345678",
    "+6208123456789",
    "08112",
    "021 555 1234",
    "(0812) 34567890",
]
DATES = [
    "11/13/2024", "13/11/2024", "31-02-2024", "29-02-2024", "29-02-2023", "29/02/1900", "01-01-45", "1-1-1945",
    "2024-01-02", "7/11-1987", " 27-11-1987 ", "0-1-2000", "1-0-2000", "32-1-2000", "1-1-0000", "1-1-0001",
    "1 - 1 - 2000",
]  # fmt: skip
AMOUNTS = [
    "1500000", "1.500.000", "Rp 1.500.000,-", "rp.1.500.000,00", "RP1500", "1,5 juta", "1.50", "0", "-5", "1.500.00",
    ",-", "Rp",
]  # fmt: skip
AREAS = [
    "36",
    "36,5",
    "36.55",
    "0",
    "0,9",
    "1",
    "1,0",
    "2000",
    "2000.1",
    "2001",
    "1e3",
    "NaN",
    "36.",
    ".5",
    "-4",
    "1_0",
    "7 ",
]
STRANGE_DIGITS = re.compile(r"(?![0-9])\d")
ROOMS = ["3", "003", "0", "1000", "12a", " 7 ", "٣", "00", "-1"]


class Draws:
    """Chance that falls the same way every time."""

    def __init__(self) -> None:
        self.dice = random.Random(5)  # noqa: S311 the same cases for everybody

    def digits(self, count: int) -> str:
        """That many digits."""
        return "".join(self.dice.choices("0123456789", k=count))

    def spoilt(self, text: str) -> str:
        """The text with a sign more, less or another, as hands do it."""
        at = self.dice.randint(0, len(text))
        more, less = self.dice.choice(ODD), self.dice.randint(0, 2)
        return text[:at] + (more if self.dice.random() < 0.7 else "") + text[at + less :]

    def one(self, texts: list[str]) -> str:
        """One of the texts, often spoilt once or twice."""
        text = self.dice.choice(texts)
        for _time in range(self.dice.choice((0, 1, 1, 2))):
            text = self.spoilt(text)
        return text

    def day(self) -> date:
        """A day of the last 130 years, or a little after today."""
        return TODAY + timedelta(days=self.dice.randint(-130 * 365, 60))


def judged(function: Callable[[], Any]) -> dict[str, Any]:
    """What the server makes of it: a value, or its sentence."""
    try:
        value = function()
    except (Refused, NotANumber) as refusal:
        return {"error": str(refusal)}
    except forms.ValidationError as error:
        return {"error": error.messages[0]}
    if isinstance(value, Decimal):
        return {"value": float(value)}
    return {"value": value.isoformat() if isinstance(value, date) else value}


def vectors(definition: Definition) -> list[Vector]:
    """Name of a function of rules.js or words.js, its arguments, and what it must answer."""
    draws = Draws()
    return [
        *_numbers(draws),
        *_words(draws),
        *_figures(draws),
        *_days(draws),
        *_warnings(draws),
        *_addresses(),
        *_survey(definition, draws),
    ]


def _vector(name: str, args: list[Any], expected: Any) -> Vector:
    return {"name": name, "args": args, "expected": expected}


def _numbers(draws: Draws) -> Iterator[Vector]:
    known = [
        *sorted(identity.FILLERS)[:6],
        "0012345678901234",
        "",
        "510801 471187 0001",
        "5108.0147.1187.0001",
        "'5108014711870001",
    ]
    for kind in ("nik", "kk"):
        for text in known + [
            draws.one([draws.digits(16), draws.digits(draws.dice.randint(1, 20))]) for _ in range(190)
        ]:
            yield _vector(
                "checkNumber", [text, kind], judged(lambda text=text, kind=kind: identity.check_number(text, kind=kind))
            )


def _words(draws: Draws) -> Iterator[Vector]:
    for text in NAMES + ["A" * 121] + [draws.one(NAMES) for _ in range(230)]:
        yield _vector("checkName", [text], judged(lambda text=text: facts.clean_name(text)))
    for text in TEXTS + ["ü" * 81, "😀" * 80] + [draws.one([*TEXTS, *NAMES]) for _ in range(180)]:
        yield _vector("checkText", [text, 80], judged(lambda text=text: facts.clean_text(text, max_length=80)))


def _figures(draws: Draws) -> Iterator[Vector]:
    amount, area = NUMBER_FIELDS["monthly_income_rp"](), NUMBER_FIELDS["floor_area_m2"]()
    for name, known, judge, count in (
        ("checkAmount", AMOUNTS, amount.clean, 150),
        ("checkArea", AREAS, area.clean, 150),
        ("checkRt", ROOMS, facts.clean_rt, 80),
        ("checkPhone", PHONES, clean_phone, 180),
    ):
        for text in known + [draws.one(known) for _ in range(count)]:
            if len(text) <= 20 or name != "checkAmount":
                yield _vector(name, [text], judged(lambda text=text, judge=judge: judge(text)))


def _days(draws: Draws) -> Iterator[Vector]:
    field = DateField(required=False)

    def birth(text: str) -> date | None:
        born = field.clean(text)
        return facts.clean_birth_date(born, on=TODAY) if born else None

    typed = [f"{draws.day():{draws.dice.choice(('%d-%m-%Y', '%d/%m/%Y', '%-d-%-m-%Y'))}}" for _ in range(120)]
    for text in DATES + [draws.one(typed) for _ in range(150)]:
        if STRANGE_DIGITS.search(text):
            continue  # strptime reads the digits of other scripts too; no keyboard here writes them
        yield _vector("checkDate", [text], judged(lambda text=text: field.clean(text)))
    for text in DATES + typed[:100]:
        yield _vector("checkBirthDate", [text, TODAY.isoformat()], judged(lambda text=text: birth(text)))


def _warnings(draws: Draws) -> Iterator[Vector]:
    for number in range(250):
        born = draws.day()
        day = born.day + (40 if draws.dice.random() < 0.5 else 0)
        nik = (
            f"510801{day:02d}{born:%m%y}0001"
            if number % 3
            else draws.dice.choice(("51", "3526", "")) + draws.digits(16)
        )
        nik = nik[:16]
        stated, sex = draws.dice.choice([born, draws.day(), None]), draws.dice.choice(["1", "2", None])
        village = draws.dice.choice(["51.08.01.2001", "35.26.01.2001", None])
        found = identity.nik_warnings(nik, birth_date=stated, sex=sex, village_code=village)
        expected = [{"code": one.code, "text": one.text} for one in found]
        said = {"birthDate": stated and stated.isoformat(), "sex": sex, "village": village}
        yield _vector("numberWarnings", [nik, said], expected)


# --- the survey ------------------------------------------------------------------------------------------------------


def _addresses() -> Iterator[Vector]:
    for address, dusun, rt, rw in product(
        ("Jalan Raya 1", "Banjar Tegal"), ("Banjar Tegal", ""), ("003", ""), ("001", "")
    ):
        stated = {"address": address, "dusun": dusun, "rt": rt, "rw": rw}
        shown = render_to_string("households/_address.html", {"household": stated})
        yield _vector("addressWords", [stated], strip_tags(shown).strip())


def _survey(definition: Definition, draws: Draws) -> Iterator[Vector]:
    computed = [question for question in definition.questions if question.is_computed]
    for _ in range(150):
        question, numbers = draws.dice.choice(computed), _some_numbers(draws)
        expected = scoring.compute_answer(question, numbers, poverty_line_rp=LINE_RP)
        yield _vector("computeAnswer", [question.code, numbers, LINE_RP], expected)
    for _ in range(140):
        content, members = _some_content(definition, draws)
        expected = [
            {"task": one.task, "text": one.text}
            for one in missing_items(_assessment(definition, content), _found(content, members))
        ]
        yield _vector("missing", [{"members": members}, content], expected)
    for _ in range(30):
        codes = draws.dice.sample([one.code for one in definition.overrides], draws.dice.randint(0, 3))
        needed, slots = definition.photos_needed(codes)
        yield _vector("photosNeeded", [codes], {"minimum": needed, "slots": [slot.code for slot in slots]})
        yield _vector("asked", [codes], [question.code for question in definition.asked(codes)])
    for _ in range(60):
        position = _some_position(draws)
        yield _vector("missing of a position", [position], _position_sentence(position))
    for _ in range(40):
        content, _members = _some_content(definition, draws)
        yield _vector("hash", [content], drafts.content_hash(content))


def _some_numbers(draws: Draws) -> dict[str, float]:
    """Numbers on, beside and far from the edges; some missing."""
    members = draws.dice.choice([0, 1, 2, 3, 4, 5, 7, 12])
    area = draws.dice.choice(
        [8 * members, 12 * members, 8 * members - 0.1, 12 * members + 0.1, draws.dice.randint(1, 2000)]
    )
    income = draws.dice.choice(
        [LINE_RP * members, int(LINE_RP * 1.5) * members, LINE_RP * members + 1, 0, draws.dice.randint(0, 10**8)]
    )
    known = {"floor_area_m2": round(area, 1), "monthly_income_rp": income, "member_count": members}
    return {name: value for name, value in known.items() if draws.dice.random() < 0.9}


def _some_position(draws: Draws) -> dict[str, Any]:
    return {
        "latitude": "-8.112345", "longitude": "115.091234", "located_at": "2026-11-22T09:12:00+08:00", "attempts": 2,
        "accuracy_m": draws.dice.choice([None, 0, 8.5, 50, 50.01, 85.99, 3000]),
        "reason": draws.dice.choice(["", "  ", "Pohon rapat"]),
    }  # fmt: skip


def _position_sentence(position: dict[str, Any]) -> str | None:
    """What the server says of a point that needs a reason."""
    accuracy, reason = position["accuracy_m"], position["reason"]
    return judged(lambda: capture.refuse_poor_position(accuracy, reason=reason)).get("error")


def _some_content(definition: Definition, draws: Draws) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A draft of any completeness, and the family as the phone knows it."""
    full = draws.dice.random()

    def kept(chance: float = full) -> bool:
        return draws.dice.random() < chance

    members = [{"id": f"m{n}", "relation": "1" if n == 0 else "3"} for n in range(draws.dice.randint(0, 3))]
    content = {
        "household": {"id": "h", "new": None, "changes": None, "base": None},
        "members": [edit for n in range(4) if not kept() and (edit := _some_edit(draws, n))],
        "identity_confirmed": kept(),
        "answers": {
            q.code: draws.dice.choice([*(c.code for c in q.choices), "lain"]) for q in definition.questions if kept()
        },
        "numbers": {name: 36.5 for name in ("floor_area_m2", "monthly_income_rp") if kept()},
        "overrides": [override.code for override in definition.overrides if kept(0.3)],
        "position": {**_some_position(draws), "accuracy_m": 8.5} if kept() else None,
        "note": draws.one(TEXTS),
        "manifest": [{"slot": slot.code, "sha256": "a" * 64} for slot in definition.slots if kept()],
    }
    return content, members


def _some_edit(draws: Draws, number: int) -> dict[str, Any] | None:
    """A change of the member of this number, or a new one beyond them."""
    nothing = {"id": f"m{number}", "new": None, "changes": None, "base": None, "left": None}
    return draws.dice.choice(
        [
            {**nothing, "left": {"reason": "2", "on": "2026-01-01"}},
            {**nothing, "changes": {"relation": draws.dice.choice("123")}, "base": {"relation": "3"}},
            {**nothing, "id": f"new{number}", "new": {"relation": draws.dice.choice("1234"), "name": draws.one(NAMES)}},
            None,
        ]
    )


def _relations_after(content: dict[str, Any], members: list[dict[str, Any]]) -> list[str]:
    """The relations that the registry holds once the draft is written to it."""
    relations = {member["id"]: member["relation"] for member in members}
    for edit in content["members"]:
        if edit["new"]:
            relations[edit["id"]] = edit["new"]["relation"]
        elif edit["left"]:
            relations.pop(edit["id"], None)
        elif edit["id"] in relations:
            relations[edit["id"]] = edit["changes"]["relation"]
    return [*relations.values()]


def _found(content: dict[str, Any], members: list[dict[str, Any]]) -> Found:
    """What the registry and the photos hold after it took this draft in."""
    relations = _relations_after(content, members)
    photos = [Filed(one["slot"], one["sha256"], one["sha256"], "") for one in content["manifest"]]
    return Found(len(relations), HEAD in relations, photos)


def _assessment(definition: Definition, content: dict[str, Any]) -> Any:
    """What the server has after it took this draft in."""
    return SimpleNamespace(
        instrument_id=definition.id,
        identity_confirmed_at=TODAY if content["identity_confirmed"] else None,
        is_located=content["position"] is not None,
        **{name: content[name] for name in ("answers", "numbers", "overrides")},
    )

"""The rules on the phone say what the server says, value by value and sentence by sentence."""

from collections import Counter

import pytest
from django.utils import timezone

from assessment import instrument
from assessment.api.states import instrument_shown
from households.identity import known_districts
from slrt.tests.field_phone import open_page, run, serving
from slrt.tests.field_vectors import vectors
from slrt.tests.real_parts import PHONE

# What the phone makes of each case, in the shape of the server's answer.
TRY = """
  const byCode = Object.fromEntries(given.definition.questions.map((question) => [question.code, question]));
  const full = { ...given.definition, questions: [], slots: [], minimum_photos: 0 };
  const family = { members: [{ relation: "1" }] };
  const special = {
    numberWarnings: (nik, stated) => rules.numberWarnings(nik, { ...stated, regions: given.regions }),
    computeAnswer: (code, numbers, line) => rules.computeAnswer(byCode[code], numbers, line),
    missing: (known, content) => {
      const found = rules.missing(given.definition, known, content).filter(({ key }) => key !== "reason");
      return found.map(({ task, text }) => ({ task, text }));
    },
    photosNeeded: (codes) => {
      const { minimum, slots } = rules.photosNeeded(given.definition, codes);
      return { minimum, slots: slots.map((slot) => slot.code) };
    },
    asked: (codes) => rules.asked(given.definition, codes).map((question) => question.code),
    "missing of a position": (position) =>
      rules.missing(full, family, { position, identity_confirmed: true, manifest: [] })[0]?.text ?? null,
    hash: (content) => canonical.sha256(canonical.canonical(content)),
  };
  const wrong = [];
  for (const { name, args, expected } of given.vectors) {
    const got = await (special[name] ?? rules[name] ?? words[name])(...args);
    if (canonical.canonical(got) !== canonical.canonical(expected)) wrong.push([name, args, expected, got]);
  }
  return wrong;
"""


@pytest.fixture
def definition(db):
    return instrument.definition(instrument.load(at=timezone.now()).pk)


def test_two_thousand_cases_end_alike_on_the_phone_and_on_the_server(new_context, definition):
    cases = vectors(definition)
    given = {"definition": instrument_shown(definition), "regions": known_districts(), "vectors": cases}

    with serving() as url:
        wrong = run(open_page(new_context(**PHONE), url), TRY, given)

    assert [str(case) for case in wrong[:10]] == []
    assert len(cases) >= 2000
    warned = {one["text"] for case in cases if case["name"] == "numberWarnings" for one in case["expected"]}
    assert {text for text in warned if "wilayah" in text or "kabupaten" in text} == {
        "Kode wilayah dalam NIK ini tidak dikenal. Periksa lagi dengan KTP.",
        "NIK ini terbit di kabupaten lain. Periksa lagi dengan KTP.",
    }
    # Both ends of every rule are among them: what it takes, and what it refuses.
    judged = Counter((case["name"], "error" in case["expected"]) for case in cases if case["name"].startswith("check"))
    assert min(judged.values()) >= 20
    assert len(judged) == 2 * len({name for name, _refused in judged})


def test_the_cases_are_the_same_every_time(definition):
    assert vectors(definition) == vectors(definition)


def test_newer_questions_keep_what_still_fits_and_ask_the_rest_again(new_context):
    def question(code: str, *choices: str, inputs: tuple[str, ...] = ()) -> dict:
        listed = [{"code": choice, "text": choice} for choice in choices]
        return {"code": code, "rule": "ratio" if inputs else "", "inputs": inputs, "choices": listed}

    before = {
        "questions": [
            *(question("roof", "good", "poor"), question("floor", "tile"), question("gone", "yes")),
            *(question("crowding", "few", inputs=("floor_area_m2", "member_count")), question("open", "yes")),
        ],
        **{"overrides": [{"code": "homeless", "skips": []}], "slots": [{"code": "front"}, {"code": "well"}]},
    }
    now = {
        "questions": [
            *(question("roof", "good", "bad"), question("floor", "tile", "soil"), question("fresh", "yes")),
            *(question("crowding", "few", inputs=("floor_area_m2", "member_count")), question("open", "yes")),
        ],
        **{"overrides": [], "slots": [{"code": "front"}, {"code": "other"}]},
    }
    untouched = {"members": [{"id": "m"}], "identity_confirmed": True, "position": {"latitude": "-8"}, "note": "Anjing"}
    content = {
        **untouched,
        "answers": {"roof": "poor", "floor": "tile", "gone": "yes"},
        "numbers": {"floor_area_m2": 36, "rooms": 2},
        "overrides": ["homeless"],
        "manifest": [{"slot": "front", "sha256": "a"}, {"slot": "well", "sha256": "b"}],
    }

    with serving() as url:
        script = "return rules.carriedOver(given.before, given.now, given.content)"
        found = run(open_page(new_context(**PHONE), url), script, {"before": before, "now": now, "content": content})

    assert found == {
        "content": {
            **untouched,
            **{"answers": {"floor": "tile"}, "numbers": {"floor_area_m2": 36}, "overrides": []},
            "manifest": [{"slot": "front", "sha256": "a"}, {"slot": "other", "sha256": "b"}],
        },
        "again": ["roof", "fresh"],  # `open` was never answered: that is nothing new
    }

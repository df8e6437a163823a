"""Pages of the instrument desk: who may do what, what was typed wrong, and what nothing may break."""

import pytest
from django.urls import reverse

from assessment import authoring, instrument, publishing
from assessment.forms_instrument import NEW
from assessment.models import Instrument, PovertyLine
from assessment.tests.conftest import NOW
from assessment.tests.desk import facts_of, rescored, simulate
from puskesos.models import PersonalDataRead, User
from puskesos.roles import Duty, Role


@pytest.fixture
def manager(regions) -> User:
    """Publishes what others wrote."""
    return User.objects.create_user(
        "gede", role=Role.DINSOS, region=regions["51.08"], full_name="Gede Manajer", duties=[Duty.MANAGER]
    )


@pytest.fixture
def draft(published, dinsos) -> Instrument:
    """A draft of Buleleng with one change."""
    row = authoring.copy(published, by=dinsos, at=NOW)
    authoring.edit_question(
        row, "lighting", rescored(facts_of(row, "lighting"), 100, 100, 300), revision=1, by=dinsos, at=NOW
    )
    return Instrument.objects.get(pk=row.pk)


def page(name: str, row: Instrument, *arguments) -> str:
    return reverse(f"assessment:instrument_{name}", args=[row.pk, *arguments])


def typed(draft: Instrument, code: str) -> dict:
    """A question's page as it stands, ready to be sent."""
    question = instrument.read(draft).question(code)
    data = {"revision": draft.revision, "text": question.text, "basis": question.basis, "help": question.help}
    if question.is_computed:
        data["edges"] = "; ".join(f"{edge:g}".replace(".", ",") for edge in question.edges)
    for choice in question.choices:
        data |= {
            f"{choice.code}-text": choice.text,
            f"{choice.code}-score": choice.score,
            f"{choice.code}-criteria": list(choice.criteria),
        }
    return data


def test_a_version_shows_its_questions_points_criteria_and_what_changed(enter, draft, dinsos):
    body = enter(dinsos).get(page("detail", draft)).content.decode()

    for words in ("Bagaimana lantai rumah yang terluas?", "146-6", "Beda dengan versi 1", "Pemeriksaan sebelum terbit"):
        assert words in body


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many_versions(enter, published, dinsos, count, django_assert_num_queries):
    for _n in range(count):
        authoring.copy(published, by=dinsos, at=NOW)
    browser = enter(dinsos)
    browser.get(reverse("assessment:instrument_list"))

    with django_assert_num_queries(6):
        browser.get(reverse("assessment:instrument_list"))


def test_a_page_saved_as_it_stands_changes_nothing_and_one_changed_word_is_kept(enter, draft, dinsos):
    browser = enter(dinsos)
    for code in ("walls", "crowding", "income"):
        assert browser.post(page("question", draft, code), typed(draft, code)).status_code == 302
    draft.refresh_from_db()
    assert draft.revision == 2

    browser.post(page("question", draft, "crowding"), typed(draft, "crowding") | {"edges": "9; 12,5"})
    assert instrument.read(draft).question("crowding").edges == (9.0, 12.5)


def test_who_was_slower_sees_what_they_typed_and_why_it_was_not_saved(enter, draft, dinsos):
    data = typed(draft, "walls") | {"text": "Kalimat yang lain", "revision": 1}

    answer = enter(dinsos).post(page("question", draft, "walls"), data)

    assert answer.status_code == 409
    assert "Kalimat yang lain" in answer.content.decode()
    assert "baru saja diubah" in answer.content.decode()


HOSTILE = ["", "x" * 5000, "\x00", "9" * 20, "<script>🙂"]


@pytest.mark.parametrize("bad", HOSTILE)
def test_no_nonsense_breaks_a_form_or_reaches_a_draft(enter, draft, dinsos, manager, bad):
    browser, before = enter(dinsos), instrument.read(draft)
    bands, slots = before.bands, before.slots
    sent = {
        page("question", draft, "walls"): typed(draft, "walls") | {"bamboo-score": bad, "revision": bad, "basis": bad},
        page("question", draft, "crowding"): typed(draft, "crowding") | {"edges": bad},
        page("question", draft, "baru"): {"text": bad, f"{NEW}1-score": bad, f"{NEW}1-criteria": bad},
        page("bands", draft): {f"{band.code}-high": bad for band in bands},
        page("slots", draft): {"minimum_photos": bad, **{f"{slot.code}-text": bad for slot in slots}},
        page("edit", draft): {"title": bad, "legal_basis": bad, "revision": bad},
        page("simulation", draft): {"round": bad or "x"},
        page("question_drop", draft, "walls"): {"revision": bad},
        page("discard", draft): {"revision": bad},
    }
    answers = {url: browser.post(url, data).status_code for url, data in sent.items()}
    office = enter(manager)
    publish = {"revision": 2, "round": bad, "valid_from": bad, "grace_days": bad}
    answers["publish"] = office.post(page("publish", draft), publish).status_code
    line = reverse("assessment:instrument_poverty_edit", args=[2026])
    answers["line"] = office.post(line, {"revision": bad, "rupiah": bad, "source": "BPS"}).status_code

    assert set(answers.values()) <= {400, 409, 422}
    assert instrument.read(draft) == before
    assert not PovertyLine.objects.filter(regency="51.08").exists()


def test_words_are_shown_as_words(enter, draft, dinsos):
    browser = enter(dinsos)
    browser.post(page("edit", draft), {"revision": 2, "title": "<b>Judul</b>", "legal_basis": "X", "note": ""})

    body = browser.get(page("detail", draft)).content.decode()
    assert "<b>Judul</b>" not in body
    assert "&lt;b&gt;Judul" in body


def test_what_is_published_has_no_page_to_write_on(enter, published, dinsos):
    browser = enter(dinsos)

    for name, arguments in (("edit", ()), ("question", ("walls",)), ("bands", ()), ("slots", ())):
        answer = browser.get(page(name, published, *arguments))
        assert (answer.status_code, "Salin menjadi draf baru" in answer.content.decode()) == (409, True)


def test_a_preview_is_the_operators_page_and_stores_nothing(enter, draft, dinsos):
    browser = enter(dinsos)
    bodies = [browser.get(page("preview", draft, number)).content.decode() for number in range(1, 7)]

    assert "Bagaimana lantai rumah yang terluas?" in bodies[2]
    assert "Tampak depan rumah" in bodies[5]
    assert browser.get(page("preview", draft, 7)).status_code == 404
    assert browser.post(page("preview", draft, 1)).status_code == 405
    assert not any('type="submit"' in body.split("<main")[1] for body in bodies)


def test_from_a_draft_to_the_version_in_force_by_two_people(enter, draft, dinsos, manager, wait):
    survey = wait("WAYAN CANDRA")
    asked = simulate(draft, by=dinsos)
    browser = enter(manager)
    assert "Terbitkan versi ini" in browser.get(page("detail", draft)).content.decode()
    assert "Terbitkan versi ini" not in enter(dinsos).get(page("detail", draft)).content.decode()
    assert asked.counts.get().rows == 1

    wrong = browser.post(page("publish", draft), {"revision": 2, "grace_days": 14})
    assert (wrong.status_code, "salah satu" in wrong.content.decode()) == (422, True)
    done = browser.post(page("publish", draft), {"revision": 2, "grace_days": 14, "valid_from": "31-12-2098"})

    assert done.status_code == 302
    draft.refresh_from_db()
    assert draft.published_by == manager
    assert "Mulai 31-12-2098" in browser.get(reverse("assessment:instrument_list")).content.decode()
    assert survey.instrument_id == draft.based_on_id


def test_who_would_change_class_is_listed_within_scope_and_the_reading_is_logged(enter, draft, dinsos, wait, regions):
    wait("WAYAN CANDRA")
    facts = facts_of(draft, "walls")
    authoring.edit_question(
        draft, "walls", facts_of(draft, "walls", choices=facts.choices[1:]), revision=2, by=dinsos, at=NOW
    )
    draft.refresh_from_db()
    simulate(draft, by=dinsos)
    browser = enter(dinsos)

    assert "WAYAN CANDRA" in browser.get(page("changes", draft)).content.decode()
    assert PersonalDataRead.objects.filter(target_type="simulation", by=dinsos).count() == 1
    for query, there in (("ke=tanpa", True), ("ke=poor", False), ("desa=51.08.01.2002", False), ("after=x", True)):
        assert ("WAYAN CANDRA" in browser.get(f"{page('changes', draft)}?{query}").content.decode()) == there
    assert "Belum bisa dinilai" in browser.get(page("simulation", draft)).content.decode()


def test_leaders_and_administrators_see_numbers_not_names(enter, draft, dinsos, wait, regions):
    wait("WAYAN CANDRA")
    simulate(draft, by=dinsos)
    leader = User.objects.create_user("dewa", role=Role.LEADER, region=regions["51.08"], full_name="Dewa")
    admin = User.objects.create_user("admin", role=Role.ADMIN, full_name="Admin")

    for person in (leader, admin):
        browser = enter(person)
        body = browser.get(page("simulation", draft)).content.decode()
        assert "Pendataan dihitung" in body
        assert page("changes", draft) not in body
        assert browser.get(page("changes", draft)).status_code == 403
        assert "Salin menjadi draf" not in browser.get(page("detail", draft)).content.decode()


def test_a_draft_of_another_regency_is_not_there(enter, draft, regions):
    stranger = User.objects.create_user("rahma", role=Role.DINSOS, region=regions["35.26"], full_name="Rahma")

    for name in ("detail", "edit", "bands", "simulation"):
        assert enter(stranger).get(page(name, draft)).status_code == 404


def test_the_manager_notes_a_poverty_line_as_people_write_it(enter, manager, published):
    url = reverse("assessment:instrument_poverty_edit", args=[2026])
    browser = enter(manager)

    browser.post(url, {"revision": 0, "rupiah": "Rp 601.250", "source": "BPS, Maret 2026"})

    assert PovertyLine.objects.get(regency="51.08", year=2026).rupiah == 601_250
    assert "BPS, Maret 2026" in browser.get(reverse("assessment:instrument_poverty_list")).content.decode()
    assert browser.get(reverse("assessment:instrument_poverty_edit", args=[1999])).status_code == 404


def test_a_draft_survey_past_its_grace_is_offered_the_new_questions(enter, draft, dinsos, manager, operator, begin):
    survey = begin("WAYAN CANDRA")
    simulate(draft, by=dinsos)
    publishing.publish(draft, revision=2, valid_from=NOW.date(), grace_days=0, by=manager, at=NOW, on=NOW.date())
    browser, tasks = enter(operator), reverse("assessment:assessment_tasks", args=[survey.pk])
    assert "Pakai pertanyaan baru" in browser.get(tasks).content.decode()

    browser.post(reverse("assessment:assessment_change_version", args=[survey.pk]))

    assert "Pakai pertanyaan baru" not in browser.get(tasks).content.decode()
    survey.refresh_from_db()
    assert survey.instrument == draft

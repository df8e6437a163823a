"""Pages of the catalogue: everyone reads, managers edit by buttons, and nothing typed is lost when it is refused."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from puskesos.models import Provider
from referrals import catalogue
from referrals.models import Offer, Programme, StageTemplate


@pytest.fixture
def loaded(shipped) -> Programme:
    """The shipped catalogue; a service that uses a template."""
    return Programme.objects.get(pk="REH-05")


def page(user, name: str, *args, **query) -> str:
    """The text of a page as this person sees it."""
    client = Client()
    client.force_login(user)
    response = client.get(reverse(f"referrals:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def post(user, name: str, *args, data: dict):
    client = Client()
    client.force_login(user)
    return client.post(reverse(f"referrals:{name}", args=args), data)


def typed(html: str) -> dict[str, str]:
    """What the last form of a page would send as it stands, without any button."""
    form = html.split("<main", 1)[1]
    data = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            data[name[1]] = value[1] if value else "on"
    for name, body in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        data[name] = body
    for name, body in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)"\s+selected', body) or re.search(r'<option value="([^"]*)"', body)
        data[name] = chosen[1] if chosen else ""
    return data


def test_services_are_found_by_words_sector_and_level(loaded, operator):
    found = page(operator, "programme_list", q="pemulangan", sector="street", level="province")

    assert "Orang telantar: pemulangan" in found
    assert "Gelandangan dan pengemis" not in found


@pytest.mark.parametrize("query", [{"sector": "' OR 1=1"}, {"level": "x"}, {"q": "%_\\"}, {"q": "x" * 500}])
def test_nonsense_in_the_address_is_a_page(loaded, operator, query):
    html = page(operator, "programme_list", **query)

    assert "Layanan yang bisa dituju warga" in html
    assert "Traceback" not in html


@pytest.mark.parametrize("code", ["XXX-99", "KES", "kes-01", "x" * 200])
def test_a_service_that_is_not_there_is_missing(loaded, operator, code):
    client = Client()
    client.force_login(operator)

    assert client.get(f"/layanan/{code}/").status_code == 404


def test_a_provider_reads_the_service_in_words(loaded, nurse):
    html = page(nurse, "programme_detail", "KES-03")

    assert "paling sedikit 7 dari 11 kriteria" in html
    assert "Surat keterangan masuk rumah sakit" in html
    assert "Berkas harus lengkap dalam 3 × 24 jam" in html
    assert "Atur layanan" not in html


@pytest.mark.parametrize("name", ["programme_edit", "programme_offers", "programme_stages"])
def test_who_is_not_manager_is_told_so(loaded, dinsos, name):
    client = Client()
    client.force_login(dinsos)

    response = client.get(reverse(f"referrals:{name}", args=["REH-05"]))

    assert response.status_code == 403
    assert "Hanya manajer SLRT" in response.content.decode()


def test_limits_and_papers_are_changed_and_lines_added_by_buttons(loaded, manager):
    data = typed(page(manager, "programme_edit", "REH-05"))
    with_line = post(manager, "programme_edit", "REH-05", data=data | {"limit_days": "8", "act": "add-p"})
    data = typed(with_line.content.decode())
    assert (data["limit_days"], data["p3-name"]) == ("8", "")

    answer = post(manager, "programme_edit", "REH-05", data=data | {"p3-name": "Foto", "p1-name": ""})
    loaded.refresh_from_db()

    assert answer.status_code == 302
    assert loaded.limit_days == 8
    assert loaded.papers == [
        {"code": "assessment", "name": "Asesmen awal", "required": True},
        {"code": "foto", "name": "Foto", "required": True},
    ]


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"limit_days": "0"}, 422),
        ({"limit_days": "satu"}, 422),
        ({"answer_days": "99999999999"}, 422),
        ({"summary": "\x00"}, 422),
        ({"p1-name": "Berita\x00acara"}, 409),
        ({"p1-name": "x" * 400}, 409),
        ({"revision": "77"}, 409),
        ({"revision": "-1"}, 409),
        ({"revision": ""}, 409),
        ({"act": "drop-p99"}, 200),
        ({"act": "eval-p1"}, 200),
        ({"act": "drop-q1"}, 200),
        ({"act": "up-p٣"}, 200),
    ],
)
def test_what_cannot_be_saved_comes_back_as_typed(loaded, manager, changed, status):
    data = typed(page(manager, "programme_edit", "REH-05")) | {"p2-name": "Kata saya"} | changed

    answer = post(manager, "programme_edit", "REH-05", data=data)
    loaded.refresh_from_db()

    assert (answer.status_code, loaded.revision) == (status, 1)
    assert "Kata saya" in answer.content.decode()


def test_every_shipped_stage_is_saved_as_it_was_when_nobody_changed_it(loaded, manager):
    for programme in Programme.objects.exclude(stages=None):
        before = catalogue.stages.read(programme.stages)
        for place in range(1, len(before) + 1):
            sheet = typed(page(manager, "programme_stage", programme.pk, place))
            answer = post(manager, "programme_stage", programme.pk, place, data=unescaped(sheet))
            assert answer.status_code == 302, answer.content.decode()
        programme.refresh_from_db()

        assert catalogue.stages.read(programme.stages) == before


def unescaped(data: dict[str, str]) -> dict[str, str]:
    for sign, entity in (("'", "&#x27;"), ('"', "&quot;"), ("<", "&lt;"), (">", "&gt;"), ("&", "&amp;")):
        data = {name: value.replace(entity, sign) for name, value in data.items()}
    return data


def test_a_template_gets_a_field_a_choice_and_a_rule_by_buttons(loaded, manager):
    def press(button: str, data: dict[str, str]) -> dict[str, str]:
        return typed(post(manager, "template_stage", "B", 1, data=data | {"act": button}).content.decode())

    data = press("add-f", typed(page(manager, "template_stage", "B", 1)))
    data |= {"f5-label": "Cuaca", "f5-kind": "choice", "f5-choices": "Cerah\nHujan deras"}
    data = press("add-p", data) | {"p1-name": "Foto cuaca"}
    data = press("add-r", data)
    rule = {"kind": "is_not", "field": "cuaca", "value": "hujan deras", "sentence": "Tunggu reda."}
    data |= {f"r3-{key}": value for key, value in rule.items()}

    answer = post(manager, "template_stage", "B", 1, data=data)
    stage = catalogue.stages.read(StageTemplate.objects.get(pk="B").stages)[0]

    assert answer.status_code == 302, answer.content.decode()
    assert stage.fields[-1].choices == (("cerah", "Cerah"), ("hujan_deras", "Hujan deras"))
    assert (stage.rules[-1].field, stage.rules[-1].value) == ("cuaca", "hujan_deras")
    assert stage.papers[0].code == "foto_cuaca"


def test_stages_move_and_go_unless_a_later_rule_needs_them(loaded, manager):
    first = post(manager, "programme_stages", "REH-05", data={"act": "drop-3", "revision": "1"})
    needed = post(manager, "programme_stages", "REH-05", data={"act": "drop-1", "revision": "2"})
    loaded.refresh_from_db()

    assert first.status_code == 302
    assert [row["code"] for row in loaded.stages] == ["outreach", "assessment", "monitoring"]
    assert needed.status_code == 409
    assert "yang tidak ada sebelumnya" in needed.content.decode()

    post(manager, "programme_stages", "REH-05", data={"act": "template", "revision": "2"})
    loaded.refresh_from_db()
    assert loaded.stages is None


@pytest.mark.parametrize("act", ["", "drop-0", "drop-99", "up-", "boom-1", "drop-1; DROP TABLE", "up-99999999999"])
def test_a_button_that_is_not_there_is_refused(loaded, manager, act):
    assert post(manager, "template_stages", "B", data={"act": act, "revision": "1"}).status_code == 409


@pytest.mark.parametrize(
    "data",
    [
        {}, {"name": "\x00"}, {"name": "Tahap", "days": "9" * 40}, {"name": "Tahap", "days": "5", "actor": "root"},
        {"name": "Tahap", "days": "5", "actor": "office", "r1-there": "", "r1-kind": "boom", "r1-sentence": "x"},
        {"name": "Tahap", "days": "5", "actor": "office", "f1-there": "", "f1-label": "A", "f1-kind": "choice"},
        {"name": "Tahap", "days": "5", "actor": "office", "f1-there": "", "f1-label": "A", "f1-kind": "date",
         "r1-there": "", "r1-kind": "months_after", "r1-field": "a", "r1-value": "nan", "r1-sentence": "x"},
    ],
)  # fmt: skip
def test_a_hostile_stage_is_refused_with_a_sentence(loaded, manager, data):
    answer = post(manager, "template_stage", "B", 5, data={"revision": "1"} | data)

    assert answer.status_code == 409
    assert StageTemplate.objects.get(pk="B").revision == 1


@pytest.mark.parametrize("place", [0, 6, 99999])
def test_a_place_without_stage_is_missing(loaded, manager, place):
    client = Client()
    client.force_login(manager)

    assert client.get(f"/templat-tahap/B/{place}/").status_code == 404


def test_a_manager_adds_a_provider_and_says_how_many_it_takes(loaded, manager):
    new = {"name": "Rumah Singgah", "phone": "0000", "email": "", "monthly_capacity": "4"}
    assert post(manager, "programme_offers", "REH-05", data=new).status_code == 302
    offer = Offer.objects.get(programme=loaded)
    assert (offer.provider.name, offer.provider.regency_id, offer.monthly_capacity) == ("Rumah Singgah", "51.08", 4)

    changed = {"offer": offer.pk, f"o{offer.pk}-monthly_capacity": "", f"o{offer.pk}-order": "2"}
    assert post(manager, "programme_offers", "REH-05", data=changed).status_code == 302
    offer.refresh_from_db()
    assert (offer.monthly_capacity, offer.order, offer.active) == (None, 2, False)


def test_offers_that_do_not_fit_are_refused(loaded, manager, hospital, regions):
    foreign = Provider.objects.create(regency=regions["35.26"], name="RSUD Bangkalan")
    theirs = Offer.objects.create(programme=loaded, provider=foreign)

    for data, status in (
        ({}, 422),
        ({"provider": hospital.pk, "name": "Dua"}, 422),
        ({"provider": foreign.pk}, 422),
        ({"provider": "x"}, 422),
        ({"name": "\x00"}, 422),
        ({"name": "A", "monthly_capacity": "0"}, 422),
        ({"name": "A", "email": "bukan surel"}, 422),
        ({"offer": theirs.pk, f"o{theirs.pk}-order": "1"}, 404),
        ({"offer": "x"}, 404),
    ):
        assert post(manager, "programme_offers", "REH-05", data=data).status_code == status, data

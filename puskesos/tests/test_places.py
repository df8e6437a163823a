"""Regions and Puskesos come from the package's codes, once, however often they are loaded."""

import pytest
from django.core.management import CommandError, call_command

from puskesos.errors import Refused
from puskesos.models import Outline, Puskesos, Region
from puskesos.places import RegionCounts, load_regions

pytestmark = pytest.mark.django_db

Level = Region.Level


@pytest.mark.parametrize(("code", "districts", "villages"), [("51.08", 9, 148), ("35.26", 18, 281), ("33.16", 16, 295)])
def test_a_regency_has_exactly_its_districts_and_villages(code, districts, villages):
    counts = load_regions([code])

    assert counts == RegionCounts(regencies=1, districts=districts, villages=villages)
    assert Region.objects.filter(level=Level.DISTRICT, parent=code).count() == districts
    assert Region.objects.filter(level=Level.VILLAGE, parent__parent=code).count() == villages
    assert Puskesos.objects.count() == villages


def test_loading_again_changes_nothing_but_what_drifted():
    load_regions(["51.08"])
    Region.objects.filter(code="51.08.01.2001").update(name="Salah", postal_code="")
    Puskesos.objects.filter(village="51.08.01.2001").update(phone="0362 21001")
    before = Region.objects.count()

    load_regions(["51.08"])

    village = Region.objects.get(code="51.08.01.2001")
    assert (village.name, village.postal_code, village.parent_id) == ("Sumberklampok", "81155", "51.08.01")
    assert village.puskesos.phone == "0362 21001"
    assert Region.objects.count() == before == 1 + 1 + 9 + 148


def test_puskesos_is_named_after_desa_or_kelurahan():
    load_regions(["51.08"])

    assert Puskesos.objects.get(village="51.08.01.2001").name == "Puskesos Desa Sumberklampok"
    assert Puskesos.objects.filter(name__startswith="Puskesos Kelurahan ").count() == 19


def test_two_regencies_are_loaded_with_both_provinces():
    counts = load_regions(["51.08", " 35.26"])

    assert counts == RegionCounts(regencies=2, districts=27, villages=429)
    assert set(Region.objects.filter(level=Level.PROVINCE).values_list("pk", flat=True)) == {"35", "51"}


@pytest.mark.parametrize("code", ["99.99", "51", "51.08.01", "51.08.01.2001", "", "Buleleng", "51.08.99"])
def test_a_code_that_is_no_regency_is_refused_and_nothing_is_written(code):
    with pytest.raises(Refused, match="bukan kode kabupaten/kota"):
        load_regions(["51.08", code])

    assert Region.objects.count() == 0


def test_a_regency_is_loaded_in_a_handful_of_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        load_regions(["51.08"])


def test_the_command_loads_regions_and_draws_outlines(capsys, settings):
    settings.REGENCY_CODES = ["51.08"]

    call_command("load_regions")

    assert capsys.readouterr().out == (
        "1 kabupaten/kota, 9 kecamatan, 148 desa/kelurahan. 148 batas desa perkiraan digambar.\n"
    )
    assert Outline.objects.count() == 148 + 9 + 1


def test_the_command_says_which_code_is_wrong():
    with pytest.raises(CommandError, match=r"Kode 51\.99 bukan"):
        call_command("load_regions", "51.99")

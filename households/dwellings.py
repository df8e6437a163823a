"""Where households live: the position of a house, as the last approved visit found it."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from households.models import Dwelling, Household


@transaction.atomic
def locate(
    household: Household, *, latitude: Decimal, longitude: Decimal, accuracy_m: float | None, at: datetime
) -> Dwelling:
    """Give the household's house this position (WGS84, accuracy in metres); makes the house if it is new.

    An older visit never moves a house that a later one has placed.
    """
    position = {"latitude": latitude, "longitude": longitude, "accuracy_m": accuracy_m, "located_at": at}
    if household.dwelling_id:
        Dwelling.objects.filter(pk=household.dwelling_id, located_at__lt=at).update(**position)
        return Dwelling.objects.get(pk=household.dwelling_id)
    dwelling = Dwelling.objects.create(village_id=household.village_id, **position)
    Household.objects.filter(pk=household.pk).update(dwelling=dwelling)
    return dwelling


@transaction.atomic
def give_back(household: Household, *, at: datetime) -> None:
    """Take away the position that the visit at `at` gave: the one before it stands again.

    A house that this visit made is the family's no more; a position that came later stays.
    """
    dwelling = Dwelling.objects.filter(pk=household.dwelling_id, located_at=at).first()
    if dwelling is None:
        return
    history = Dwelling.pgh_event_model.objects.filter(pgh_obj_id=dwelling.pk).exclude(located_at=at)
    before = history.order_by("-pgh_id").values("latitude", "longitude", "accuracy_m", "located_at").first()
    if before:
        Dwelling.objects.filter(pk=dwelling.pk).update(**before)
        return
    Household.objects.filter(pk=household.pk).update(dwelling=None)
    if not Household.objects.filter(dwelling=dwelling).exists():
        dwelling.delete()

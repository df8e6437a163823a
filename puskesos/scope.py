"""Scope: every region-bound row carries its village, district and regency, and is seen by code."""

from functools import cache
from typing import Any, Self

from django.db import models
from django.db.models.functions import Left
from django.http import Http404

from puskesos.roles import SEES_PERSONS

DISTRICT_LENGTH = 8
REGENCY_LENGTH = 5


class CodePrefixField(models.CharField):
    """First part of another field's Kemendagri code, written whenever the row is saved.

    A plain column, not a generated one: PostgreSQL cannot partition by a generated column and large tables
    are to be partitioned by regency (design.md §4). A check constraint keeps it true.
    """

    def __init__(self, *args: Any, source: str = "village_id", **kwargs: Any) -> None:
        self.source = source
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list, dict]:
        """Carry the source into migrations."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Cut the code to this field's length."""
        value = (getattr(model_instance, self.source) or "")[: self.max_length]
        setattr(model_instance, self.attname, value)
        return value


class RegionScopedQuerySet(models.QuerySet):
    """Rows of a region; `visible_to` is the beginning of every sentence."""

    def visible_to(self, user: Any) -> Self:
        """Rows this person may open: their village or villages, district or regency, if their role sees persons."""
        if not user.is_authenticated or not user.is_active or user.role not in SEES_PERSONS:
            return self.none()
        return self.reached_by(user)

    def reached_by(self, user: Any) -> Self:
        """Rows inside this person's region, with the further villages of a facilitator; asks nothing of the role."""
        if user.villages:
            return self.filter(village_id__in=[user.region_id, *user.villages])
        return self.within(user.region_id)

    def within(self, code: str | None) -> Self:
        """Rows inside a region; an equality on the column of that level, so a plain index serves it."""
        column = {13: "village_id", DISTRICT_LENGTH: "district_code", REGENCY_LENGTH: "regency_code"}.get(
            len(code or "")
        )
        if column is None:
            return self.none()
        return self.filter(**{column: code})


def reaches(user: Any, row: "RegionScoped") -> bool:
    """What `visible_to` of a plain region-bound table says of one row in hand, without asking the database again."""
    if not user.is_authenticated or not user.is_active or user.role not in SEES_PERSONS:
        return False
    if user.villages:
        return row.village_id in (user.region_id, *user.villages)
    return user.region_id in (row.village_id, row.district_code, row.regency_code)


class Spoken(models.Model):
    """Rows whose choices are read out in lists: `get_status_display` and its kin, looked up and not built each time.

    Django 5.2 makes a dictionary of all choices for every value shown and translates each of them for its hash:
    a third of the time of a list of fifty rows.
    """

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: models.Field) -> str:
        value = getattr(self, field.attname)
        return str(_words(field).get(value, "" if value is None else value))


@cache
def _words(field: models.Field) -> dict:
    return dict(field.flatchoices)


class RegionScoped(Spoken):
    """A row that belongs to a village."""

    village = models.ForeignKey("puskesos.Region", on_delete=models.PROTECT, related_name="+", db_index=False)
    district_code = CodePrefixField(max_length=DISTRICT_LENGTH)
    regency_code = CodePrefixField(max_length=REGENCY_LENGTH)

    objects = RegionScopedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_codes_follow_village",
                condition=models.Q(district_code=Left("village_id", DISTRICT_LENGTH))
                & models.Q(regency_code=Left("village_id", REGENCY_LENGTH)),
            ),
        ]


def get_visible(queryset: models.QuerySet, user: Any, **lookup: Any) -> Any:
    """The one row this person may see, or 404: a foreign row and a missing row look the same."""
    row = queryset.visible_to(user).filter(**lookup).first()
    if row is None:
        raise Http404
    return row

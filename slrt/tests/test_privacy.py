"""Personal data is declared: every model says which of its fields identify a person."""

import pytest
from django.apps import apps

APPS = ("puskesos", "households", "assessment", "referrals", "dtks", "portal")
# Words that name a person or lead to one; a field called so must be declared, wherever it stands.
TELLING = {
    "nik",
    "kk",
    "head_name",
    "mother_name",
    "address",
    "phone",
    "latitude",
    "longitude",
    "birth_date",
    "full_name",
}
# The Puskesos' own address and telephone are the office's, not a person's.
NOT_OF_A_PERSON = {("Puskesos", "address"), ("Puskesos", "phone"), ("Provider", "address"), ("Provider", "phone")}
MODELS = [m for label in APPS for m in apps.get_app_config(label).get_models() if not m.__name__.endswith("Event")]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_each_model_declares_its_personal_fields(model):
    fields = {field.name for field in model._meta.concrete_fields}
    declared = set(model.Privacy.personal)
    telling = {name for name in fields & TELLING if (model.__name__, name) not in NOT_OF_A_PERSON}

    assert declared <= fields
    assert telling <= declared

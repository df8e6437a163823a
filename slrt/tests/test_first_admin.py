"""The first account: made once, entered with the password that was shown."""

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from puskesos.models import User


def test_the_first_administrator_can_enter_and_there_is_no_second_first(db, capsys):
    call_command("first_admin", "Kepala", "Kepala Bidang")
    password = capsys.readouterr().out.splitlines()[0].rpartition(": ")[2]

    assert authenticate(username="kepala", password=password) == User.objects.get(role="admin")
    with pytest.raises(CommandError, match="Sudah ada administrator"):
        call_command("first_admin", "lain", "Lain")


def test_a_name_that_is_none_is_refused_in_words(db):
    with pytest.raises(CommandError, match="nama pengguna"):
        call_command("first_admin", "a b", "Kepala")

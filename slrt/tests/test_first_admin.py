"""The first account: made once, entered with the link that was shown."""

from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command

from puskesos.models import User


def test_the_first_administrator_can_enter_and_there_is_no_second_first(client, db, capsys):
    call_command("first_admin", "Kepala", "Kepala Bidang")
    address = urlsplit(capsys.readouterr().out.splitlines()[0].partition(": ")[2]).path

    assert client.post(address, {"password": "sawah-hijau-pagi"}).status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get(role="admin").pk)
    with pytest.raises(CommandError, match="Sudah ada administrator"):
        call_command("first_admin", "lain", "Lain")


def test_a_name_that_is_none_is_refused_in_words(db):
    with pytest.raises(CommandError, match="nama pengguna"):
        call_command("first_admin", "a b", "Kepala")

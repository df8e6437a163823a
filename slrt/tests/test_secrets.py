"""Keys of one-time links never reach a log line."""

from slrt.secrets import without_keys


def test_keys_are_blotted_out_of_any_line():
    assert without_keys("Not Found: /r/abc-DEF_1/") == "Not Found: /r/…/"
    assert without_keys('"GET /r/abc?x=1 HTTP/1.1"') == '"GET /r/…?x=1 HTTP/1.1"'
    assert without_keys("POST /u/abc-DEF_1/") == "POST /u/…/"


def test_other_addresses_stay_as_they_are():
    line = "/keluhan/r/abc/ dan /rujukan/1/"

    assert without_keys(line) == line

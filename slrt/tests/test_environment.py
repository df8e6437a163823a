"""Every variable that an installation can set is described in one place, and nothing is described that is not read."""

import re

from django.conf import settings

ROOT = settings.BASE_DIR
READERS = {
    "slrt/settings.py": r'(?:env(?:\.\w+)?|secret|environ\.get)\(\s*"([A-Z_]+)"',
    "deploy/gunicorn.conf.py": r'environ\.get\("([A-Z_]+)"',
    "deploy/compose.yaml": r"(?<!\$)\$\{([A-Z_]+)",
    "deploy/backup.sh": r"\$\{([A-Z_]+)[:}]",
    "deploy/restore.sh": r"\$\{([A-Z_]+)[:}]",
    "deploy/nginx/slrt.conf.template": r"\$\{([A-Z_]+)\}",
    "deploy/systemd/slrt-worker.service": r"\$\{([A-Z_]+)\}",
}


def read() -> set[str]:
    return {name for path, pattern in READERS.items() for name in re.findall(pattern, (ROOT / path).read_text())}


def described() -> set[str]:
    rows = re.findall(r"^\| (`.*?) \|", (ROOT / "deploy/environment.md").read_text(), re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}


def test_every_variable_is_described_and_every_described_one_is_read():
    assert described() == read()


def test_the_example_names_what_must_be_set_and_holds_no_secret():
    lines = (ROOT / "deploy/slrt.env.example").read_text().splitlines()
    values = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))

    assert set(values) <= described()
    assert [values[name] for name in values if "KEY" in name] == ["", "", ""]

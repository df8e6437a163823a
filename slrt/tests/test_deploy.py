"""What is shipped for operation keeps its promises as far as text can tell; nginx and compose are tried by hand."""

import re
import subprocess

import pytest
from django.conf import settings

DEPLOY = settings.BASE_DIR / "deploy"
NGINX = (DEPLOY / "nginx/slrt.conf.template").read_text()
COMPOSE = (DEPLOY / "compose.yaml").read_text()


@pytest.mark.parametrize(
    "line",
    [
        "client_body_timeout 60s;",
        "proxy_request_buffering on;",
        "proxy_set_header X-Forwarded-For $remote_addr;",
        "proxy_set_header X-Forwarded-Proto https;",
        "ssl_protocols TLSv1.2 TLSv1.3;",
        'add_header Strict-Transport-Security "max-age=31536000; includeSubDomains; preload" always;',
    ],
)
def test_nginx_says_once(line):
    assert NGINX.count(line) == 1


def test_nginx_writes_no_query_and_no_key():
    form = NGINX[NGINX.index("log_format") : NGINX.index(";", NGINX.index("log_format"))]

    assert not {"$request_uri", "$args", "$request ", "$http_referer", "$remote_addr", "$uri"} & set(
        re.findall(r"\$\w+ ?", form)
    )
    assert NGINX.count("{") == NGINX.count("}")


def test_only_nginx_is_reached_from_outside_and_nothing_runs_as_root_that_need_not():
    services = dict(
        re.findall(
            r"^  (\w+):\n((?:    .*\n|\n|  #.*\n)+)",
            COMPOSE.partition("\nservices:\n")[2].partition("\nnetworks:")[0],
            re.M,
        )
    )

    assert [name for name, text in services.items() if "ports:" in text] == ["nginx"]
    assert [name for name, text in services.items() if "healthcheck:" not in text and "profiles:" not in text] == []
    assert "privileged" not in COMPOSE
    assert re.findall(r"(?i)(?:password|secret|_key): *[^$\s\[{/]\S*", COMPOSE) == []


@pytest.mark.parametrize("unit", sorted((DEPLOY / "systemd").glob("*.service")), ids=lambda path: path.name)
def test_units_are_closed_in(unit):
    text = unit.read_text()

    for line in ("User=slrt", "NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=", "UMask=0027"):
        assert line in text
    assert "Documentation=file:///opt/slrt/current/docs/operating.md" in text


@pytest.mark.parametrize("script", sorted(DEPLOY.glob("*.sh")), ids=lambda path: path.name)
def test_scripts_are_read_by_a_plain_shell(script):
    assert subprocess.run(["/bin/sh", "-n", script], check=False).returncode == 0  # noqa: S603

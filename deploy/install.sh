#!/bin/sh
# Makes .venv and fills it from a hashed requirements file; finds or installs Chromium for the browser tests.
#
#   sh deploy/install.sh packages requirements.txt
#   sh deploy/install.sh chromium
set -eu
cd "$(dirname "$0")/.."
log=$(mktemp)
ticker=
trap 'rm -f "$log"; [ -z "$ticker" ] || kill "$ticker"' EXIT
trap 'exit 130' INT TERM

# step LABEL COMMAND...: one line that counts the seconds; the output is shown only when the command fails.
step() {
    label=$1; shift
    started=$(date +%s)
    if [ -t 1 ]; then count & ticker=$!; fi
    if "$@" >"$log" 2>&1; then ending="$(($(date +%s) - started)) s"; else ending=gagal; fi
    if [ -n "$ticker" ]; then kill "$ticker"; wait "$ticker" 2>/dev/null || true; ticker=; printf '\r'; fi
    printf '%s… %s\n' "$label" "$ending"
    [ "$ending" != gagal ]
}

count() {
    while kill -0 $$ 2>/dev/null; do
        printf '\r%s… %s s' "$label" "$(($(date +%s) - started))"
        sleep 1
    done
}

fail() {
    tail -n 40 "$log" >&2
    printf '%s\n' "$@" >&2
    exit 1
}

# The first interpreter that really runs: version managers leave names in PATH that do not.
find_python() {
    for name in ${PYTHON:-python3.12 python3.13 python3.11 python3.14 python3 /usr/bin/python3}; do
        "$name" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' \
            2>/dev/null && { command -v "$name"; return; }
    done
    return 1
}

make_venv() {
    .venv/bin/python -c 'import pip' 2>/dev/null && return
    python=$(find_python) || fail "Perlu Python 3.11 sampai 3.14 beserta modul venv." \
        "Di Debian atau Ubuntu: apt-get install python3 python3-venv"
    step "Membuat .venv" "$python" -m venv --clear .venv || fail "Folder .venv tidak dapat dibuat."
}

# uv is three times as fast. Behind a proxy with its own certificate only the machine's certificates help it.
install_with_uv() {
    .venv/bin/python -m pip install --quiet --require-hashes -r requirements/uv.txt &&
        { uv_install "$1" || uv_install "$1" --system-certs; }
}

uv_install() {
    .venv/bin/python -m uv pip install --python .venv/bin/python --quiet --compile-bytecode --require-hashes -r "$@"
}

install_with_pip() {
    .venv/bin/python -m pip install --quiet --require-hashes -r "$1"
}

packages() {
    make_venv
    # Without a writable home (a service account) neither installer may keep a cache.
    [ -w "${HOME:-/nonexistent}" ] || export UV_NO_CACHE=1 PIP_NO_CACHE_DIR=1
    step "Memasang paket" install_with_uv "$1" ||
        step "Memasang paket dengan pip" install_with_pip "$1" ||
        fail "Paket tidak dapat dipasang. Periksa sambungan ke PyPI, lalu ulangi."
}

# The shell without windows (Debian) does with two thirds of the work what Chromium does; either is good enough.
has() {
    for name in "$@"; do command -v "$name" >/dev/null && return; done
    return 1
}

has_chromium() {
    has "${CHROMIUM:-chromium}" google-chrome google-chrome-stable chromium-browser
}

apt_install() {
    apt-get install -y --no-install-recommends "$1"
}

apt_install_chromium() {
    for attempt in 1 2 3; do
        apt-get update && { apt_install chromium-headless-shell || apt_install chromium; } && return
        sleep $((attempt * 3))
    done
    return 1
}

# Never fails: without Chromium the tests themselves say so (and fail when CI is set).
chromium() {
    has chromium-headless-shell && return
    { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; } || return 0
    export DEBIAN_FRONTEND=noninteractive
    if has_chromium; then
        timeout 90 apt-get install -y --no-install-recommends chromium-headless-shell >"$log" 2>&1 || true
    else
        step "Memasang Chromium" apt_install_chromium || tail -n 5 "$log" >&2
    fi
}

"$@"

#!/bin/sh
# Bring a backup back into an empty database and an empty folder, then check that everything belongs together.
#
#   DATABASE_URL=… MEDIA_ROOT=… sh deploy/restore.sh BACKUP_DIR/2026-11 [20261122T190000Z]
#
# Without a stamp the newest whole backup of that month is taken. Nothing that holds data is ever overwritten. The keys
# (SECRET_KEY, IDENTITY_ENCRYPTION_KEY, IDENTITY_INDEX_KEY) come from their own safe place: docs/operating.md.
# PYTHON names the interpreter of the release that made the backup (.venv/bin/python).
set -eu
umask 077
: "${DATABASE_URL:?}" "${MEDIA_ROOT:?}"
here=$(cd "$(dirname "$0")/.." && pwd)
chain=$(cd "${1:?folder of a month}" && pwd)
stamp=${2:-$(ls "$chain" | sed -n 's/\.sha256$//p' | tail -n 1)}

fail() { echo "$*" >&2; exit 1; }

[ -n "$stamp" ] && [ -e "$chain/$stamp.sha256" ] || fail "Tidak ada cadangan utuh di $chain."

# Every archive of the month up to this stamp is needed, and each must be what it was.
stamps=$(ls "$chain" | sed -n 's/\.sha256$//p' | awk -v last="$stamp" '$0 <= last')
for one in $stamps; do
    (cd "$chain" && sha256sum --check --quiet --strict "$one.sha256") || fail "Cadangan $one rusak. Tidak ada yang dipulihkan."
done

query() { psql -XqAt -v ON_ERROR_STOP=1 -d "$DATABASE_URL" -c "$1"; }
[ "$(query "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")" = 0 ] ||
    fail "Basis data tujuan tidak kosong. Buat yang baru dengan createdb."
mkdir -p "$MEDIA_ROOT"
[ -z "$(ls -A "$MEDIA_ROOT")" ] || fail "Folder $MEDIA_ROOT tidak kosong."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
piped() { "$@" || : >"$work/failed"; }
unseal() { case $1 in *.gpg) gpg --batch --quiet --decrypt "$1" ;; *) cat "$1" ;; esac }
artefact() { ls "$chain/$1" "$chain/$1.gpg" 2>/dev/null | head -n 1; }

piped unseal "$(artefact "$stamp.dump")" |
    piped pg_restore --no-owner --no-privileges --exit-on-error --single-transaction --dbname "$DATABASE_URL"
[ ! -e "$work/failed" ] || fail "Basis data tidak dapat dipulihkan."

for one in $stamps; do
    piped unseal "$(artefact "$one.media.tar")" | piped tar --extract --directory "$MEDIA_ROOT"
    [ ! -e "$work/failed" ] || fail "Berkas dari $one tidak dapat dipulihkan."
done
# Files may be empty of lines in a new installation: sha256sum refuses such a list.
[ ! -s "$chain/$stamp.files" ] || (cd "$MEDIA_ROOT" && sha256sum --check --quiet --strict "$chain/$stamp.files") ||
    fail "Ada berkas yang tidak sama dengan saat dicadangkan."

query ANALYZE
echo "Cadangan $stamp sudah dipulihkan: $(wc -l <"$chain/$stamp.files") berkas. Memeriksa…"
cd "$here"
exec "${PYTHON:-.venv/bin/python}" manage.py check_consistency --counts "$chain/$stamp.counts"

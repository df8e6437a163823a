#!/bin/sh
# One backup: the database as of one moment, the files it knows, a count of every table, a digest of all of it.
#
#   DATABASE_URL=… MEDIA_ROOT=… BACKUP_DIR=… sh deploy/backup.sh
#
# BACKUP_DIR/<chain>/ holds the backups of one month. The first takes every file, each later one only what is new:
# photos and sealed files never change under their name. A month is therefore moved, kept or deleted as a whole.
#
#   <stamp>.dump       pg_dump, custom format
#   <stamp>.media.tar  files that are new since the stamp before
#   <stamp>.counts     rows per table, counted in the very snapshot of the dump
#   <stamp>.files      every file up to now with its SHA-256
#   <stamp>.sha256     digests of the four above; written last: without it there is no backup
#
# BACKUP_RECIPIENT   a GnuPG key: dump and files are encrypted for it; the private half is never on this machine
# BACKUP_KEEP        months to keep (3)
# BACKUP_STAMP       file that the health page reads (BACKUP_DIR/last)
#
# The keys of the identity numbers are not in here, and must not lie beside it: docs/operating.md.
set -eu
umask 077
: "${DATABASE_URL:?}" "${MEDIA_ROOT:?}" "${BACKUP_DIR:?}"
stamp=$(date -u +%Y%m%dT%H%M%SZ)
chain=$BACKUP_DIR/$(date -u +%Y-%m)
mkdir -p "$chain"

exec 9>"$BACKUP_DIR/.lock"
flock -n 9 || { echo "Cadangan lain sedang berjalan." >&2; exit 75; }

work=$(mktemp -d "$chain/.partial-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

suffix=${BACKUP_RECIPIENT:+.gpg}
seal() {
    if [ -n "${BACKUP_RECIPIENT:-}" ]; then
        gpg --batch --quiet --no-tty --trust-model always --encrypt --recipient "$BACKUP_RECIPIENT"
    else
        cat
    fi
}

# A fault inside a pipe must not pass for a backup.
piped() { "$@" || : >"$work/failed"; }

# One snapshot for the counts and for the dump: what is written meanwhile is in neither.
database() {
    SLRT_DUMP=$work/dump psql -XqAt -v ON_ERROR_STOP=1 -d "$DATABASE_URL" >"$work/$stamp.counts" <<'SQL'
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT pg_export_snapshot() AS snapshot \gset
\setenv SNAPSHOT :snapshot
\! pg_dump --format=custom --snapshot="$SNAPSHOT" --file="$SLRT_DUMP" "$DATABASE_URL" || touch "$SLRT_DUMP.failed"
SELECT format('SELECT %L, count(*) FROM %I.%I', relname, 'public', relname) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname
\gexec
COMMIT;
SQL
    [ ! -e "$work/dump.failed" ]
    tr '|' ' ' <"$work/$stamp.counts" >"$work/counts" && mv "$work/counts" "$work/$stamp.counts"
    piped seal <"$work/dump" >"$work/$stamp.dump$suffix"
    rm "$work/dump"
}

# After the database: a file is written before its row, so every row of the dump finds its file here.
media() {
    known=$(ls "$chain"/*.files 2>/dev/null | tail -n 1)
    cut -c 67- ${known:+"$known"} </dev/null | LC_ALL=C sort >"$work/known"
    (cd "$MEDIA_ROOT" && find . -type f ! -name '.*' ! -path '*/.*/*' -print) | sed 's|^\./||' | LC_ALL=C sort >"$work/all"
    LC_ALL=C comm -13 "$work/known" "$work/all" >"$work/new"
    (cd "$MEDIA_ROOT" && tr '\n' '\0' <"$work/new" | xargs -0 -r sha256sum --) >"$work/added"
    cat ${known:+"$known"} "$work/added" >"$work/$stamp.files" </dev/null
    piped tar --create --directory "$MEDIA_ROOT" --verbatim-files-from --files-from "$work/new" |
        piped seal >"$work/$stamp.media.tar$suffix"
}

publish() {
    [ ! -e "$work/failed" ]
    (cd "$work" && sha256sum "$stamp".* >sum && mv sum "$stamp.sha256")
    for file in dump$suffix media.tar$suffix counts files sha256; do
        mv "$work/$stamp.$file" "$chain/"
    done
    sync
    last=${BACKUP_STAMP:-$BACKUP_DIR/last}
    printf '%s\n' "$stamp" >"$last.new" && chmod 644 "$last.new" && mv "$last.new" "$last"
}

# Months by name, so the oldest come first; the running one is never among those that go.
rotate() {
    ls -d "$BACKUP_DIR"/[0-9][0-9][0-9][0-9]-[0-9][0-9] | head -n -"${BACKUP_KEEP:-3}" | while read -r old; do
        rm -rf -- "$old"
        echo "Cadangan bulan ${old##*/} dihapus."
    done
}

database
media
publish
rotate
printf 'Cadangan %s: %s tabel, %s berkas (%s baru), %s\n' "$stamp" "$(wc -l <"$chain/$stamp.counts")" \
    "$(wc -l <"$chain/$stamp.files")" "$(wc -l <"$work/new")" "$(du -sh "$chain" | cut -f 1) bulan ini"

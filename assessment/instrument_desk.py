"""What the pages of the instrument desk read: where versions stand, what differs, what a simulation found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from assessment import instrument
from assessment.comparison import Difference, differences
from assessment.instrument import Definition
from assessment.models import Band, Instrument, PovertyLine, SimulatedChange, Simulation, SimulationCount
from puskesos.errors import Refused
from puskesos.models import Round, User
from puskesos.roles import SEES_PERSONS


@dataclass(frozen=True)
class Standing:
    """Where a version stands: a code with a face, and words."""

    code: str
    label: str


def standings(versions: Iterable[Instrument], *, regency: str, on: date) -> list[tuple[Instrument, Standing]]:
    """Every version with where it stands in a regency on a day."""
    versions = list(versions)
    try:
        in_force = instrument.current(on=on, regency=regency).pk
    except Refused:
        in_force = None
    return [(version, _standing(version, versions, in_force=in_force, on=on)) for version in versions]


def _standing(version: Instrument, among: list[Instrument], *, in_force: int | None, on: date) -> Standing:
    if version.discarded_at:
        return Standing("cancelled", _("Dibuang"))
    if version.published_at is None:
        return Standing("draft", _("Draf"))
    if version.pk == in_force:
        return Standing("valid", _("Berlaku"))
    if version.valid_from > on and not version.retired_at:
        return Standing("todo", _("Mulai %(day)s") % {"day": _day(version.valid_from)})
    last = instrument.last_day(version, among=among)
    if last and last >= on:
        return Standing("expired", _("Masa tenggang sampai %(day)s") % {"day": _day(last)})
    return Standing("closed", _("Ditarik")) if version.retired_at else Standing("superseded", _("Diganti"))


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"


def changed_since(version: Instrument, definition: Definition) -> list[Difference]:
    """What differs from the version this one was copied from; nothing for one that came with the system."""
    return differences(instrument.definition(version.based_on_id), definition) if version.based_on_id else []


def poverty_lines(regency: str) -> QuerySet[PovertyLine]:
    """The lines of a regency, the latest year first."""
    return PovertyLine.objects.filter(regency=regency).select_related("noted_by").order_by("-year")


def rounds_of(regency: str) -> QuerySet[Round]:
    """The rounds of a regency, the newest first."""
    return Round.objects.filter(regency=regency)


# --- what a simulation found ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Move:
    """One row of the class table: from which class, and how many went where, in the order of the columns."""

    code: str
    text: str
    cells: list[tuple[str, str, int]]
    total: int


@dataclass(frozen=True)
class VillageLine:
    """How many surveys of a village were tried, and how many would change class."""

    code: str
    name: str
    rows: int
    changed: int


@dataclass(frozen=True)
class Findings:
    """The answer of a simulation: totals, old class against new, and villages."""

    rows: int
    changed: int
    unscored: int
    columns: list[tuple[str, str]]
    matrix: list[Move]
    villages: list[VillageLine]


def simulation_of(draft: Instrument) -> Simulation | None:
    """The one simulation of a draft, with what its page shows."""
    return Simulation.objects.select_related("round", "asked_by", "instrument").filter(instrument=draft).first()


def progress(simulation: Simulation) -> dict[str, int]:
    """Villages and surveys, all of them and those done, counted from the chunks."""
    chunks = simulation.chunks.aggregate(villages=Count("pk"), done=Count("done_at"), rows=Sum("rows", default=0))
    return {name: chunks[name] for name in ("villages", "done", "rows")}


def class_words(simulation: Simulation) -> dict[str, str]:
    """Classes by code, poorest first, as the draft calls them; those only older versions know follow."""
    bands = Band.objects.filter(instrument=simulation.instrument_id).order_by("low")
    words = {band.code: band.text for band in bands}
    before = simulation.counts.values_list("before", flat=True).distinct()
    older = Band.objects.filter(code__in=set(before) - set(words)).order_by("low", "pk")
    return {**words, **{band.code: band.text for band in older}}


def findings(simulation: Simulation) -> Findings:
    """What the simulation counted so far."""
    words = class_words(simulation)
    counted = simulation.counts.values_list("before", "after").annotate(n=Sum("rows")).order_by()
    cells = {(before, after): n for before, after, n in counted}
    total = sum(cells.values())
    changed = sum(n for (before, after), n in cells.items() if before != after)
    unscored = sum(n for (_before, after), n in cells.items() if not after)
    columns = [*words.items(), *([("", _("Belum bisa dinilai"))] if unscored else [])]
    matrix = [_row(code, text, columns, cells) for code, text in words.items()]
    return Findings(total, changed, unscored, columns, [row for row in matrix if row.total], _villages(simulation))


def _row(code: str, text: str, columns: list[tuple[str, str]], cells: dict[tuple[str, str], int]) -> Move:
    row = [(after, words, cells.get((code, after), 0)) for after, words in columns]
    return Move(code, text, row, sum(n for _after, _words, n in row))


def _villages(simulation: Simulation) -> list[VillageLine]:
    counts = SimulationCount.objects.filter(simulation=simulation)
    lines: dict[str, VillageLine] = {}
    rows = counts.order_by("village").values_list("village", "village__name", "before", "after", "rows")
    for code, name, before, after, n in rows:
        was = lines.get(code, VillageLine(code, name, 0, 0))
        lines[code] = VillageLine(code, name, was.rows + n, was.changed + (n if before != after else 0))
    return sorted(lines.values(), key=lambda line: (-line.changed, line.code))


def changes_for(
    simulation: Simulation, user: User, *, before: str = "", after: str | None = None, village: str = ""
) -> QuerySet[SimulatedChange]:
    """Who would change class, within this person's scope; `after` empty asks for those without a class."""
    if user.role not in SEES_PERSONS:
        return SimulatedChange.objects.none()
    rows = SimulatedChange.objects.within(user.region_id).filter(simulation=simulation)
    rows = rows.select_related("assessment__household", "village")
    rows = rows.filter(before=before) if before else rows
    rows = rows if after is None else rows.filter(after=after)
    return rows.filter(village=village) if village else rows

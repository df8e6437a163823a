"""SPM: people served in each kind that the regency owes them by law, beside the target of the year.

PP 2/2018 and Permensos 9/2018: basic social rehabilitation outside institutions for neglected children, disabled and
old people, homeless people and beggars, and protection of victims of disasters. The kinds of Permensos 8/2012 that a
person's record holds are counted in these categories; the map is data, and the page shows it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from puskesos import activity
from puskesos.models import Region, User
from referrals import suppression
from referrals.models import Complaint, Outreach
from referrals.models.spm import SpmTarget
from referrals.report_files import Table
from referrals.reports import HANDLED, PERSON, Period, Scope, reach
from referrals.states import COMPLAINT_OPEN
from referrals.suppression import Cell


@dataclass(frozen=True)
class Category:
    """One service owed: its name, the kinds of PPKS counted in it, and what the reader must know of the count."""

    code: str
    name: str | Promise
    ppks: tuple[int, ...]
    kinds: str | Promise
    outside: bool = True
    caution: str | Promise = ""


CATEGORIES = (
    Category(
        "child",
        _("Anak telantar di luar panti"),
        (1, 2),
        _("anak balita telantar, anak telantar"),
    ),
    Category(
        "disabled",
        _("Penyandang disabilitas telantar di luar panti"),
        (5, 9),
        _("anak dengan kedisabilitasan, penyandang disabilitas"),
        caution=_("PPKS tidak membedakan yang telantar. Angka ini paling banyak; periksa sebelum dilaporkan."),
    ),
    Category("elderly", _("Lanjut usia telantar di luar panti"), (8,), _("lanjut usia telantar")),
    Category("homeless", _("Gelandangan dan pengemis di luar panti"), (11, 12), _("gelandangan, pengemis")),
    Category(
        "disaster",
        _("Korban bencana"),
        (21, 22),
        _("korban bencana alam, korban bencana sosial"),
        outside=False,
    ),
)


@dataclass(frozen=True)
class Line:
    """One category in one year: people served, people still waiting, the target, and percent of it."""

    category: Category
    served: Cell
    waiting: Cell
    target: int | None
    reached: Cell


def year_of(year: int) -> Period:
    """From New Year to the last day of December."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def lines(scope: Scope) -> list[Line]:
    """What was done in the scope's year, category by category; a person of two kinds counts in both."""
    planned = SpmTarget.objects.filter(regency=scope.area, year=scope.period.since.year)
    targets = dict(planned.values_list("category", "people"))
    return [_line(category, scope, targets.get(category.code)) for category in CATEGORIES]


def _line(category: Category, scope: Scope, target: int | None) -> Line:
    served, waiting = people(category, scope)
    reached = round(100 * served / target, 1) if target else None
    if not scope.hides:
        return Line(category, served, waiting, target, reached)
    hidden = suppression.HELD_BACK if suppression.small(served) and target else reached
    return Line(category, suppression.cell(served), suppression.cell(waiting), target, hidden)


def people(category: Category, scope: Scope) -> tuple[int, int]:
    """People whose need was handled in the scope's period, and people heard in it who still wait.

    Those brought to an institution are the province's, so they are not counted as served outside one.
    """
    rows = reach(Complaint.objects.all(), scope.user, scope.area).filter(client__ppks__overlap=list(category.ppks))
    period = scope.period
    served = rows.filter(HANDLED, handled_at__gte=period.begins, handled_at__lt=period.ends)
    if category.outside:
        served = served.exclude(outreach__placement=Outreach.Placement.HOME)
    waiting = rows.filter(status__in=COMPLAINT_OPEN, received_at__gte=period.begins, received_at__lt=period.ends)
    return _distinct(served), _distinct(waiting)


def _distinct(rows: QuerySet) -> int:
    return rows.aggregate(people=Count(PERSON, distinct=True))["people"]


def table(rows: Sequence[Line], *, year: int) -> Table:
    """The lines of a year as they are written to a file."""
    headers = [_("Jenis layanan"), _("Dilayani"), _("Masih ditangani"), _("Sasaran"), _("Capaian (%)"), _("Keterangan")]
    cells = [
        [str(row.category.name), row.served, row.waiting, row.target, row.reached, str(row.category.caution)]
        for row in rows
    ]
    return Table(f"SPM {year}", [str(header) for header in headers], [44, 12, 16, 12, 12, 60], cells)


@transaction.atomic
def set_targets(people: Mapping[str, int | None], *, regency: Region, year: int, by: User, at: datetime) -> None:
    """Keep the targets of a year by category; an empty one is taken away."""
    for code, number in people.items():
        mine = SpmTarget.objects.filter(regency=regency, year=year, category=code)
        if number is None:
            mine.delete()
        else:
            SpmTarget.objects.update_or_create(regency=regency, year=year, category=code, defaults={"people": number})
    activity.record("spm.set_targets", target=regency, by=by, at=at, year=year, people=dict(people))

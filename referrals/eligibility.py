"""Who may receive a service: checks as data, each answered met, not met or not known, with a sentence."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy

from assessment.models import Assessment
from assessment.states import AssessmentStatus
from referrals.codes import BENEFITS
from referrals.models import Benefit, Client, Outreach, Programme


@dataclass(frozen=True)
class ClientState:
    """What is known of a person for judging eligibility; None is 'not known'."""

    age: int | None = None
    sex: str = ""
    ppks: frozenset[int] = frozenset()
    desil: int | None = None
    band: str | None = None
    criteria: Mapping[str, int] = field(default_factory=dict)
    household_size: int | None = None
    has_nik: bool = False
    disability: str | None = None
    benefits: frozenset[str] = frozenset()
    registered: bool = False
    years_since: Mapping[str, int] = field(default_factory=dict)
    overrides: frozenset[str] = frozenset()
    outreach: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Verdict:
    """One check: `met` is None when what it asks for is not known; a waivable one yields to a written reason.

    `rule` is the condition, `sentence` what to say to somebody who does not meet it.
    """

    met: bool | None
    rule: str
    sentence: str
    waivable: bool


def state_of(client: Client, *, on: date) -> ClientState:
    """What the register, the last approved survey and the programmes received say of a person."""
    member = client.member
    survey = _last_survey(member.household_id) if member else None
    return ClientState(
        age=age_on(client.birth_date, on) if client.birth_date else client.age_estimate,
        sex=client.sex,
        ppks=frozenset(client.ppks),
        desil=client.desil,
        band=survey.band if survey else None,
        criteria=survey.criteria if survey else {},
        household_size=member.household.members.filter(left_on__isnull=True).count() if member else None,
        has_nik=client.nik_id is not None,
        disability=member.disability if member else None,
        benefits=_running_benefits(client, on),
        registered=client.member_id is not None or client.desil is not None,
        years_since=_years_since(client, on),
        overrides=frozenset(survey.overrides) if survey else frozenset(),
        outreach=frozenset(Outreach.objects.filter(complaint__client=client).values_list("kind", flat=True)),
    )


def _last_survey(household_id: Any) -> Assessment | None:
    approved = Assessment.objects.filter(household=household_id, status=AssessmentStatus.APPROVED)
    return approved.order_by("-approved_at").first()


def _running_benefits(client: Client, on: date) -> frozenset[str]:
    if client.member_id is None:
        return frozenset()
    rows = Benefit.objects.filter(member=client.member_id, since__lte=on).exclude(until__lt=on)
    return frozenset(rows.values_list("programme", flat=True))


def _years_since(client: Client, on: date) -> dict[str, int]:
    """Full years since each programme was last received; 0 while it runs."""
    if client.member_id is None:
        return {}
    rows = Benefit.objects.filter(member=client.member_id, since__lte=on).values_list("programme", "until")
    years: dict[str, int] = {}
    for programme, until in rows:
        since = 0 if until is None or until > on else age_on(until, on)
        years[programme] = min(since, years.get(programme, since))
    return years


def age_on(birth_date: date, on: date) -> int:
    """Full years."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def judge(programme: Programme, state: ClientState) -> list[Verdict]:
    """Every check of a programme, in its order."""
    return [_verdict(check, state) for check in programme.eligibility]


def _verdict(check: Mapping[str, Any], state: ClientState) -> Verdict:
    met = True if _excused(state, check) else CHECKS[check["kind"]](state, check)
    waivable = bool(check.get("waivable")) or met is None
    return Verdict(met=met, rule=rule_words(check), sentence=check["sentence"], waivable=waivable)


def rule_words(check: Mapping[str, Any]) -> str:
    """What a check asks for, as a condition that is met or not; its `sentence` is what to say when it is not."""
    words = CONDITIONS.get(check["kind"])
    if words is None:
        return check["sentence"]
    return words % {**check, "benefit": BENEFITS.get(check.get("programme", ""), "")}


def _excused(state: ClientState, check: Mapping[str, Any]) -> bool:
    """Whether a rule names this person as its exception: by PPKS kind, survey or outreach."""
    return bool(
        state.ppks & set(check.get("unless_ppks", ()))
        or state.overrides & set(check.get("unless_overrides", ()))
        or state.outreach & set(check.get("unless_outreach", ()))
    )


def _at_most(value: int | None, limit: int) -> bool | None:
    return None if value is None else value <= limit


def _at_least(value: int | None, limit: int) -> bool | None:
    return None if value is None else value >= limit


def _age_between(state: ClientState, check: Mapping[str, Any]) -> bool | None:
    if state.age is None:
        return None
    return check.get("min", 0) <= state.age <= check.get("max", 200)


def _band_in(state: ClientState, check: Mapping[str, Any]) -> bool | None:
    return None if state.band is None else state.band in check["values"]


def _criteria(state: ClientState, check: Mapping[str, Any]) -> bool | None:
    return _at_least(state.criteria.get(check["set"]), check["value"])


def _disabled(state: ClientState, _check: Mapping[str, Any]) -> bool | None:
    if DISABLED_PPKS & state.ppks:
        return True
    return None if not state.disability else state.disability != NO_DISABILITY


def _not_received(state: ClientState, check: Mapping[str, Any]) -> bool:
    """Not helped by a programme in so many years; without years: never."""
    years = state.years_since.get(check["programme"])
    return years is None or ("years" in check and years >= check["years"])


# Kinds 5 and 9 of Permensos 8/2012: child with disability, person with disability.
DISABLED_PPKS = frozenset({5, 9})
NO_DISABILITY = "1"

# Conditions of checks whose sentence only speaks to who does not meet them.
CONDITIONS = {
    "has_nik": gettext_lazy("NIK sudah dicatat."),
    "not_receiving": gettext_lazy("Tidak sedang menerima %(benefit)s."),
    "not_received": gettext_lazy("Belum pernah menerima %(benefit)s, atau sudah cukup lama."),
    "registered": gettext_lazy("Keluarganya sudah didata atau terdaftar di DTSEN."),
    "household_at_least": gettext_lazy("Keluarga paling sedikit %(value)s orang."),
}

# kind of check -> answer
CHECKS: dict[str, Callable[[ClientState, Mapping[str, Any]], bool | None]] = {
    "desil_at_most": lambda state, check: _at_most(state.desil, check["value"]),
    "band_in": _band_in,
    "criteria_at_least": _criteria,
    "age_between": _age_between,
    "ppks_any": lambda state, check: bool(state.ppks & set(check["values"])),
    "household_at_least": lambda state, check: _at_least(state.household_size, check["value"]),
    "has_nik": lambda state, _check: state.has_nik,
    "not_receiving": lambda state, check: check["programme"] not in state.benefits,
    "not_received": _not_received,
    "registered": lambda state, _check: state.registered,
    "disabled": _disabled,
}


def stands_in_the_way(verdicts: Iterable[Verdict], *, exception: str) -> list[str]:
    """Sentences of checks that are not met; with a written exception only those that nobody may waive."""
    return [
        verdict.sentence
        for verdict in verdicts
        if verdict.met is not True and not (exception.strip() and verdict.waivable)
    ]


@dataclass(frozen=True)
class Suggestion:
    """A programme that a person may ask for, with why."""

    programme: Programme
    verdicts: list[Verdict]

    @property
    def certain(self) -> bool:
        """Whether every check is known to be met."""
        return all(verdict.met for verdict in self.verdicts)


def suggest(state: ClientState, programmes: Sequence[Programme]) -> list[Suggestion]:
    """Programmes of which no check is known to fail, the certain ones first."""
    found = [Suggestion(programme, judge(programme, state)) for programme in programmes]
    open_to = [one for one in found if all(verdict.met is not False for verdict in one.verdicts)]
    return sorted(open_to, key=lambda one: (not one.certain, one.programme.code))

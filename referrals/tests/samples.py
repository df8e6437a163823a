"""Sample people and values made from a service's own checks, fields and rules, valid or broken on purpose."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from referrals.eligibility import DISABLED_PPKS
from referrals.models import Client, Programme
from referrals.stages import Field, Rule, Stage

OLDEST, GROWN = 120, 40
DAYS_A_MONTH = 31


def fitting(programme: Programme, *, on: date) -> dict[str, Any]:
    """Columns of a client who meets every check of a programme."""
    columns: dict[str, Any] = {"ppks": [], "desil": 1, "desil_source": "uji", "birth_date": born(GROWN, on)}
    for check in programme.eligibility:
        match check["kind"]:
            case "age_between":
                low, high = check.get("min", 0), check.get("max", OLDEST)
                columns["birth_date"] = born((low + min(high, 90)) // 2, on)
            case "ppks_any":
                columns["ppks"] += check["values"][:1]
            case "disabled":
                columns["ppks"] += [max(DISABLED_PPKS)]
            case "criteria_at_least":
                columns["ppks"] += check["unless_ppks"][:1]
            case "desil_at_most":
                columns["desil"] = check["value"]
    return columns


def unfit(check: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    """Columns that make a client fail one check; empty when it is not the client's own columns that decide."""
    match check["kind"]:
        case "age_between":
            age = check["min"] - 1 if "min" in check else check["max"] + 1
            return {"birth_date": born(age, on)}
        case "ppks_any" | "criteria_at_least":
            return {"ppks": []}
        case "disabled":
            return {"ppks": [], "member": None}
        case "desil_at_most":
            return {"desil": check["value"] + 1}
        case "has_nik":
            return {"nik": None}
        case "registered":
            return {"member": None, "desil": None, "desil_source": "", "ppks": []}
        case "household_at_least":
            return {"member": None}
    return {}


def born(age: int, on: date) -> date:
    """A day on which somebody was born who is so old now."""
    return on - timedelta(days=age * 365 + age // 4 + 30)


def valid(stage: Stage, earlier: Mapping[str, Mapping[str, Any]], *, on: date) -> dict[str, Any]:
    """Values that answer every field of a stage and break none of its rules."""
    return {field.code: _answer(field, [r for r in stage.rules if r.field == field.code], on) for field in stage.fields}


def _answer(field: Field, rules: list[Rule], on: date) -> Any:
    match field.kind:
        case "number":
            return _number({rule.kind: rule.value for rule in rules})
        case "date":
            return on.isoformat()
        case "choice" | "yes_no":
            return _chosen(field, rules)
    return f"Uji {field.label}"[:200]


def _number(limits: Mapping[str, float]) -> str:
    return str(limits.get("at_least", min(1, limits.get("at_most", 1))))


def _chosen(field: Field, rules: list[Rule]) -> str:
    allowed = [code for code, _label in field.choices] or ["yes", "no"]
    for rule in rules:
        allowed = [code for code in allowed if (code == rule.value) == (rule.kind == "is")]
    return allowed[0]


def breaking(rule: Rule, values: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    """The same values with the one that breaks this rule."""
    match rule.kind:
        case "at_least":
            broken: Any = str(rule.value - 1)
        case "at_most":
            broken = str(rule.value + 1)
        case "is":
            broken = f"bukan {rule.value}"
        case "is_not":
            broken = rule.value
        case "not_in_future":
            broken = (on + timedelta(days=1)).isoformat()
        case _:
            broken = date(1990, 1, 1).isoformat()
    return {**values, rule.field: broken}


def days_until(stage: Stage) -> int:
    """How many days must pass before a stage so that its waiting times are kept."""
    return 1 + DAYS_A_MONTH * max((int(rule.value) for rule in stage.rules if rule.kind == "months_after"), default=0)


def change(client: Client, columns: Mapping[str, Any]) -> None:
    """Write columns of a client and read it again."""
    Client.objects.filter(pk=client.pk).update(**columns)
    client.refresh_from_db()

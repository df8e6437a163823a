"""What surveys find: answers as frequent as among real families, with numbers and pictures that agree with them."""

from dataclasses import dataclass
from itertools import accumulate
from random import Random

from assessment.instrument import Definition, QuestionDefinition
from slrt.demo.photos import Look

Weights = tuple[float, ...]

# How often families give the worst, middle and best answer: in the poorest, middle and richest third. From public
# survey data of 20,000 families of one East Java regency, by stated income. Where that survey asks less finely than
# ours (unplastered brick, 450 VA, large savings) or not at all (livelihood, spending, roof), the split is a guess.
SHARES: dict[str, tuple[Weights, Weights, Weights]] = {
    "livelihood": ((0.35, 0.55, 0.10), (0.18, 0.62, 0.20), (0.07, 0.48, 0.45)),
    "spending": ((0.60, 0.30, 0.10), (0.35, 0.45, 0.20), (0.12, 0.43, 0.45)),
    "treatment": ((0.477, 0.490, 0.033), (0.361, 0.560, 0.079), (0.147, 0.550, 0.303)),
    "clothing": ((0.432, 0.392, 0.176), (0.095, 0.399, 0.507), (0.000, 0.336, 0.664)),
    "schooling": ((0.773, 0.176, 0.052), (0.661, 0.231, 0.108), (0.550, 0.216, 0.234)),
    "walls": ((0.387, 0.099, 0.515), (0.222, 0.040, 0.738), (0.092, 0.014, 0.893)),
    "floor": ((0.484, 0.397, 0.119), (0.199, 0.434, 0.367), (0.059, 0.262, 0.679)),
    "roof": ((0.25, 0.35, 0.40), (0.10, 0.25, 0.65), (0.04, 0.12, 0.84)),
    "lighting": ((0.155, 0.416, 0.429), (0.088, 0.311, 0.601), (0.057, 0.193, 0.750)),
    "water": ((0.304, 0.470, 0.226), (0.183, 0.472, 0.346), (0.091, 0.429, 0.481)),
    "sanitation": ((0.211, 0.198, 0.591), (0.083, 0.100, 0.816), (0.037, 0.039, 0.924)),
    "assets": ((0.542, 0.444, 0.014), (0.129, 0.801, 0.070), (0.039, 0.749, 0.212)),
    "food": ((0.872, 0.096, 0.032), (0.750, 0.114, 0.136), (0.539, 0.104, 0.357)),
}
EVEN: tuple[Weights, Weights, Weights] = ((1, 1, 1), (1, 1, 1), (1, 1, 1))
# Square metres of floor a person, with their weights in each third; same source.
FLOOR_AREAS: tuple[dict[int, float], ...] = (
    {5: 0.233, 6: 0.281, 7: 0.201, 8: 0.211, 9: 0.038, 10: 0.037},
    {6: 0.128, 7: 0.120, 8: 0.151, 9: 0.149, 10: 0.175, 11: 0.096, 12: 0.107, 13: 0.074},
    {8: 0.027, 9: 0.038, 10: 0.130, 11: 0.203, 12: 0.202, 13: 0.184, 14: 0.106, 15: 0.109},
)
# Rupiah a month of the whole family; same source. It ends where aid ends, so the richest third also has a tail.
INCOMES: tuple[tuple[int, int], ...] = ((250_000, 450_000), (450_000, 800_000), (800_000, 1_200_000))
TAIL, TAIL_SHARE = (1_800_000, 4_500_000), 0.3

# Hardships come together: this share of a family's answers follows one draw, the rest fall by themselves. The shares of
# the answers stay as they are, but very poor and comfortable families appear, as they do in life.
TOGETHER = 0.6

# Which answer a photo shows.
SHOWN_BY: dict[str, str] = {
    "front": "roof",
    "walls": "walls",
    "floor": "floor",
    "roof": "roof",
    "kitchen": "food",
    "toilet": "sanitation",
    "water": "water",
    "bedroom": "walls",
    "meter": "lighting",
}


@dataclass(frozen=True)
class Findings:
    """What is true of a family's life: choices, numbers, and how its house looks."""

    answers: dict[str, str]
    numbers: dict[str, int]
    look: Look


def find(rng: Random, definition: Definition, *, third: int, people: int) -> Findings:
    """Findings for a family of so many people in one of the thirds (0 is the poorest)."""
    asked = [question for question in definition.questions if not question.is_computed]
    hardship = rng.random()
    places = {
        question.code: _place(question, third, hardship if rng.random() < TOGETHER else rng.random())
        for question in asked
    }
    return Findings(
        answers={question.code: question.choices[places[question.code]].code for question in asked},
        numbers={"floor_area_m2": people * _drawn(rng, FLOOR_AREAS[third]), "monthly_income_rp": _income(rng, third)},
        look=Look(rng.randrange(3), {slot: places.get(code, 1) for slot, code in SHOWN_BY.items()}),
    )


def _place(question: QuestionDefinition, third: int, draw: float) -> int:
    """Place of the answer among the choices, worst first, that a draw between 0 and 1 falls on."""
    weights = SHARES.get(question.code, EVEN)[third]
    bounds = list(accumulate(weight / sum(weights) for weight in weights))
    return min(sum(draw >= bound for bound in bounds), len(weights) - 1)


def _drawn(rng: Random, weights: dict[int, float]) -> int:
    return rng.choices(list(weights), list(weights.values()))[0]


def _income(rng: Random, third: int) -> int:
    """Rupiah a month, as people state it: in steps of 25,000."""
    low, high = TAIL if third == 2 and rng.random() < TAIL_SHARE else INCOMES[third]
    return rng.randrange(low, high, 25_000)

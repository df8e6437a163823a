"""Small cells in totals for people who may not see persons: 1 to 4 become "<5", and no subtraction brings them back."""

from collections.abc import Sequence

LEAST = 5
HIDDEN = "<5"
# A cell of five or more that is held back only so that a hidden neighbour cannot be computed from the total.
HELD_BACK = "*"
Cell = int | float | str | None


def small(number: int) -> bool:
    """Whether so few people stand behind a number that one of them might be known."""
    return 0 < number < LEAST


def cell(number: int) -> Cell:
    """A number that stands alone."""
    return HIDDEN if small(number) else number


def column(numbers: Sequence[int], total: int) -> tuple[list[Cell], Cell]:
    """A column with its total: small cells hidden, and one more held back where the total would tell them."""
    cells: list[Cell] = [cell(number) for number in numbers]
    if small(total) or not _told_by_total([number for number in numbers if small(number)]):
        return cells, cell(total)
    open_cells = [(number, place) for place, number in enumerate(numbers) if number >= LEAST]
    if not open_cells:
        return cells, HELD_BACK
    cells[min(open_cells)[1]] = HELD_BACK
    return cells, total


def _told_by_total(hidden: Sequence[int]) -> bool:
    """One hidden cell is the rest of the total; several are known when their sum is the least or the most it can be."""
    return len(hidden) == 1 or (bool(hidden) and sum(hidden) in (len(hidden), len(hidden) * (LEAST - 1)))

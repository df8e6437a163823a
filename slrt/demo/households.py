"""Invented families of two to six persons, entered through the registry as an operator would."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from households import facts, registry
from households.facts import Address, Person
from households.models import Household
from puskesos.models import Region, User
from slrt.demo import names
from slrt.demo.names import FEMALE, MALE, Numbers, Tradition

HEAD, SPOUSE, CHILD, GRANDCHILD, PARENT = "1", "2", "3", "5", "6"
SINGLE, MARRIED, DIVORCED, WIDOWED = "1", "2", "3", "4"
NO_NIK, NOT_RECORDED, BABY = "2", "3", "4"

# Codes of list `education`, weighted like the answers of the survey named in surveys.py.
CERTIFICATES = {"23": 20, "3": 48, "8": 18, "13": 9, "15": 4, "19": 1}
# Pairs of `work_status` and `sector`: farm hand, mason, stall keeper, fisher, shop or hotel hand, basket weaver.
LIVELIHOODS = {
    ("6", "1"): 26, ("6", "3"): 10, ("7", "11"): 18, ("1", "12"): 16, ("1", "4"): 9, ("4", "12"): 10, ("4", "14"): 7,
    ("1", "8"): 4,
}  # fmt: skip
ILLNESSES = ("2", "3", "4", "6", "8", "13")
DISABILITIES = ("2", "4", "5", "6", "8")
WITHOUT_CARD = 0.03


@dataclass(frozen=True)
class Family:
    """What an operator would write down of one family."""

    kk: str | None
    address: Address
    head: Person
    others: list[Person]


def register(rng: Random, numbers: Numbers, *, village: Region, by: User, at: datetime) -> Household:
    """Invent a family and enter it, head first, then the others."""
    on = timezone.localdate(at)
    family = invent(rng, numbers, district_code=village.code[:8], on=on)
    household = registry.register(
        village=village,
        kk=family.kk,
        address=family.address,
        head=family.head,
        by=by,
        on=on,
        at=at,
        pk=uuid.UUID(int=rng.getrandbits(128), version=4),
    )
    for minutes, person in enumerate(family.others, 2):
        registry.add_member(household, person=person, by=by, on=on, at=at + timedelta(minutes=minutes))
    return household


def invent(rng: Random, numbers: Numbers, *, district_code: str, on: date) -> Family:
    """A family as it stands on a day."""
    drawn = list(_Drawing(rng, numbers, names.tradition(rng), district_code, on).people())
    issued = on - timedelta(days=rng.randint(60, 4000))
    kk = None if rng.random() < WITHOUT_CARD else numbers.kk(district_code, issued=issued)
    return Family(kk=kk, address=names.address(rng), head=drawn[0], others=drawn[1:])


@dataclass(frozen=True)
class _Drawing:
    """One family while it is being invented."""

    rng: Random
    numbers: Numbers
    tradition: Tradition
    district_code: str
    on: date

    def people(self) -> Iterator[Person]:
        """The head, then those who live with the head; two persons at least, six at most."""
        shape = self.rng.choices(("couple", "alone", "old", "skipped", "three"), (58, 14, 10, 8, 10))[0]
        if shape in ("old", "skipped"):
            return self._elders(with_grandchild=shape == "skipped")
        return self._parents(has_spouse=shape != "alone", has_elder=shape == "three")

    def _parents(self, *, has_spouse: bool, has_elder: bool) -> Iterator[Person]:
        age = self.rng.randint(26, 55)
        head_sex = MALE if has_spouse or self.rng.random() < 0.25 else FEMALE
        head = self._person(head_sex, HEAD, age, marital=MARRIED if has_spouse else self._once_married())
        yield head
        mother = head.name if head_sex == FEMALE else ""
        if has_spouse:
            spouse = self._person(FEMALE, SPOUSE, max(21, age - self.rng.randint(0, 6)), marital=MARRIED)
            mother = spouse.name
            yield spouse
        oldest = age - self.rng.randint(20, 26)
        for place in range(1, self._children(most=4 - has_elder) + 1):
            yield self._person(self._any_sex(), CHILD, max(0, oldest), marital=SINGLE, mother=mother, place=place)
            oldest -= self.rng.randint(2, 5)
        if has_elder:
            yield self._person(self._any_sex(), PARENT, age + self.rng.randint(20, 28), marital=WIDOWED)

    def _children(self, *, most: int) -> int:
        return min(most, self.rng.choices((1, 2, 3, 4), (36, 40, 18, 6))[0])

    def _elders(self, *, with_grandchild: bool) -> Iterator[Person]:
        age = self.rng.randint(61, 82)
        if with_grandchild:
            yield self._person(FEMALE, HEAD, age, marital=WIDOWED)
            yield self._person(self._any_sex(), GRANDCHILD, self.rng.randint(5, 17), marital=SINGLE)
            return
        yield self._person(MALE, HEAD, age, marital=MARRIED)
        yield self._person(FEMALE, SPOUSE, age - self.rng.randint(0, 8), marital=MARRIED)

    def _any_sex(self) -> str:
        return self.rng.choice((MALE, FEMALE))

    def _once_married(self) -> str:
        return self.rng.choice((DIVORCED, WIDOWED, WIDOWED))

    def _person(
        self, sex: str, relation: str, age: int, *, marital: str, mother: str = "", place: int | None = None
    ) -> Person:
        rng = self.rng
        born = self._birth_date(age)
        years = facts.age(born, on=self.on)
        work_status, sector = self._livelihood(years, sex)
        nik, status = self._identity(born, years, sex)
        return Person(
            name=self.tradition.full_name(rng, sex, place=place or rng.randint(1, 4)),
            sex=sex,
            relation=relation,
            nik=nik,
            identity_status=status,
            birth_place=rng.choice(names.BIRTH_PLACES),
            birth_date=born,
            marital=marital,
            education=self._education(years),
            work_status=work_status,
            sector=sector,
            disability=rng.choice(DISABILITIES) if rng.random() < 0.04 else "1",
            chronic_illness=rng.choice(ILLNESSES) if years > 45 and rng.random() < 0.25 else "1",
            pregnant=sex == FEMALE and marital == MARRIED and 20 <= years <= 38 and rng.random() < 0.07,
            mother_name=mother or self.tradition.full_name(rng, FEMALE, place=rng.randint(1, 4)),
        )

    def _birth_date(self, age: int) -> date:
        return self.on - timedelta(days=int(age * 365.25) + self.rng.randint(20, 340))

    def _identity(self, born: date, years: int, sex: str) -> tuple[str | None, str]:
        """NIK and its status: some babies have none yet, and a few grown-ups either."""
        if years < 1 and self.rng.random() < 0.6:
            return None, BABY
        if years > 16 and self.rng.random() < 0.015:
            return None, self.rng.choice((NO_NIK, NOT_RECORDED))
        return self.numbers.nik(self.district_code, born=born, sex=sex), facts.HAS_NIK

    def _education(self, years: int) -> str:
        """Code of the highest certificate; children go to school in step with their age."""
        if years < 7:
            return ""
        for limit, certificate in ((13, "23"), (16, "3"), (19, "8")):
            if years < limit:
                return certificate
        return self.rng.choices(list(CERTIFICATES), list(CERTIFICATES.values()))[0]

    def _livelihood(self, years: int, sex: str) -> tuple[str, str]:
        """Work status and sector; empty for those who do not earn."""
        earns = 0.95 if sex == MALE else 0.55
        if not 18 <= years <= 70 or self.rng.random() > earns:
            return "", ""
        return self.rng.choices(list(LIVELIHOODS), list(LIVELIHOODS.values()))[0]

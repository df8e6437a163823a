"""What a phone may say: shapes and bounds. What is wrong inside them is kept and told, not refused."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StrictBool, StrictInt

NO_NUL = r"^[^\x00]*$"
Code = Annotated[str, Field(max_length=40, pattern=NO_NUL)]
Text = Annotated[str, Field(max_length=300, pattern=NO_NUL)]
Id = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Number = Annotated[float, Field(strict=True, ge=-1e15, le=1e15, allow_inf_nan=False)]


def _only_pregnant(facts: dict[str, Any]) -> dict[str, Any]:
    """Yes or no is an answer to one question only."""
    if any(isinstance(value, bool) and name != "pregnant" for name, value in facts.items()):
        raise ValueError("a yes where a text belongs")
    return facts


def _of_our_times(moment: datetime) -> datetime:
    """Beyond these years no clock runs, and reckoning with it ends at the calendar's end."""
    if not 1970 <= moment.year <= 2200:
        raise ValueError("no clock says so")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_of_our_times)]
Facts = Annotated[dict[Code, Text | StrictBool | None], AfterValidator(_only_pregnant)]


class Strict(BaseModel):
    """Nothing but what the contract names."""

    model_config = ConfigDict(extra="forbid")


class HouseholdIn(Strict):
    """The family: on record, new, or corrected."""

    id: Id
    new: Annotated[Facts, Field(max_length=20)] | None
    changes: Annotated[Facts, Field(max_length=20)] | None
    base: Annotated[Facts, Field(max_length=20)] | None


class LeftIn(Strict):
    """That somebody left the family, why and when."""

    reason: Code
    on: Code


class MemberIn(Strict):
    """A person: new, corrected, or gone."""

    id: Id
    new: Annotated[Facts, Field(max_length=30)] | None
    changes: Annotated[Facts, Field(max_length=30)] | None
    base: Annotated[Facts, Field(max_length=30)] | None
    left: LeftIn | None


class PositionIn(Strict):
    """Where the house stands."""

    latitude: Code
    longitude: Code
    accuracy_m: Number | None
    located_at: Code | None
    attempts: Annotated[StrictInt, Field(ge=0, le=10_000)]
    reason: Text


class PhotoIn(Strict):
    """A line of the list of photos."""

    slot: Code
    sha256: Digest
    bytes: Annotated[StrictInt, Field(ge=0, le=10**8)]
    taken_at: Code | None
    source: Literal["camera", "gallery"]
    reason: Annotated[str, Field(max_length=200, pattern=NO_NUL)]
    latitude: Code | None
    longitude: Code | None
    accuracy_m: Number | None


class ContentIn(Strict):
    """The whole draft."""

    household: HouseholdIn
    members: Annotated[list[MemberIn], Field(max_length=40)]
    identity_confirmed: StrictBool
    answers: Annotated[dict[Code, Code], Field(max_length=60)]
    numbers: Annotated[dict[Code, Number], Field(max_length=60)]
    overrides: Annotated[list[Code], Field(max_length=20)]
    position: PositionIn | None
    note: Annotated[str, Field(max_length=4000, pattern=NO_NUL)]
    manifest: Annotated[list[PhotoIn], Field(max_length=40)]


class DraftIn(Strict):
    """One revision of a draft."""

    instrument: Annotated[int, Field(ge=1, le=2**31 - 1)]
    revision: UUID
    parent_revision: UUID | None
    started_at: Moment
    finished_at: Moment | None
    device: UUID
    device_at: Moment
    content: ContentIn


class SubmitIn(Strict):
    """Which revision is sent."""

    revision: UUID


class KeyIn(Strict):
    """The key of a phone."""

    label: Annotated[str, Field(max_length=80, pattern=NO_NUL)]
    key: Annotated[str, Field(max_length=64)]


class PasswordIn(Strict):
    """The password of the person who forgot a PIN."""

    password: Annotated[str, Field(max_length=256)]


class ErrorOut(Schema):
    """Why it was not taken: a code for the app, a sentence for the operator."""

    model_config = ConfigDict(extra="allow")

    code: str
    sentence: str


class PhotosOut(Schema):
    """How many photos are here, of how many."""

    stored: int
    needed: int


class ReceiptOut(Schema):
    """The server has it."""

    number: str
    received_at: datetime
    content_sha256: str
    photos: PhotosOut


class StateOut(Schema):
    """What the server has of a draft."""

    assessment: UUID
    revision: UUID
    status: str
    photos: PhotosOut
    missing_photos: list[str]
    problems: dict[str, str]
    answers_received_at: datetime | None
    late: bool
    content_sha256: str
    receipt: ReceiptOut | None


class CurrentOut(StateOut):
    """The same with the draft itself, and its family as in the list of work."""

    instrument: int
    content: dict
    household: dict | None


class ProblemsOut(StateOut):
    """Kept as a draft, but parts of it could not be written."""

    code: Literal["problems", "grace", "closed"]
    sentence: str


class PhotoOut(Schema):
    """The photo is here."""

    sha256: str


class RefusedPhotoOut(Schema):
    """Why one of several photos was not taken."""

    code: str
    sentence: str


class PhotosReceivedOut(Schema):
    """Which of several photos are here, and which were refused, by their hashes."""

    received: list[str]
    refused: dict[str, RefusedPhotoOut]


class PartOut(PhotoOut):
    """So much of the photo is here."""

    received: int


class KeyOut(Schema):
    """The key of a phone."""

    key: str


class DeviceOut(Schema):
    """The phone whose key is kept."""

    device: UUID

"""What is kept of the survey: instruments, assessments with their evidence, decisions."""

from assessment.models.decisions import PointKind, ReturnReason, Review, ReviewPoint, ReviewUndo
from assessment.models.field import DeviceKey, FieldDraft, FieldDraftQuerySet, FieldRevision, PhotoUpload
from assessment.models.instruments import (
    GRACE_DAYS,
    LEAST_PHOTOS,
    Band,
    Choice,
    CriteriaSet,
    Instrument,
    InstrumentPart,
    Override,
    PhotoSlot,
    PovertyLine,
    Question,
)
from assessment.models.simulations import SimulatedChange, Simulation, SimulationChunk, SimulationCount
from assessment.models.surveys import Assessment, AssessmentQuerySet, Photo, PhotoQuerySet, Position, Submission

__all__ = [
    "GRACE_DAYS",
    "LEAST_PHOTOS",
    "Assessment",
    "AssessmentQuerySet",
    "Band",
    "Choice",
    "CriteriaSet",
    "DeviceKey",
    "FieldDraft",
    "FieldDraftQuerySet",
    "FieldRevision",
    "Instrument",
    "InstrumentPart",
    "Override",
    "Photo",
    "PhotoQuerySet",
    "PhotoSlot",
    "PhotoUpload",
    "PointKind",
    "Position",
    "PovertyLine",
    "Question",
    "ReturnReason",
    "Review",
    "ReviewPoint",
    "ReviewUndo",
    "SimulatedChange",
    "Simulation",
    "SimulationChunk",
    "SimulationCount",
    "Submission",
]

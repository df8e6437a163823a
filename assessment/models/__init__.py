"""What is kept of the survey: instruments, assessments with their evidence, decisions."""

from assessment.models.decisions import PointKind, ReturnReason, Review, ReviewPoint, ReviewUndo
from assessment.models.instruments import (
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
from assessment.models.surveys import Assessment, AssessmentQuerySet, Photo, PhotoQuerySet, Position, Submission

__all__ = [
    "Assessment",
    "AssessmentQuerySet",
    "Band",
    "Choice",
    "CriteriaSet",
    "Instrument",
    "InstrumentPart",
    "Override",
    "Photo",
    "PhotoQuerySet",
    "PhotoSlot",
    "PointKind",
    "Position",
    "PovertyLine",
    "Question",
    "ReturnReason",
    "Review",
    "ReviewPoint",
    "ReviewUndo",
    "Submission",
]

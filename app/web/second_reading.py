"""An edition's file read a second time by another program, and how far both readings agree."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dutylist.app.corrections.findings import places_of_findings
from dutylist.app.corrections.model import Place
from dutylist.app.web.bounded import run_bounded
from dutylist.app.web.editions import OpenEdition
from dutylist.app.web.settings import Settings
from dutylist.app.worker.answers import Tell
from dutylist.records.findings import Finding
from dutylist.records.model import DutyList

NO_SECOND_READER = "这种文件没有第二读法：能再读一遍的是 PDF、Word（.docx）和 Excel（.xlsx）。"


@dataclass(frozen=True)
class Twice:
    """What a second reading found: the figures in words, and each difference with its duty's
    place, None where it has none any more."""

    sentence: str
    differences: tuple[tuple[Finding, Place | None], ...]


def read_twice(settings: Settings, path: Path, edition: OpenEdition) -> Twice:
    """The edition as it is now, corrections laid over, against its file at `path`. Raises
    TaskFailedError."""
    answer = run_bounded(second_reading_of, (path, edition.now), settings.limits)
    if answer is None:
        return Twice(NO_SECOND_READER, ())
    sentence, found = answer
    places = places_of_findings(edition.now, found)
    return Twice(sentence, tuple((one, places.get(id(one))) for one in found))


def second_reading_of(
    asked: tuple[Path, DutyList], tell: Tell
) -> tuple[str, tuple[Finding, ...]] | None:
    """The figures and the differences; None where no other program reads such a file. Runs in a
    bounded process."""
    from dutylist.extract.second_reader import findings_of, second_reading

    agreement = second_reading(*asked)
    return (agreement.sentence, findings_of(agreement)) if agreement else None

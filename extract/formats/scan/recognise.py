"""Pictures of printed lines become characters, by PP-OCR's recogniser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from dutylist.extract.formats.scan.models import Deadline, session
from dutylist.extract.formats.scan.picture import Grey
from dutylist.records.own_toml import own_toml

MODEL = "PP-OCRv6_rec_small.onnx"

HEIGHT = 48
"""The model takes lines of so many pixels height."""

BATCH_WIDTH = 2000
"""Lines of so many pixels width in all are read at a time: what the model gives back takes 9 KB
a pixel, and of four times as much a pixel takes a third more time."""

WIDEST = 150
"""A line is at most so many times as wide as high: 130 characters at 9 points fill an A3 page.
What is wider is a ruling, a dashed line or a row of specks, and would be enlarged to 48 pixels
height and gigabytes."""

ALIKE = 1.1
"""Lines read together differ by no more in width."""

POSSIBLE = 0.02
"""A character is possible from this confidence on."""

FAINT = 0.0005
"""A character that makes a word where what was read makes none is possible from this on: on faxes
中请 was read for 申请 with a confidence of 0.999."""

_WIDE, _NARROW = "，；：？！（）", ",;:?!()"
_TWINS = dict(zip(_WIDE + _NARROW, _NARROW + _WIDE, strict=True))

DOUBTED = 0.9
"""The confidence of what may as well be another sign, for what stands around it: a person is to
decide."""

BLANK = 0
"""The model's sign for no character."""


@dataclass(frozen=True)
class ReadLine:
    """What a picture of a line says: for each character its middle in pixels from the picture's
    left side, how sure the model is (0 to 1), the `others` that it holds for possible, the
    likeliest first, and with the `faint` ones that it all but rules out: these until words have
    been weighed."""

    text: str
    middles: tuple[float, ...]
    confidences: tuple[float, ...]
    others: tuple[str, ...]
    faint: tuple[str, ...] = ()

    def picked(self, indexes: Sequence[int]) -> ReadLine:
        """The reading of those characters alone."""
        return ReadLine(
            "".join(self.text[index] for index in indexes),
            tuple(self.middles[index] for index in indexes),
            tuple(self.confidences[index] for index in indexes),
            tuple(self.others[index] for index in indexes),
        )

    def doubted(self, indexes: Sequence[int]) -> ReadLine:
        """The reading with those characters doubtful."""
        sure = list(self.confidences)
        for index in indexes:
            sure[index] = min(sure[index], DOUBTED)
        return replace(self, confidences=tuple(sure))

    def put_right(self, characters: Mapping[int, str]) -> ReadLine:
        """The reading with other characters at some indexes, doubtful there."""
        text = "".join(characters.get(index, one) for index, one in enumerate(self.text))
        return replace(self, text=text).doubted(list(characters))


@dataclass(frozen=True)
class _Model:
    """`characters` are the model's signs; of each `twins` has the full-width or half-width form
    (or itself), `common` whether lists are printed in it."""

    session: Any
    characters: tuple[str, ...]
    twins: tuple[int, ...]
    common: NDArray[np.bool_]


@cache
def _model() -> _Model:
    run = session(MODEL)
    names = run.get_modelmeta().custom_metadata_map["character"].split("\n")
    characters = ("", *names, " ")
    place = {character: index for index, character in enumerate(characters)}
    twins = tuple(
        place.get(_TWINS.get(character, character), index)
        for index, character in enumerate(characters)
    )
    return _Model(run, characters, twins, np.array([is_common(one) for one in characters]))


def is_common(character: str) -> bool:
    """Whether a sign is one that lists are printed in, or no ideograph: of GB 2312, or of the
    standard table, as rare ones in names of places are."""
    return (
        not "一" <= character <= "鿿"
        or bool(character.encode("gb2312", "ignore"))
        or character in _rare_characters()
    )


@cache
def _rare_characters() -> frozenset[str]:
    rare = own_toml("dutylist.extract.formats.scan", "rare_characters.toml")["characters"]
    return frozenset(rare)


def _usual_form(model: _Model, step: NDArray[np.float32], index: int) -> int:
    """The character of today's that the model does not rule out instead of a traditional or old
    one: lists are printed in simplified characters, and the model also knows 別 for 别."""
    usual = int(np.where(model.common, step, 0)[1:].argmax()) + 1
    return usual if step[usual] > FAINT else index


NOTHING = ReadLine("", (), (), ())
"""What a picture says that cannot be one of a line."""


def recognise(lines: Sequence[Grey], deadline: Deadline) -> list[ReadLine]:
    """Read the pictures of lines, black on white, one line each; a picture that no line can have
    the shape of says nothing. Raises OutOfTimeError after `deadline`."""
    shaped = [index for index, line in enumerate(lines) if _has_line_shape(line)]
    out = [NOTHING] * len(lines)
    for index, read in zip(shaped, _recognised([lines[i] for i in shaped], deadline), strict=True):
        out[index] = read
    return out


def _has_line_shape(line: Grey) -> bool:
    height, width = line.shape
    return bool(height > 1 and width > 1 and width <= WIDEST * height)


def _recognised(lines: Sequence[Grey], deadline: Deadline) -> list[ReadLine]:
    model = _model()
    scaled = [_scaled(line) for line in lines]
    order = sorted(range(len(lines)), key=lambda index: scaled[index].shape[1])
    out: list[ReadLine | None] = [None] * len(lines)
    while order:
        width = scaled[order[0]].shape[1]
        deadline.check()
        most = max(BATCH_WIDTH // round(ALIKE * width), 1)
        batch = [i for i in order[:most] if scaled[i].shape[1] <= ALIKE * width]
        order = order[len(batch) :]
        widest = scaled[batch[-1]].shape[1]
        data = np.full((len(batch), HEIGHT, widest), 255, dtype=np.uint8)
        for row, index in enumerate(batch):
            data[row, :, : scaled[index].shape[1]] = scaled[index]
        values = np.repeat(data[:, None].astype(np.float32) / 127.5 - 1, 3, axis=1)
        (scores,) = model.session.run(None, {"x": values})
        for row, index in enumerate(batch):
            share = lines[index].shape[1] / scaled[index].shape[1]
            out[index] = _decoded(model, scores[row], widest * share)
    return [line for line in out if line is not None]


def _scaled(line: Grey) -> Grey:
    share = HEIGHT / line.shape[0]
    width = max(round(line.shape[1] * share), 16)
    method = cv2.INTER_AREA if share < 1 else cv2.INTER_CUBIC
    return cv2.resize(line, (width, HEIGHT), interpolation=method).astype(np.uint8)


def _decoded(model: _Model, scores: NDArray[np.float32], width: float) -> ReadLine:
    """Characters of the best path: repetitions are one, blanks none. `width` is that of the
    picture in pixels, what was added at its right side included."""
    best = scores.argmax(axis=1)
    steps = np.flatnonzero(np.diff(best, prepend=-1))
    ends = np.append(steps[1:], len(best))
    text, middles, confidences, others, faint = [], [], [], [], []
    for start, end in zip(steps.tolist(), ends.tolist(), strict=True):
        index = int(best[start])
        if index == BLANK:
            continue
        step = scores[start + int(scores[start:end, index].argmax())]
        if not model.common[index]:
            index = _usual_form(model, step, index)
        twin = model.twins[index]
        text.append(model.characters[index])
        middles.append((start + end) / 2 * width / len(best))
        # Which width a mark has is told by its place, not by the model.
        sure = float(step[index] + (step[twin] if twin != index else 0))
        confidences.append(min(sure, 1.0 if model.common[index] else DOUBTED))
        others.append(_others(model, step, POSSIBLE, {BLANK, index, twin}))
        faint.append(_others(model, step, FAINT, {BLANK, index, twin}))
    return ReadLine("".join(text), tuple(middles), tuple(confidences), tuple(others), tuple(faint))


def _others(model: _Model, step: NDArray[np.float32], least: float, without: set[int]) -> str:
    """The other characters of at least so much confidence, the likeliest first."""
    possible = [index for index in np.flatnonzero(step > least).tolist() if index not in without]
    return "".join(model.characters[index] for index in sorted(possible, key=lambda i: -step[i]))

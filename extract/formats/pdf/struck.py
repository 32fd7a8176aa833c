"""Words of a PDF page that a line is drawn through."""

from __future__ import annotations

import numpy as np

from dutylist.extract.pages.page import Floats, Ints

HIGHEST, LOWEST = 0.3, 0.72
"""A line strikes a character out between these shares of its height, from its top: below is the
place of an underline, above that of an overline."""

ENDS = 0.5
"""It begins and ends no further than so many ems from what it strikes out: a ruling does not."""

APART = 1.0
"""What it strikes out stands no further apart than so many ems."""

MOST_QUOTED = 40
"""A note quotes so many characters."""


def struck_notes(codes: Ints, boxes: Floats, lines: Floats) -> tuple[str, ...]:
    """A sentence, without a full stop, where `lines` (n, 4) are drawn through some of the
    characters (`boxes` as in PageContent)."""
    level = lines[lines[:, 2] - lines[:, 0] > 2 * (lines[:, 3] - lines[:, 1])]
    y = (level[:, 1] + level[:, 3]) / 2
    x0, top, x1, bottom = boxes[:, :4].T
    high, low = top + HIGHEST * (bottom - top), top + LOWEST * (bottom - top)
    heights = np.sort(y)
    met = np.flatnonzero(np.searchsorted(heights, high) < np.searchsorted(heights, low))
    met = met[codes[met] != 0x20]
    if not len(met):
        return ()
    said = []
    middle = (x0[met] + x1[met]) / 2
    for (left, _, right, _), at in zip(level.tolist(), y.tolist(), strict=True):
        own = met[(left < middle) & (middle < right) & (high[met] < at) & (at < low[met])]
        own = own[np.argsort(x0[own])]
        if not len(own):
            continue
        reach = ENDS * float((bottom - top)[own].max())
        first, last = float(x0[own[0]]), float(x1[own[-1]])
        gaps = x0[own[1:]] - x1[own[:-1]]
        whole = abs(left - first) < reach and abs(right - last) < reach
        if whole and not (gaps > 2 * APART * reach).any():
            said.append((round(at), left, "".join(map(chr, codes[own].tolist()))))
    texts = dict.fromkeys(text for _, _, text in sorted(said))
    quoted = "".join(f"“{text[:MOST_QUOTED]}”" for text in texts)
    return (f"有文字被画了删除线，仍照读，请核对是否作废：{quoted}",) if quoted else ()

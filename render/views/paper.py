"""The paper of each kind of document, its margins, and where its page number stands: what PDF and
Word both take. Typst's templates find it as `data.paper`."""

from __future__ import annotations

from dataclasses import dataclass

POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True)
class Paper:
    """A page's size and its margins, in millimetres."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float

    @property
    def text_width(self) -> float:
        """The width of the type area."""
        return self.width - self.left - self.right


UPRIGHT = Paper(210, 297, top=37, bottom=35, left=28, right=26)
"""GB/T 9704-2012, 5.2: A4, 37 mm above, 28 mm at the binding, a type area of 156 mm × 225 mm.
The list's cover and contents, excerpts, sheets, letters."""

TURNED = Paper(297, 210, top=28, bottom=26, left=35, right=37)
"""7.9: the same page turned to the left for wide tables: the head lies at the binding of odd pages,
so that what was its left edge is above. The published list."""

WIDE = Paper(297, 210, top=25, bottom=24, left=22, right=22)
"""Working papers with tables of four and more columns (新旧对照表, 历年变化, 汇总, 对照): no 公文,
so that the margins may be narrower, for 28 mm more of text; 22 mm are left for the page number
beside the short edge, and 25 mm above for the binding."""

NUMBER_BELOW = 7.0
"""7.5: the page number stands 7 mm below the type area."""

PAPERS: dict[str, Paper | float] = {
    "upright": UPRIGHT,
    "turned": TURNED,
    "wide": WIDE,
    "number_below": NUMBER_BELOW,
}

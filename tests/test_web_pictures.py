"""The picture beside a record lies under its boxes, whatever format of fixed pages it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from dutylist.app.web.pictures import draw_page, page_sizes
from dutylist.extract.read import read_duty_list
from dutylist.records.errors import FileMissingError
from tests.web_office import write_ofd

pytestmark = pytest.mark.usefixtures("in_this_process")


def ink(picture: Image.Image, box: tuple[float, float, float, float]) -> float:
    """The share of dark pixels within a box."""
    part = picture.convert("L").crop(tuple(map(round, box)))  # type: ignore[arg-type]
    return sum(part.histogram()[:128]) / max(1, part.width * part.height)


@pytest.fixture(scope="module")
def ofd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_ofd(tmp_path_factory.mktemp("ofd"))


def test_an_ofd_is_drawn_with_its_rows_where_the_records_say(ofd: Path, tmp_path: Path) -> None:
    read = read_duty_list(ofd)
    sizes = page_sizes(ofd)
    duty = read.lists[1].duties[1]
    (number,) = duty.source.pages
    target = tmp_path / "页.png"
    draw_page((ofd, number, target), lambda told: None)
    picture = Image.open(target)
    width, height = sizes[number - 1]
    scale = picture.width / width
    assert picture.height / height == pytest.approx(scale, rel=0.01)
    for text, boxes in zip(duty.cells, duty.source.boxes, strict=True):
        (box,) = boxes
        inner = (box.x0 + 2, box.top + 2, box.x1 - 2, box.bottom - 2)
        seen = ink(picture, tuple(edge * scale for edge in inner))  # type: ignore[arg-type]
        assert seen > 0.002, text
        # The cell's own ruling is where the box says.
        edge = (box.x0 - 1, box.top + 3, box.x0 + 1, box.bottom - 3)
        assert ink(picture, tuple(one * scale for one in edge)) > 0.1  # type: ignore[arg-type]
    with pytest.raises(FileMissingError):
        draw_page((ofd, len(sizes) + 1, target), lambda told: None)


@pytest.mark.parametrize(
    ("ending", "mode", "dpi"),
    [
        *(("png", "RGB", (200, 200)), ("tif", "1", (204, 98))),
        *(("jpg", "L", None), ("png", "I;16", None)),
    ],
)
def test_a_photo_is_shown_as_it_is(
    tmp_path: Path, ending: str, mode: str, dpi: tuple[int, int] | None
) -> None:
    path, target = tmp_path / f"照片.{ending}", tmp_path / "页.png"
    image = Image.new(mode, (850, 600), 1 if mode == "1" else "white" if mode == "RGB" else 255)
    image.putpixel((0, 0), 0 if mode != "RGB" else (255, 0, 0))
    image.save(path, **({"dpi": dpi} if dpi else {}))
    ((width, height),) = page_sizes(path)
    if dpi:
        assert (width, height) == pytest.approx((850 * 72 / dpi[0], 600 * 72 / dpi[1]), rel=0.01)
    draw_page((path, 1, target), lambda told: None)
    shown = Image.open(target)
    assert shown.size == (850, 600)
    if mode == "RGB":
        assert shown.getpixel((0, 0)) == (255, 0, 0)
    with pytest.raises(FileMissingError):
        draw_page((path, 2, target), lambda told: None)


def test_a_turned_photo_stands_as_its_camera_says(tmp_path: Path) -> None:
    path, target = tmp_path / "照片.jpg", tmp_path / "页.png"
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (800, 600), "white").save(path, exif=exif)
    ((width, height),) = page_sizes(path)
    draw_page((path, 1, target), lambda told: None)
    assert Image.open(target).size == (600, 800)
    assert width < height

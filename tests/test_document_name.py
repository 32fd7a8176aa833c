"""A document is called after its place and edition: it takes the place of no other township's and
no other year's document."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList
from dutylist.render.document_name import document_name
from dutylist.render.files import NAME_LENGTH, named_after
from dutylist.render.write import write_cards, write_excerpts, write_official
from dutylist.render.write_matrix import write_matrix
from tests.render_documents import faces

LIST = """{region}
城关镇履职事项清单
{date}
配合履职事项清单
序号\t事项名称\t对应上级部门\t上级部门职责\t配合职责
1\t殡葬管理\t民政局\t民政局：负责殡葬执法。\t开展宣传。
"""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("青山县", "2025年7月"), ("绿原县", "2025年7月")),
        (("青山县", "2025年7月"), ("青山县", "2026年7月")),
    ],
    ids=["two townships of one name", "two years of one township"],
)
def test_one_folder_keeps_the_documents_of_both(
    first: tuple[str, str], second: tuple[str, str], tmp_path: Path
) -> None:
    written: list[Path] = []
    for region, date in (first, second):
        source = tmp_path / f"{region}{date}.txt"
        source.write_text(LIST.format(region=region, date=date), "utf-8")
        edition = read_duty_list(source)
        duties = [(table.kind, duty) for table in edition.lists for duty in table.duties]
        folder = tmp_path / "出"
        written += write_excerpts(edition, ["民政局"], ["docx"], folder, faces=faces())
        written += write_cards(edition, duties, ["docx"], folder, faces=faces())
        written += write_official(edition, ["txt"], folder, faces=faces())
        written += write_matrix(edition, ["html"], folder)
    assert len({path.name for path in written}) == len(written) == 8
    assert all(path.is_file() for path in written)


def test_the_place_the_document_and_the_edition(tmp_path: Path) -> None:
    source = tmp_path / "清单.txt"
    source.write_text(LIST.format(region="江北省青山县", date="2025年7月"), "utf-8")
    edition = read_duty_list(source)
    name = document_name(edition, "青山县民政局履职事项摘录")
    assert name == "城关镇青山县民政局履职事项摘录（2025年7月版）"
    assert document_name(edition, "责任卡") == "青山县城关镇责任卡（2025年7月版）"


@pytest.mark.parametrize(
    ("region", "called"),
    [
        ("江北省青山市黄州区", "黄州区城关镇责任卡（2025年7月版）"),
        ("江北省青山回族自治县", "青山回族自治县城关镇责任卡（2025年7月版）"),
        ("青山市", "青山市城关镇责任卡（2025年7月版）"),
    ],
)
def test_the_township_stands_behind_its_county(region: str, called: str, tmp_path: Path) -> None:
    source = tmp_path / "清单.txt"
    source.write_text(LIST.format(region=region, date="2025年7月"), "utf-8")
    assert document_name(read_duty_list(source), "责任卡") == called


def test_a_list_without_place_and_date(tmp_path: Path) -> None:
    source = tmp_path / "清单.txt"
    source.write_text("配合履职事项清单\n" + LIST.split("配合履职事项清单\n")[1], "utf-8")
    assert document_name(read_duty_list(source), "责任卡") == "乡镇（街道）责任卡"


@given(
    st.text("青山县白云镇", max_size=120),
    st.text("民政局摘录", min_size=1, max_size=60),
    st.sampled_from(["", "2025年7月版"]),
)
def test_a_long_place_gives_way_to_the_text_and_the_year(
    place: str, text: str, edition: str
) -> None:
    name = named_after(place, text, edition)
    end = f"{text}（{edition}）" if edition else text
    assert len(name) <= NAME_LENGTH
    assert name == (place + end)[-NAME_LENGTH:]


def test_what_stands_behind_the_townships_name_costs_it_no_county() -> None:
    edition = DutyList(
        "履职事项清单", ("青山县", "白云镇人民政府"), "2025-07", (), (), township="白云镇"
    )
    assert document_name(edition, "责任卡") == "青山县白云镇责任卡（2025年7月版）"

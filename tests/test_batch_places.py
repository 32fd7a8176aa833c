"""Whose the lists of a library are: townships of one name in two counties, departments beside
townships, a draft beside what it became."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dutylist.app.batch.queries import of_one_year, of_several_years
from dutylist.app.batch.run import batch
from dutylist.app.cli import cli
from dutylist.app.library.asking import open_library

TOWNSHIP = """{cover}
履职事项清单
{year}年6月
{place}配合履职事项清单
序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责
1\t民生服务\t农村危房改造\t甲田县住房和城乡建设局\t1.鉴定；2.审核{more}。\t1.受理；2.督促。
"""
OFFICE = """甲田县住房和城乡建设局
履职事项清单
2025年6月
镇街配合履职事项清单
序号\t事项名称\t关联镇街\t本部门职责\t镇街配合职责
1\t农村危房改造\t各乡镇\t1.鉴定；2.审核。\t1.受理；2.督促。
"""


def library(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    batch(folder, folder / "库.sqlite", workers=1)
    return folder / "库.sqlite"


def township(*places: str, year: int = 2025, more: str = "") -> str:
    return TOWNSHIP.format(cover="\n".join(places), place="".join(places), year=year, more=more)


def asked(*arguments: object) -> tuple[str, str]:
    done = CliRunner().invoke(cli, ["query", *map(str, arguments)], catch_exceptions=False)
    return done.stdout, done.stderr


@pytest.mark.parametrize(
    "covers",
    [
        (("丽川市甲田县", "城关镇"), ("丽川市乙田县", "城关镇")),
        (("丽川市", "甲田县", "城关镇"), ("丽川市", "乙田县", "城关镇")),
        (("丽川市", "甲田县城关镇"), ("丽川市", "乙田县城关镇")),
    ],
)
def test_townships_of_one_name_are_told_apart_by_their_counties(
    tmp_path: Path, covers: tuple[tuple[str, ...], ...]
) -> None:
    store = library(tmp_path, 甲=township(*covers[0]), 乙=township(*covers[1]))
    out, err = asked("duties", store, "危房", "--json")
    names = sorted(one["place"].removeprefix("丽川市") for one in json.loads(out))
    assert names == ["乙田县城关镇", "甲田县城关镇"]
    assert "2 个乡镇，2 项" in asked("duties", store, "危房")[1]
    record, _ = asked("records", store, "甲田县城关镇")
    assert json.loads(record)["region"][-1].endswith("城关镇")
    assert err == ""


def test_departments_are_not_counted_as_townships(tmp_path: Path) -> None:
    store = library(tmp_path, 甲=township("甲田县城关镇"), 局=OFFICE)
    out, err = asked("duties", store, "危房")
    assert "1 个乡镇、1 个部门，2 项。" in err
    assert "乡镇、部门" in out
    out, err = asked("duties", store, "危房", "--side", "department")
    assert "1 个部门，1 项。" in err
    out, err = asked("duties", store, "危房", "--side", "township")
    assert "1 个乡镇，1 项。" in err
    assert "乡镇、部门" not in out


def test_several_lists_of_one_year_are_said_where_they_are_counted(tmp_path: Path) -> None:
    place = "甲田县城关镇"
    store = library(
        tmp_path,
        草稿=township(place),
        定稿=township(place, more="名单"),
        去年=township("甲田县水口乡", year=2024),
        今年=township("甲田县水口乡"),
    )
    for command in (("counts", store), ("duties", store, "危房")):
        told = asked(*command)[1]
        assert "1 个地方同一年有几份清单（甲田县城关镇），每份都算了" in told
    assert "同一年" not in asked("duties", store, "危房", "--place", "水口乡")[1]
    assert "同一年" not in asked("counts", store, "--year", "2024")[1]
    with open_library(store) as connection:
        assert of_several_years(connection) == ["甲田县水口乡"]
        assert of_one_year(connection) == ["甲田县城关镇"]

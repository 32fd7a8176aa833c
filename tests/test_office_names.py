"""How offices are named and shortened, and which names are one office."""

from __future__ import annotations

import doctest

import pytest

from dutylist.extract.lists import cover
from dutylist.extract.offices import names
from dutylist.extract.offices.departments_file import dump_departments, load_departments
from dutylist.extract.offices.names import both_names, short_forms, split_names
from dutylist.extract.offices.registry import build_registry, is_variant

REGION = ("江北省清河市青山县", "绿水镇")


@pytest.mark.parametrize("module", [cover, names])
def test_examples_of_the_docstrings(module: object) -> None:
    failed, tried = doctest.testmod(module)  # type: ignore[arg-type]
    assert (failed, tried > 0) == (0, True)


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("青山县民政局", {"县民政局", "民政局"}),
        ("青山县委组织部", {"县委组织部", "组织部"}),
        ("青山县市场监督管理局", {"县市场监管局", "县市场监督管理局"}),
        ("清河市生态环境局青山县分局", {"市生态环境局青山县分局", "生态环境分局", "青山县分局"}),
        ("青山县城市管理局（青山县综合行政执法局）", {"县城管局", "县综合执法局"}),
        ("国家税务总局青山县税务局", {"县税务局", "税务局"}),
    ],
)
def test_short_forms(name: str, forms: set[str]) -> None:
    prefixes = ("江北省", "清河市", "青山县", "绿水镇")
    assert forms <= set(short_forms(name, prefixes))


def test_a_market_office_is_no_city_office() -> None:
    assert "场监督管理局" not in short_forms("青山县市场监督管理局", ("青山县",))


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("县民政局、县公安局", ("县民政局", "县公安局")),
        ("县民政局\n县公安局；县民政局", ("县民政局", "县公安局")),
        ("牵头部门：县商务局；配合部门：县公安局、县财政局", ("县商务局", "县公安局", "县财政局")),
        ("县应急管理局及其他有关部门", ("县应急管理局及其他有关部门",)),
    ],
)
def test_names_of_a_cell(cell: str, names: tuple[str, ...]) -> None:
    assert split_names(cell) == names


def test_both_names() -> None:
    assert both_names("区文化和旅游局（区文物局）") == ("区文化和旅游局", "区文物局")
    assert both_names("区民政局") == ("区民政局",)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("文化体育广播电视台和旅游局", "文化体育广播电视和旅游局", True),
        ("委组织部", "委统战部", False),
        ("民政局", "财政局", False),
        ("第一高级中学管理委员会", "第二高级中学管理委员会", False),
    ],
)
def test_variants(one: str, other: str, same: bool) -> None:
    assert is_variant(one, other) is same


def test_a_form_that_two_offices_share_is_nobodys() -> None:
    registry = build_registry(["青山县民政局", "清河市民政局"], REGION)
    assert registry.names_only("民政局") is None
    assert registry.names_only("县民政局") == ("青山县民政局",)
    assert registry.names_only("市民政局") == ("清河市民政局",)


def test_departments_file_gives_the_same_departments(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    registry = build_registry(
        ["青山县文化体育广播电视台和旅游局", "青山县文化体育广播电视和旅游局", "青山县公安局"],
        REGION,
    )
    path = tmp_path_factory.mktemp("names") / "departments.toml"
    path.write_text(dump_departments(registry.departments), "utf-8")
    assert load_departments(path) == registry.departments
    assert build_registry([], REGION, load_departments(path)).departments == registry.departments

"""How offices are named and shortened, and which names are one office."""

from __future__ import annotations

import doctest

import pytest

from dutylist.extract.offices import column_names, names, places, predicates
from dutylist.extract.offices.column_names import both_names, split_names
from dutylist.extract.offices.departments_file import dump_departments, load_departments
from dutylist.extract.offices.misspelt import likely_misspelt
from dutylist.extract.offices.names import take_apart
from dutylist.extract.offices.places import Region, region_of
from dutylist.extract.offices.short_names import short_forms
from dutylist.extract.offices.spellings import build_registry, is_variant

REGION = ("江北省清河市青山县", "绿水镇")


@pytest.mark.parametrize("module", [column_names, names, places, predicates])
def test_examples_of_the_docstrings(module: object) -> None:
    failed, tried = doctest.testmod(module)  # type: ignore[arg-type]
    assert (failed, tried > 0) == (0, True)


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("青山县民政局", {"县民政局", "民政局"}),
        ("青山县委组织部", {"县委组织部", "组织部"}),
        ("青山县市场监督管理局", {"县市场监管局", "县市场监督管理局"}),
        ("青山县城市管理局（青山县综合行政执法局）", {"县城管局", "县综合执法局"}),
        ("国家税务总局青山县税务局", {"县税务局", "税务局"}),
    ],
)
def test_short_forms(name: str, forms: set[str]) -> None:
    assert forms <= set(short_forms(name, region_of(REGION)))


def test_a_market_office_is_no_city_office() -> None:
    assert "场监督管理局" not in short_forms("青山县市场监督管理局", region_of(REGION))


@pytest.mark.parametrize(
    ("lines", "region"),
    [
        (("江北省清河市青山县", "绿水镇"), Region("江北省", "清河市", "青山县", "绿水镇")),
        (("河北省石家庄市赵县南柏镇",), Region("河北省", "石家庄市", "赵县", "南柏镇")),
        (("山西省云中市城区", "东关街道"), Region("山西省", "云中市", "城区", "东关街道")),
        (("江苏省苏通市临江市青龙港镇",), Region("江苏省", "苏通市", "临江市", "青龙港镇")),
        (("澜京市芦汀区梅坞街道",), Region("", "澜京市", "芦汀区", "梅坞街道")),
        (
            ("岭西省苍水州洛浪苗族侗族自治县", "雾坪乡"),
            Region("岭西省", "苍水州", "洛浪苗族侗族自治县", "雾坪乡"),
        ),
        (("陕西省金州市平利县老县镇",), Region("陕西省", "金州市", "平利县", "老县镇")),
        (
            ("新疆生产建设兵团第十五师", "二〇三团"),
            Region("新疆生产建设兵团", "", "第十五师", "二〇三团"),
        ),
    ],
)
def test_the_region_on_a_cover(lines: tuple[str, ...], region: Region) -> None:
    assert region_of(lines) == region


@pytest.mark.parametrize(
    ("name", "level", "core"),
    [
        ("县民政局", "county", "民政局"),
        ("民政局", "", "民政局"),
        ("县委组织部", "county", "组织部"),
        ("中共青山县委政法委员会", "county", "政法委员会"),
        ("清河市民政局", "prefecture", "民政局"),
        ("市民政局", "prefecture", "民政局"),
        ("省民政厅", "province", "民政厅"),
        ("市公安局青山分局", "county", "公安局"),
        ("青山供电局", "county", "供电局"),
        ("国家税务总局青山县税务局", "county", "税务局"),
        ("共青团青山县委员会", "county", "共青团委员会"),
        ("团县委", "county", "团委"),
        ("中国人民银行清河市分行", "prefecture", "中国人民银行分行"),
        ("县市场监管局", "county", "市场监管局"),
        ("县城管局", "county", "城管局"),
        ("县乡村振兴局", "county", "乡村振兴局"),
    ],
)
def test_a_name_is_place_and_work(name: str, level: str, core: str) -> None:
    apart = take_apart(name, region_of(REGION))
    assert (apart.level, apart.core) == (level, core)


@pytest.mark.parametrize(
    ("named", "listed"),
    [
        ("团县委", "共青团青山县委员会"),
        ("县残联", "青山县残疾人联合会"),
        ("县税务局", "国家税务总局青山县税务局"),
        ("县供电公司", "国网江北省电力有限公司青山县供电公司"),
        ("县人武部", "青山县人民武装部"),
        ("人民银行", "中国人民银行青山县支行"),
        ("县文旅局", "青山县文化体育广播电视和旅游局"),
        ("县体育局", "青山县教育体育局"),
        ("县商信局", "青山县商务和工业信息化局"),
        ("县疾控中心", "青山县卫生健康局"),
        ("县公安局交警大队", "青山县公安局"),
        ("县农机监理站", "青山县农业农村局"),
        ("青山分局", "清河市生态环境局青山分局"),
        ("县发改局", "青山县发展和改革委员会"),
        ("自然保护区管理局", "青山县大岭自然保护区管理局"),
        ("县委组织部", "中共青山县委组织部"),
        ("组织部", "青山县委组织部"),
        ("编办", "青山县委机构编制委员会办公室"),
        ("团委", "共青团青山县委员会"),
        ("县妇联", "青山县妇女联合会"),
        ("县文联", "青山县文学艺术界联合会"),
        ("县侨联", "青山县归国华侨联合会"),
        ("人行", "中国人民银行青山县支行"),
        ("市监局", "青山县市场监督管理局"),
        ("派出所", "青山县公安局"),
        ("交警大队", "青山县公安局"),
        ("禁毒办", "青山县公安局"),
        ("司法所", "青山县司法局"),
        ("县消防大队", "青山县消防救援大队"),
        ("医保中心", "青山县医疗保障局"),
        ("农机站", "青山县农业农村局"),
        ("爱卫办", "青山县卫生健康局"),
        ("税务分局", "国家税务总局青山县税务局"),
    ],
)
def test_an_everyday_name_or_a_body_means_the_office_listed(named: str, listed: str) -> None:
    registry = build_registry([listed, "青山县水务局"], REGION)
    assert registry.resolve(named, registry.row((listed, "青山县水务局"))) == listed


@pytest.mark.parametrize(
    "named", ["清河市教育局", "市教育局", "省教育厅", "县教育工委", "县教育集团"]
)
def test_another_levels_office_is_not_the_countys(named: str) -> None:
    registry = build_registry(["青山县教育局"], REGION)
    assert registry.resolve(named, registry.row(("青山县教育局",))) == ""


@pytest.mark.parametrize(
    ("named", "listed"),
    [
        ("公安分局", "市公安局经开区分局"),
        ("经开公安分局", "市公安局经开区分局"),
        ("派出所", "市公安局经开区分局"),
        ("市监分局", "市市场监督管理局经开区分局"),
        ("资规分局", "市自然资源和规划局经开区分局"),
        ("经发局", "经开区经济发展局"),
        ("建设局", "经开区建设发展局"),
        ("水务分公司", "清河市水务集团经开区分公司"),
    ],
)
def test_a_zones_offices_and_the_branches_that_the_city_keeps_there(
    named: str, listed: str
) -> None:
    names = (listed, "经开区财政局", "经开区社会事业局", "经开区党群工作部")
    registry = build_registry(names, ("江北省清河市清河经济技术开发区凤鸣街道",))
    assert registry.resolve(named, registry.row(names)) == listed


@pytest.mark.parametrize(
    ("lines", "listed", "named"),
    [
        (("江北省清河市汜县柳林镇",), "汜县县委政法委", "政法委"),
        (("江北省清河市汜县柳林镇",), "汜县县委政法委", "县委政法委"),
        (("新疆生产建设兵团第十五师", "一八八团"), "一八八团人民武装部", "团人武部"),
    ],
)
def test_the_level_said_again_and_the_townships_own(
    lines: tuple[str, ...], listed: str, named: str
) -> None:
    registry = build_registry([listed, "民政局"], lines)
    assert registry.resolve(named, registry.row((listed, "民政局"))) == listed


def test_an_office_of_the_corps_is_not_the_divisions() -> None:
    registry = build_registry(["师市水利局"], ("新疆生产建设兵团第十五师", "一八八团"))
    row = registry.row(("师市水利局",))
    assert registry.resolve("水利局", row) == "师市水利局"
    assert registry.resolve("兵团水利局", row) == ""


def test_an_office_with_its_second_name_in_brackets_is_the_same_without_it() -> None:
    names = ["区委组织部（区委“两新”工委）", "区委组织部", "区民政局"]
    registry = build_registry(names, ("江北省清河市青山区", "白云街道"))
    assert [one.spellings for one in registry.departments] == [tuple(names[:2]), ("区民政局",)]


def test_a_prefecture_citys_office_is_not_the_county_level_citys() -> None:
    registry = build_registry(["临江市教育局"], ("江苏省苏通市临江市青龙港镇",))
    row = registry.row(("临江市教育局",))
    assert registry.resolve("市教育局", row) == "临江市教育局"
    assert registry.resolve("苏通市教育局", row) == ""


def test_the_body_of_an_office_that_is_not_listed_is_nobodys() -> None:
    registry = build_registry(["青山县民政局", "青山县公安局"], REGION)
    assert registry.resolve("县疾控中心", registry.row(("青山县民政局",))) == ""
    assert registry.resolve("派出所", registry.row(("青山县民政局",))) == ""


def test_sixteen_thousand_offices_end() -> None:
    printed = [f"青山县第{n}公安局" for n in range(16_000)]
    registry = build_registry(printed, REGION)
    row = registry.row(tuple(printed))
    assert registry.resolve("县第15999公安局", row) == "青山县第15999公安局"


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("县民政局、县公安局", ("县民政局", "县公安局")),
        ("县民政局\n县公安局；县民政局", ("县民政局", "县公安局")),
        ("牵头部门：县商务局；配合部门：县公安局、县财政局", ("县商务局", "县公安局", "县财政局")),
        ("县应急管理局及其他有关部门", ("县应急管理局及其他有关部门",)),
        # A bracket in a bracket, one never opened, one after another.
        (
            "县委办（县档案局（县方志办）、县保密局）、县财政局",
            ("县委办（县档案局（县方志办）、县保密局）", "县财政局"),
        ),
        ("县公安局）、县财政局、县民政局", ("县公安局）", "县财政局", "县民政局")),
        (
            "县水务局（县河长办）、县林业局（县绿化办，县林长办）、县财政局",
            ("县水务局（县河长办）", "县林业局（县绿化办，县林长办）", "县财政局"),
        ),
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
    row = registry.row(("青山县民政局", "清河市民政局"))
    assert registry.resolve("民政局", row) == ""
    assert registry.resolve("县民政局", row) == "青山县民政局"
    assert registry.resolve("市民政局", row) == "清河市民政局"


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


@pytest.mark.parametrize(
    ("listed", "short"),
    [
        # A province that the cover does not name, in an office's name and left out of it.
        ("福建海警局青山工作站", "青山海警工作站"),
        ("贵州省气象局青山气象站", "青山气象站"),
        # 办 for 办公室, of one character, of the whole name, of a committee's office.
        ("青山县委台湾工作办公室", "县委台办"),
        ("青山县创建办公室", "县创建办"),
        ("青山县委全面依法治县委员会办公室", "县依法治县办"),
        ("青山县委台港澳工作办公室", "县委台港澳办"),
        ("青山县殡葬管理所", "县殡管所"),
        # Where no other office has that field.
        ("青山县地方金融监督管理局", "县金融监管局"),
    ],
)
def test_what_a_rows_office_is_called(listed: str, short: str) -> None:
    registry = build_registry([listed, "青山县财政局", "青山县教育局"], REGION)
    row = registry.row((listed, "青山县财政局", "青山县教育局"))
    assert registry.resolve(short, row) == listed


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("农业农业局", "农业农村局"),
        ("自然资原局", "自然资源局"),
        ("应急管里局", "应急管理局"),
        ("市场监督管局", "市场监督管理局"),
        ("市场监督管里局", "市场监督管理局"),
        ("交通运局", "交通运输局"),
    ],
)
def test_a_misspelt_name_is_grouped_with_the_right_one_under_the_right_name(
    wrong: str, right: str
) -> None:
    for printed in ([wrong, right], [right, wrong], [wrong, wrong, right]):
        names = [f"青山县{one}" for one in printed]
        registry = build_registry(names, REGION)
        (office,) = registry.departments
        assert set(office.spellings) == set(names)
        if len(right) < 7:
            assert office.name == f"青山县{right}"
        row = registry.row((office.name,))
        assert registry.resolve(f"县{right}", row) == office.name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("文化教育局", "文化体育局"),
        ("党政办公室", "党委办公室"),
        ("果业服务中心", "林业服务中心"),
        ("经贸局", "商贸局"),
        ("盐务局", "水务局"),
        ("住房保障局", "医疗保障局"),
    ],
)
def test_offices_that_differ_by_a_character_stay_apart(one: str, other: str) -> None:
    registry = build_registry([f"青山县{one}", f"青山县{other}"], REGION)
    assert len(registry.departments) == 2


def test_a_misspelt_name_that_stands_alone_is_told() -> None:
    names = ["青山县农业农业局", "青山县自然资原局", "青山县教育体育局", "青山县果业服务中心"]
    registry = build_registry(names, REGION)
    assert likely_misspelt(registry) == (
        ("青山县农业农业局", "农业农村局"),
        ("青山县自然资原局", "自然资源局"),
    )
    assert not likely_misspelt(
        build_registry([*names, "青山县农业农村局", "青山县自然资源局"], REGION)
    )

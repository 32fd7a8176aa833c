"""A table that only looks like a duty list is told, not taken in; poor titles do no harm."""

from __future__ import annotations

import csv
from pathlib import Path

import docx
import pytest

from dutylist.extract.lists.choices import Choices, load_columns
from dutylist.extract.read import read_duty_list
from dutylist.records.errors import DamagedFileError, EmptyListError
from dutylist.records.model import DutyList
from tests.plain_office import excel, word

# Title, header row, one row: the tables that a township's offices write every week.
OFFICE_TABLES = [
    ("2025年办公用品采购清单", "序号 名称 规格 数量 单位 单价", "1 打印纸 A4 20 箱 150"),
    ("固定资产登记表", "编号 名称 型号 使用部门 购置日期", "1 台式电脑 M435 党政办 2023-05"),
    ("党费收缴明细表", "序号 支部名称 金额 备注", "1 机关党支部 1200 已缴"),
    ("2025年干部培训课程安排", "序号 课程名称 培训内容 授课单位", "1 公文写作 格式 党校"),
    ("12345热线工单统计表", "序号 事项类别 事项名称 承办单位 办结时限", "1 供水 停水 水利站 3天"),
    ("巡察整改台账", "序号 问题 整改措施 责任单位 完成时限", "1 台账不全 补齐 党政办 6月底"),
    ("年度考核细则", "序号 考核内容 分值 评分标准 责任部门", "1 党建工作 20 查资料 组织办"),
    ("石桥镇权责清单", "序号 权力名称 实施部门 责任事项", "1 行政处罚 执法队 依法"),
    ("涉企行政检查事项清单", "序号 检查事项 检查依据 检查部门 频次", "1 消防 消防法 消防所 2次"),
    ("值班安排表", "序号 日期 带班领导 值班人员 备注", "1 10月1日 张三 李四 无"),
    ("机关通讯录", "序号 单位 姓名 职务 电话", "1 党政办 张三 主任 123"),
    ("2025年9月工资表", "序号 姓名 岗位职责 基本工资 实发", "1 张三 会计 3000 4200"),
    ("重点项目推进表", "序号 项目名称 牵头部门 责任单位 进度", "1 农饮水 水利局 石桥镇 60%"),
    ("三会一课学习计划", "序号 学习内容 时间 地点 主讲人", "1 条例 3月 会议室 张三"),
    ("政务服务事项清单", "序号 事项名称 办理部门 办理方式 承诺时限", "1 准生证 卫健办 窗口 1天"),
    ("应急物资储备清单", "序号 物资名称 单位 数量 存放地点", "1 编织袋 条 5000 仓库"),
    ("信访事项台账", "序号 信访事项 责任部门 办理方式 办理结果", "1 噪声 执法队 约谈 办结"),
    ("网格员名单", "序号 网格名称 姓名 职责 电话", "1 一网格 张三 巡查 123"),
    ("会议议题清单", "序号 议题名称 汇报单位 列席部门", "1 预算 财政所 党政办"),
    ("2025年重点工作任务分解表", "序号 工作任务 责任部门 完成时限", "1 招商 经发办 12月"),
    ("部门预算公开目录", "序号 名称 内容 页码", "1 收支总表 收支 3"),
    ("食堂菜单", "序号 名称 类别 价格", "1 米饭 主食 1"),
    ("车辆维修登记", "序号 车牌 维修内容 承接单位 金额", "1 车一 换胎 汽修厂 800"),
    ("图书目录", "序号 书名 类别 出版单位", "1 史记 史 书局"),
    ("岗位职责一览表", "序号 岗位名称 岗位职责 任职条件", "1 会计 记账 中级"),
    ("问题隐患清单", "序号 隐患名称 隐患类别 整改责任单位 整改措施", "1 线路 消防 学校 更换"),
    ("赋权事项清单", "序号 事项名称 原实施部门 赋权方式", "1 处罚 县局 委托"),
    ("督办事项清单", "序号 督办事项 牵头单位 责任单位 完成情况", "1 修路 交通局 石桥镇 完成"),
    ("考勤表", "序号 姓名 部门 出勤 备注", "1 张三 党政办 22 无"),
    ("惠民惠农补贴项目清单", "序号 补贴名称 主管部门 补贴标准", "1 耕地 农业局 80"),
    ("白鹭镇民生实事项目清单", "序号 项目名称 建设内容 责任单位", "1 修路 三公里 农业办"),
    ("村级小微权力清单", "序号 权力名称 责任主体 实施流程", "1 采购 村委会 上会"),
    ("行政许可事项目录", "序号 事项名称 主管部门 实施机关 依据", "1 采伐 林草局 林草局 森林法"),
    ("班子成员分工一览表", "序号 姓名 职务 分管工作 联系部门", "1 张三 镇长 全面 党政办"),
    ("年度绩效考核指标", "序号 考核指标 指标内容 牵头单位 配合单位", "1 党建 学习 组织办 宣传办"),
    ("森林防火网格责任表", "序号 网格 责任人 职责任务 联系方式", "1 一 王五 巡山 123"),
    ("党建工作要点任务分解", "序号 事项名称 责任部门 配合部门 完成时限", "1 学习 组织办 各办 12月"),
    ("白鹭镇三定方案内设机构职责", "序号 机构名称 主要职责", "1 党政办 综合协调"),
    ("双随机抽查事项清单", "序号 抽查事项 抽查对象 实施部门 抽查方式", "1 消防 商户 消防所 现场"),
    ("事项进度", "编号 事项 负责人 进度", "1 甲 乙 50%"),
]  # fmt: skip

DATA = Path(__file__).parent / "data"


def rows_of(name: str) -> list[list[str]]:
    """The lines of a data file; both were written, answers with them, before they were read."""
    return [line.split("\t") for line in (DATA / name).read_text("utf-8").splitlines()]


MORE_TABLES, ODD_TITLES = rows_of("no_lists.tsv"), rows_of("odd_titles.tsv")


def write(path: Path, title: str, header: str, *rows: str) -> Path:
    """The table as an office would keep it, in the format that the path says."""
    cells = [line.split(" ") for line in (header, *rows)]
    lines = [title] if title else []
    if path.suffix == ".docx":
        word(path, *lines, cells)
    elif path.suffix == ".xlsx":
        excel(path, *lines, cells)
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerows([[title, *[""] * (len(cells[0]) - 1)], *cells] if title else cells)
    return path


def read(path: Path, *table: str) -> DutyList:
    return read_duty_list(write(path, *table))


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".csv"])
@pytest.mark.parametrize("titled", [True, False], ids=["titled", "bare"])
@pytest.mark.parametrize("table", [*OFFICE_TABLES, *MORE_TABLES], ids=lambda table: table[0])
def test_an_office_table_is_no_list(
    tmp_path: Path, table: tuple[str, str, str], titled: bool, ending: str
) -> None:
    title, header, row = table
    with pytest.raises(EmptyListError):
        read(tmp_path / f"表{ending}", title if titled else "", header, row, row)


def test_what_was_not_taken_in_is_told(tmp_path: Path) -> None:
    with pytest.raises(EmptyListError) as error:
        read(tmp_path / "表.docx", *OFFICE_TABLES[0])
    assert str(error.value) == (
        "“表.docx”：没有找到履职事项清单的表格：有 1 个表格（序号｜名称｜规格｜数量｜单位｜单价）"
        "没有读入，因为上面没有履职事项清单的名称，各栏也不是履职事项清单的。"
        "请核对是不是选错了文件；确实是的，在表格上方写上清单名称，或者加上 --take-all 再读。"
    )
    path = write(tmp_path / "表.docx", *OFFICE_TABLES[0])
    (table,) = read_duty_list(path, choices=Choices(take_all=True)).lists
    assert [duty.name for duty in table.duties] == ["打印纸"]


@pytest.mark.parametrize(
    ("title", "header", "kind"),
    [
        ("", "序号 类别 事项名称", "basic"),
        ("", "序号 事项名称", "basic"),
        ("", "序号 事项名称 对应上级部门 上级部门职责 乡镇配合职责", "cooperative"),
        ("", "序号 收回事项 承接部门及工作方式", "recalled"),
        ("", "序号 事项名称 承接部门 工作方式", "recalled"),
        ("附件1", "序号 类别 事项名称", "basic"),
        ("石桥镇事项目录", "序号 类别 事项名称", "basic"),
        ("石桥镇工作事项表", "序号 类别 事项名称", "basic"),
        ("石桥镇职责清单", "序号 职责名称 职责内容", "basic"),
        ("石桥镇职责任务清单", "序号 类别 任务名称 责任科室 依据", "basic"),
        ("乡镇（街道）属地管理事项责任清单", "序号 事项 部门责任 属地责任", "cooperative"),
        ("（一）基本履职事项", "序号 事项", "basic"),
        ("配合事项清单", "序号 事项名称 责任部门", "cooperative"),
        ("石桥镇履职事项情况说明表", "序号 事项名称 牵头部门 部门职责 镇职责", "cooperative"),
        ("收回清单", "序号 事项名称 部门", "recalled"),
        *ODD_TITLES,
    ],
)
@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".csv"])
def test_a_list_with_a_poor_title(
    tmp_path: Path, title: str, header: str, kind: str, ending: str
) -> None:
    row = " ".join(["1", *["甲事"] * header.count(" ")])
    (table,) = read(tmp_path / f"清单{ending}", title, header, row).lists
    assert (table.kind, len(table.duties)) == (kind, 1)


def test_a_small_table_in_front_of_the_lists_is_told(tmp_path: Path) -> None:
    document = docx.Document()
    for title, header, row in (
        ("关于印发《石桥镇履职事项清单》的通知", "序号 责任事项 责任部门", "1 公开 党政办"),
        ("石桥镇基本履职事项清单", "序号 类别 事项名称", "1 党建 学习"),
        ("各部门：现将清单印发，请遵照执行。", "序号 工作事项 责任科室", "1 培训 组织办"),
    ):
        document.add_paragraph(title)
        table = document.add_table(2, 3)
        for line, texts in zip(table.rows, (header, row), strict=True):
            for cell, text in zip(line.cells, texts.split(), strict=True):
                cell.text = text
    document.save(str(tmp_path / "清单.docx"))
    found = read_duty_list(tmp_path / "清单.docx")
    assert [[duty.name for duty in table.duties] for table in found.lists] == [["学习"]]
    said = "这个表格不像履职事项清单，没有读入（--take-all 可读入）："
    assert [note.text for note in found.notes][:2] == [
        f"{said}序号｜责任事项｜责任部门；1｜公开｜党政办",
        f"{said}序号｜工作事项｜责任科室；1｜培训｜组织办",
    ]


def test_what_the_clerk_says_of_columns_holds_for_the_file(tmp_path: Path) -> None:
    path = write(
        tmp_path / "清单.docx",
        "石桥镇基本履职事项清单",
        "序号 板块 忙些啥 谁办",
        "1 党建 学习 组织办",
    )
    with pytest.raises(EmptyListError):
        read_duty_list(path)
    told = tmp_path / "columns.toml"
    told.write_text('"忙些啥" = "名称"\n"谁办" = "部门"\n', encoding="utf-8-sig")
    (table,) = read_duty_list(path, choices=Choices(roles=load_columns(told))).lists
    (duty,) = table.duties
    assert (duty.category, duty.name, duty.departments) == ("党建", "学习", ("组织办",))
    told.write_text('"忙些啥" = "名字"\n', encoding="utf-8")
    with pytest.raises(DamagedFileError, match="不认识“忙些啥 = 名字”。可以写 序号、清单类型"):
        load_columns(told)


@pytest.mark.parametrize("form", ["lines", "a table"])
def test_labels_that_run_on_into_their_values_are_told(form: str, tmp_path: Path) -> None:
    """As a page of cards looks that was printed: no colon and no ruling parts label and value."""
    document = docx.Document()
    document.add_paragraph("松坪乡配合履职事项清单")
    table = document.add_table(0, 1) if form == "a table" else None
    for name in ("养殖污染防治", "自建房整治"):
        for line in (
            name,
            "对应上级部门县住建局",
            "上级部门职责县住建局：鉴定。",
            "乡镇配合职责（1）登记。",
        ):
            if table:
                table.add_row().cells[0].text = line
            else:
                document.add_paragraph(line)
    document.save(str(tmp_path / "清单.docx"))
    with pytest.raises(EmptyListError) as refused:
        read_duty_list(tmp_path / "清单.docx")
    said = str(refused.value)
    assert "有栏目的名称（对应上级部门、上级部门职责、乡镇配合职责）" in said
    assert "请读它的原件（网页、Word、Excel）" in said


def test_sentences_about_offices_are_no_labels(tmp_path: Path) -> None:
    document = docx.Document()
    for line in (
        "关于做好有关工作的通知",
        "上级部门要求认真落实。",
        "工作方式由各镇自定。",
        "请抓紧办理。",
    ):
        document.add_paragraph(line)
    document.save(str(tmp_path / "通知.docx"))
    with pytest.raises(EmptyListError, match="请核对文件：表格应有“序号、事项名称”等表头"):
        read_duty_list(tmp_path / "通知.docx")

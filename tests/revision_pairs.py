"""Pairs of revisions as an office makes them, written by hand, each with what is true of it.

Both sides are rows of plain cells, set in Word by python-docx. What is true was written before
the program read any of them: `must` has to be told (certain, or marked 待核), `may` is true as
well and may be told, `doubtful` must not be told as certain. Nothing else may be told without
待核.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import docx
import fpdf
import pylopdf_fonts_zh_cn

Cells = tuple[str, ...]

COOPERATIVE = ("序号", "事项类别", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责")
BASIC = ("序号", "事项类别", "事项名称")
TITLES = {
    "基本": "基本履职事项清单",
    "配合": "配合履职事项清单",
    "收回": "上级部门收回事项清单",
}


@dataclass(frozen=True)
class Table:
    """A table: its list (基本, 配合, 收回), headings, and rows without the number."""

    list: str
    heads: Cells
    rows: tuple[Cells, ...]
    numbers: tuple[str, ...] = ()

    @property
    def numbered(self) -> list[Cells]:
        """The heading row and the rows with their numbers."""
        numbers = self.numbers or [str(at) for at in range(1, len(self.rows) + 1)]
        return [
            self.heads,
            *((number, *cells) for number, cells in zip(numbers, self.rows, strict=True)),
        ]


@dataclass(frozen=True)
class Pair:
    name: str
    old: tuple[tuple[str, tuple[Table, ...]], ...]
    new: tuple[str, tuple[Table, ...]]
    must: frozenset[str]
    may: frozenset[str] = field(default_factory=frozenset)
    doubtful: frozenset[str] = field(default_factory=frozenset)


def word_file(path: Path, township: str, year: int, tables: Sequence[Table]) -> Path:
    """A list in Word: the lines of a cover, then its tables; no date where the year is 0."""
    document = docx.Document()
    for line in _cover(township, year):
        document.add_paragraph(line)
    for table in tables:
        document.add_paragraph(TITLES[table.list])
        rows = table.numbered
        grid = document.add_table(rows=len(rows), cols=len(table.heads))
        grid.style = "Table Grid"
        places = iter(grid._cells)
        for row in rows:
            for text in row:
                cell = next(places)
                first, *rest = text.split("\n")
                cell.paragraphs[0].text = first
                for paragraph in rest:
                    cell.add_paragraph(paragraph)
    out = BytesIO()
    document.save(out)
    path.write_bytes(out.getvalue())
    return path


def _cover(township: str, year: int) -> list[str]:
    date = [f"{year}年6月"] if year else []
    return ["临江省澄江市丰安县", township, "履职事项清单", *date]


WIDTHS = {3: (14, 40, 200), 6: (14, 28, 50, 40, 70, 60)}


def pdf_file(path: Path, township: str, year: int, tables: Sequence[Table]) -> Path:
    """The same list as a PDF by fpdf2, on landscape A4, its tables ruled."""
    document = fpdf.FPDF(orientation="landscape", format="A4")
    document.add_font("sans", fname=str(pylopdf_fonts_zh_cn.sans_path()))
    document.set_font("sans", size=9)
    document.add_page()
    for line in _cover(township, year):
        document.cell(0, 12, line, new_x="LMARGIN", new_y="NEXT", align="C")
    for table in tables:
        document.add_page()
        document.cell(0, 10, TITLES[table.list], new_x="LMARGIN", new_y="NEXT", align="C")
        widths = WIDTHS[len(table.heads)]
        with document.table(col_widths=widths, first_row_as_headings=False) as grid:
            for row in table.numbered:
                grid.row(row)
    document.output(str(path))
    return path


def _coop(*rows: Cells) -> Table:
    return Table("配合", COOPERATIVE, rows)


def _basic(*rows: Cells) -> Table:
    return Table("基本", BASIC, rows)


def _put(rows: Sequence[Cells], at: int, *new: Cells) -> tuple[Cells, ...]:
    """The rows with those at that printed number replaced."""
    return (*rows[: at - 1], *new, *rows[at:])


def said(
    rows: Sequence[Cells], *swaps: tuple[str, str], at: Sequence[int] = ()
) -> tuple[Cells, ...]:
    """The rows, in those with these printed numbers (or in all) words replaced."""
    found = []
    for number, row in enumerate(rows, 1):
        if not at or number in at:
            for old, new in swaps:
                row = tuple(cell.replace(old, new) for cell in row)
        found.append(row)
    return tuple(found)


LAND, WATER, FIRE = "丰安县自然资源局", "丰安县水务局", "丰安县应急管理局"
CIVIL, CITY, FARM = "丰安县民政局", "丰安县城市管理局", "丰安县农业农村局"

ROWS: tuple[Cells, ...] = (
    ("自然资源", "违法占地早发现早报告", LAND,
     "1.县自然资源局负责违法占地线索核查、立案查处；\n2.向乡镇推送卫星图斑。",
     "1.对辖区内新增占地行为开展日常巡查；\n2.发现违法占地及时劝止并上报。"),
    ("自然资源", "地质灾害隐患点群测群防", f"{LAND}、{FIRE}",
     "1.县自然资源局负责隐患点认定和专业监测；\n2.县应急管理局负责险情发生后的救援处置。",
     "1.落实隐患点监测责任人；\n2.雨季组织受威胁群众转移避险。"),
    ("自然资源", "林木采伐现场核验", LAND,
     "1.县自然资源局负责采伐许可审批；\n2.组织伐区调查设计和更新验收。",
     "1.协助核实申请人林权；\n2.现场见证伐区界线。"),
    ("自然资源", "森林草原防火巡护", f"{LAND}、{FIRE}",
     "1.县自然资源局负责编制防火规划、设置检查站卡；\n2.县应急管理局负责火灾扑救指挥。",
     "1.组织护林员在高火险期巡护；\n2.制止野外违规用火。"),
    ("自然资源", "古树名木挂牌保护", LAND,
     "1.县自然资源局负责普查建档、挂牌和复壮。",
     "1.落实日常养护责任人；\n2.发现损毁情况及时报告。"),
    ("自然资源", "农村宅基地不动产登记资料收集", LAND,
     "1.县自然资源局负责权籍调查、审核登簿和发证。",
     "1.收集村民建房批准材料；\n2.组织四邻现场指界。"),
    ("生态环保", "河道非法采砂排查", WATER,
     "1.县水务局负责采砂许可和执法查处；\n2.定期公布禁采区、禁采期。",
     "1.结合河长巡河开展排查；\n2.将可疑船只机具上报。"),
    ("生态环保", "饮用水水源地保护区巡查", WATER,
     "1.县水务局负责水源地标识标牌设置；\n2.组织水质取样送检。",
     "1.每月巡查一次围网和标牌；\n2.劝离保护区内垂钓人员。"),
    ("安全稳定", "烟花爆竹零售点安全检查", FIRE,
     "1.县应急管理局负责零售许可审批；\n2.开展节前专项执法检查。",
     "1.协助摸排零售点布设情况；\n2.发现无证售卖及时上报。"),
    ("民生服务", "困难群众临时救助", CIVIL,
     "1.县民政局负责救助资金拨付和政策指导；\n2.对小额救助备案情况抽查。",
     "1.受理申请并入户核查；\n2.对急难型对象先行救助。"),
    ("民生服务", "养老机构消防安全协查", f"{CIVIL}、{FIRE}",
     "1.县民政局负责养老机构登记备案和日常监管；\n2.县应急管理局负责消防安全综合指导。",
     "1.配合开展联合检查；\n2.督促机构整改隐患。"),
    ("城乡建设", "户外广告设施安全管理", CITY,
     "1.县城市管理局负责设置审批和规划编制；\n2.查处擅自设置行为。",
     "1.巡查沿街广告牌匾；\n2.大风天气前提醒业主加固。"),
)  # fmt: skip

GRASS = "丰安县林业和草原局"
_forest = said(ROWS, ("县自然资源局", "县林业和草原局"), at=(3, 4, 5))

HANDS = (
    ("党的建设", "加强村党组织建设，落实“三会一课”制度，做好党员教育管理"),
    ("党的建设", "做好党费收缴、使用和管理，按期公示"),
    ("党的建设", "推进清廉村居建设，开展党风廉政教育"),
    ("经济发展", "做好招商引资服务，协调解决企业用地用工难题"),
    ("经济发展", "开展农村集体资产清查，规范集体合同管理"),
    ("经济发展", "做好统计调查工作，组织开展人口普查、经济普查、农业普查"),
    ("民生服务", "开展就业失业登记，组织技能培训，做好退役军人服务保障，落实优抚政策"),
    ("民生服务", "做好未成年人保护工作，开展困境儿童走访"),
    ("民生服务", "组织开展文化体育活动，管理镇村文化站室"),
    ("平安法治", "开展矛盾纠纷排查调处，做好信访接待和答复"),
    ("平安法治", "组织开展普法宣传和法律援助引导"),
    ("乡村振兴", "开展防止返贫监测帮扶，落实到户帮扶措施"),
)

PAIRS: list[Pair] = []


def _add(
    name: str,
    old: Sequence[Table] | Sequence[tuple[str, Sequence[Table]]],
    new: Sequence[Table],
    must: Sequence[str],
    may: Sequence[str] = (),
    doubtful: Sequence[str] = (),
    township: str = "双桥镇",
) -> None:
    first = old[0]
    olds = [("双桥镇", old)] if isinstance(first, Table) else old
    PAIRS.append(
        Pair(
            name,
            tuple((one, tuple(tables)) for one, tables in olds),  # type: ignore[misc,arg-type]
            (township, tuple(new)),
            frozenset(must),
            frozenset(may),
            frozenset(doubtful),
        )
    )


# 1. Three of six duties go to a new office; the old one keeps its name and the rest.
_add(
    "divided, the old office stays",
    [_coop(*ROWS)],
    [_coop(*_forest)],
    [f"分设 {LAND}→{LAND}、{GRASS}"],
    may=[f"部门 配合{at} +{GRASS} -{LAND}" for at in (3, 4, 5)]
    + [f"新增部门 {GRASS}"]
    + [f"{kind} 配合{at}→配合{at}" for at in (3, 4, 5) for kind in ("部门变动", "条文调整")],
    doubtful=[f"分设 {LAND}→{LAND}、{GRASS}", f"更名 {LAND}→{GRASS}"],
)

# 2. A township became a subdistrict; two clauses were really changed.
_street = said(ROWS, ("本镇", "本街道"), ("乡镇", "街道"), ("村民", "居民"), ("镇村", "街道社区"))
_street_town = _coop(*_street)
_rows2 = said(_street, ("每月巡查一次", "每周巡查一次"), at=(8,))
_rows2 = said(_rows2, ("对急难型对象先行救助", "对急难型对象先行救助并在3日内补办手续"), at=(10,))
_add(
    "a township became a subdistrict",
    [_coop(*ROWS), _basic(*HANDS)],
    [_coop(*_rows2), _basic(*said(HANDS, ("镇村", "街道社区")))],
    ["更名 双桥镇→双桥街道", "文字修改 配合8→配合8", "文字修改 配合10→配合10"],
    may=["通篇 乡镇→街道", "通篇 镇村→街道社区", "通篇 村民→居民",
         "文字修改 配合1→配合1", "文字修改 配合6→配合6", "文字修改 基本9→基本9"],
    township="双桥街道",
)  # fmt: skip

# 3. Two townships with lists of differing columns were merged; one duty of the second is gone.
_other = Table(
    "配合",
    ("序号", "事项名称", "事项类别", "配合部门", "上级部门职责", "乡镇配合职责", "备注"),
    (*((row[1], row[0], *row[2:], "") for row in ROWS[4:]),
     ("公墓建设管理协查", "民生服务", CIVIL, "1.县民政局负责公墓审批和年检。",
      "1.排查乱埋乱葬；\n2.配合开展殡葬改革宣传。", "2025年起停止新建")),
)  # fmt: skip
_add(
    "merged townships with differing columns",
    [("双桥镇", [_coop(*ROWS[:9])]), ("石门乡", [_other])],
    [_coop(*ROWS)],
    [
        "取消 石门乡配合9→",
        "并入 石门乡→双桥镇",
        *(f"部分旧清单原无 双桥镇配合{at}→配合{at}" for at in range(1, 5)),
        *(f"部分旧清单原无 石门乡配合{at}→配合{at + 4}" for at in range(6, 9)),
    ],
    may=[
        "表头 备注→",
        "表头 配合部门→对应上级部门",
        "列序",
        "编号",
        "表头 对应上级部门；配合部门→对应上级部门",
    ],
)

# 4. One duty is split in two with other words, a clause moves to another duty.
_rows4 = _put(
    HANDS,
    7,
    ("民生服务", "开展就业失业登记，组织农村劳动力技能培训，跟踪用工需求"),
    ("民生服务", "做好退役军人服务保障，落实优抚政策和悬挂光荣牌等褒扬措施"),
)
_rows4c = _put(ROWS, 7, (*ROWS[6][:3], "1.县水务局负责采砂许可和执法查处。", ROWS[6][4]))
_rows4c = _put(
    _rows4c,
    8,
    (*ROWS[7][:3], ROWS[7][3][:-1] + "；\n3.定期公布禁采区、禁采期。", ROWS[7][4]),
)
_add(
    "split with rewriting, a clause of another duty",
    [_basic(*HANDS), _coop(*ROWS)],
    [_basic(*_rows4), _coop(*_rows4c)],
    ["拆分 基本7→基本7、基本8", "文字修改 配合7→配合7", "文字修改 配合8→配合8",
     "移至 配合7→配合8"],
)  # fmt: skip

# 5. Only marks and spaces within the clauses: 、 for ，, ： for ，, a space, half width.
_rows5 = said(ROWS, ("审批、挂牌", "审批，挂牌"), ("普查建档、挂牌", "普查建档，挂牌"), at=(5,))
_rows5 = said(_rows5, ("权籍调查、审核登簿和发证", "权籍调查，审核登簿和发证"), at=(6,))
_rows5 = said(_rows5, ("禁采区、禁采期", "禁采区 、禁采期"), at=(7,))
_rows5 = said(_rows5, ("；", ";"), at=(9,))
_rows5 = said(_rows5, ("编制防火规划、设置检查站卡", "编制防火规划。设置检查站卡"), at=(4,))
_add(
    "marks and spaces only",
    [_coop(*ROWS)],
    [_coop(*_rows5)],
    [f"仅标点空格不同 配合{at}→配合{at}" for at in (4, 5, 6, 7, 9)],
    doubtful=[f"文字修改 配合{at}→配合{at}" for at in (4, 5, 6, 7, 9)],
)

# 6. Departments of a cell in another order; the first of one is another; a row stands twice.
_rows6 = _put(ROWS, 2, (*ROWS[1][:2], f"{FIRE}、{LAND}", *ROWS[1][3:]))
_rows6 = _put(_rows6, 11, (*ROWS[10][:2], f"{FIRE}、{CIVIL}", *ROWS[10][3:]))
_rows6 = (*_rows6, ROWS[8])
_add(
    "departments reordered, a row doubled",
    [_coop(*ROWS)],
    [_coop(*_rows6)],
    ["部门变动 配合2→配合2", "部门变动 配合11→配合11", "新增 →配合13"],
    may=["首列 配合2", "首列 配合11"],
    doubtful=["新增 →配合13", "新增 →配合9"],
)

# 7. A column 备注 is added, a category renamed, one duty goes into another category.
_rows7 = said(ROWS, ("民生服务", "民生保障"))
_rows7 = tuple((*row, "省级下放" if at == 2 else "") for at, row in enumerate(_rows7))
_rows7 = _put(_rows7, 9, ("城乡建设", *_rows7[8][1:]))
_add(
    "a column added, a category renamed",
    [_coop(*ROWS)],
    [Table("配合", (*COOPERATIVE, "备注"), _rows7)],
    ["表头 →备注", "类别更名 民生服务→民生保障", "类别调整 配合9→配合9", "文字修改 配合3→配合3"],
    may=["类别位置 城乡建设", "类别位置 民生保障"],
)

# 8. Characters as a scan misreads them, on the new side only; one true change.
_rows8 = said(ROWS, ("丰安县水务局", "丰安具水务局"), at=(7,))
_rows8 = said(_rows8, ("未", "末"), ("人员", "入员"), ("日常", "曰常"), ("巡查", "巡杳"))
_rows8 = said(_rows8, ("设置审批和规划编制", "设置备案和规划编制"), at=(12,))
_add(
    "characters misread on one side",
    [_coop(*ROWS)],
    [_coop(*_rows8)],
    ["文字修改 配合12→配合12"],
    may=[f"误认 {WATER}~丰安具水务局", "通篇 巡查→巡杳"]
    + [f"仅形近字不同（待核） 配合{at}→配合{at}" for at in range(1, 13)],
    doubtful=[f"文字修改 配合{at}→配合{at}" for at in range(1, 12)]
    + [f"更名 {WATER}→丰安具水务局", "新增部门 丰安具水务局"],
)

# 9. An office is taken into one that was there, whose name stays; another is renamed in part.
_rows9 = said(ROWS, ("城市管理局", "民政局"))
_rows9 = said(_rows9, ("应急管理局", "应急管理和消防救援局"), at=(2, 4, 9))
EMERGENCY = "丰安县应急管理和消防救援局"
_add(
    "taken into another, renamed in part",
    [_coop(*ROWS)],
    [_coop(*_rows9)],
    [f"更名 {FIRE}→{EMERGENCY}"],
    may=[f"并入 {CITY}→{CIVIL}", f"部门 配合12 +{CIVIL} -{CITY}", f"不再出现的部门 {CITY}",
         "部门变动 配合12→配合12", "条文调整 配合12→配合12", f"仍用 {FIRE}"],
    doubtful=[f"并入 {CITY}→{CIVIL}", f"更名 {CITY}→{CIVIL}"],
)  # fmt: skip

# 10. Numbers start again in each category; a duty is put in, one taken away, two change places.
_rows10 = [*HANDS[:3], ("党的建设", "做好离退休干部服务，组织开展走访慰问"), *HANDS[3:10],
           HANDS[11]]  # fmt: skip
_rows10[1], _rows10[2] = _rows10[2], _rows10[1]
_count: dict[str, int] = {}
_numbers10 = []
for _row in _rows10:
    _count[_row[0]] = _count.get(_row[0], 0) + 1
    _numbers10.append(str(_count[_row[0]]))
_add(
    "numbered by category, put in, taken away, moved",
    [_basic(*HANDS)],
    [Table("基本", BASIC, tuple(_rows10), tuple(_numbers10))],
    ["编号", "新增 →基本4", "取消 基本11→", "先后对调 基本2→基本3", "先后对调 基本3→基本2"],
)

# 11. Two duties joined; a cooperative duty became the township's own; one was rewritten whole.
_joined = ("党的建设", "做好党费收缴、使用和管理，按期公示，推进清廉村居建设，开展党风廉政教育")
_rows11 = (
    *HANDS[:1],
    _joined,
    *HANDS[3:],
    ("城乡建设", "开展户外广告设施安全管理，巡查沿街广告牌匾"),
)
_add(
    "joined, given down",
    [_basic(*HANDS), _coop(*ROWS)],
    [_basic(*_rows11), _coop(*ROWS[:11])],
    ["合并 基本2、基本3→基本2", "清单间调整 配合12→基本12", f"不再出现的部门 {CITY}"],
    may=["文字修改 配合12→基本12"],
)

# 12. Two offices under one new name, a third divided between two new ones; numbers in words.
NEW_WATER = "丰安县水务和城市管理局"
PLAN, TREES = "丰安县自然资源和规划局", "丰安县林业发展中心"
_rows12 = said(ROWS, ("水务局", "水务和城市管理局"), ("县城市管理局", "县水务和城市管理局"))
_rows12 = said(_rows12, ("自然资源局", "自然资源和规划局"), at=(1, 2, 6))
_rows12 = said(_rows12, ("自然资源局", "林业发展中心"), at=(3, 4, 5))
_rows12 = said(_rows12, ("每月巡查一次", "每月巡查两次"), at=(8,))
_add(
    "merged and divided offices",
    [_coop(*ROWS)],
    [_coop(*_rows12)],
    [f"合并 {WATER}、{CITY}→{NEW_WATER}", f"分设 {LAND}→{PLAN}、{TREES}", "文字修改 配合8→配合8"],
    may=[f"更名 {LAND}→{PLAN}"]
    + [f"部门变动 配合{at}→配合{at}" for at in (3, 4, 5)]
    + [f"文字修改 配合{at}→配合{at}" for at in (3, 4, 5)],
    doubtful=[f"更名 {LAND}→{PLAN}", f"分设 {LAND}→{PLAN}、{TREES}"],
)

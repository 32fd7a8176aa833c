"""Twelve more revisions, written by hand with what is true of them before the program read any.

Another list of the same county: fourteen cooperative duties, twelve of the township's own, five
recalled ones. `must`, `may` and `doubtful` as in tests/revision_pairs.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from tests.revision_pairs import BASIC, COOPERATIVE, Cells, Pair, Table, said

EDU, TECH, TOUR = "丰安县教育局", "丰安县科学技术局", "丰安县文化和旅游局"
HEALTH, POLICE, TRAFFIC = "丰安县卫生健康局", "丰安县公安局", "丰安县交通运输局"
MARKET, HOUSE, LABOUR = (
    "丰安县市场监督管理局",
    "丰安县住房和城乡建设局",
    "丰安县人力资源和社会保障局",
)

ROWS: tuple[Cells, ...] = (
    ("公共服务", "义务教育阶段控辍保学", EDU,
     "1.县教育局负责建立学籍台账，每学期通报辍学情况；\n2.组织劝返复学后的教育安置。",
     "1.排查辖区适龄儿童入学情况；\n2.对辍学学生上门劝返。"),
    ("公共服务", "校外培训机构排查", f"{EDU}、{MARKET}",
     "1.县教育局负责审批学科类培训机构；\n2.县市场监督管理局负责查处无照经营。",
     "1.摸排辖区培训机构底数；\n2.发现违规办学线索及时上报。"),
    ("公共服务", "科普阵地建设", TECH,
     "1.县科学技术局负责科普经费安排和业务指导。",
     "1.提供场地并开展日常管护；\n2.组织群众参加科普活动。"),
    ("公共服务", "乡村文物看护", TOUR,
     "1.县文化和旅游局负责不可移动文物的认定、修缮；\n2.查处破坏文物的违法行为。",
     "1.落实文物看护员；\n2.每季度巡查一次并做好记录。"),
    ("公共服务", "农家书屋管理", TOUR,
     "1.县文化和旅游局负责图书配送和更新。",
     "1.保障书屋每周开放不少于三天；\n2.做好图书借阅登记。"),
    ("卫生健康", "严重精神障碍患者管理", f"{HEALTH}、{POLICE}",
     "1.县卫生健康局负责患者诊断评估和随访指导；\n2.县公安局负责处置肇事肇祸行为。",
     "1.协助开展患者线索摸排；\n2.督促监护人落实看护责任。"),
    ("卫生健康", "村卫生室监督检查", HEALTH,
     "1.县卫生健康局负责执业登记和校验；\n2.对医疗废物处置情况开展执法检查。",
     "1.协助落实村卫生室用房；\n2.收集群众意见并反馈。"),
    ("平安法治", "道路交通安全劝导", f"{POLICE}、{TRAFFIC}",
     "1.县公安局负责交通违法行为查处和事故处理；\n2.县交通运输局负责农村公路安全设施完善。",
     "1.在赶集日和节假日设点劝导；\n2.排查辖区道路安全隐患并上报。"),
    ("平安法治", "流动人口信息采集", POLICE,
     "1.县公安局负责居住证办理和信息核查。",
     "1.组织网格员登记流动人口信息；\n2.每月10日前汇总报送。"),
    ("平安法治", "农村公路路域环境整治", TRAFFIC,
     "1.县交通运输局负责路产路权保护和行政处罚；\n2.制定年度养护计划。",
     "1.清理公路两侧堆放物；\n2.劝阻打场晒粮行为。"),
    ("城乡建设", "农村危房改造对象认定", HOUSE,
     "1.县住房和城乡建设局负责危房等级鉴定和竣工验收；\n2.在15个工作日内完成资金拨付审核。",
     "1.受理农户申请并入户核实；\n2.公示改造对象名单。"),
    ("城乡建设", "自建房安全隐患排查", HOUSE,
     "1.县住房和城乡建设局负责制定排查标准，组织专业机构鉴定；\n2.督促产权人限期整治。",
     "1.组织村（社区）开展拉网式排查；\n2.对存在重大隐患的采取警示措施。"),
    ("就业社保", "拖欠农民工工资线索排查", LABOUR,
     "1.县人力资源和社会保障局负责案件受理、调查和处罚。",
     "1.建立在建项目用工台账；\n2.开展欠薪矛盾先期调解。"),
    ("就业社保", "公益性岗位人员管理", LABOUR,
     "1.县人力资源和社会保障局负责岗位开发和补贴发放。",
     "1.负责岗位人员日常考勤；\n2.每年考核一次并公示结果。"),
)  # fmt: skip

OWN: tuple[Cells, ...] = (
    ("党的建设", "落实基层党建工作责任制，开展党支部标准化规范化建设"),
    ("党的建设", "做好发展党员工作，加强流动党员管理"),
    ("党的建设", "抓好村级后备干部培养，落实村干部报酬待遇"),
    ("经济发展", "培育壮大村集体经济，管理村级集体资金、资产和资源"),
    ("经济发展", "推进特色产业发展，做好产业项目申报和管护"),
    ("民生服务", "做好城乡居民医保、养老保险参保登记和待遇申领"),
    ("民生服务", "开展留守老人、留守儿童关爱服务，做好探访登记"),
    ("民生服务", "建设便民服务中心，开展代办帮办服务"),
    ("平安法治", "开展矛盾纠纷多元化解，做好来信来访接待办理"),
    ("平安法治", "落实网格化服务管理，管理网格员队伍"),
    ("乡村建设", "开展农村人居环境整治，清运生活垃圾，管护公共厕所"),
    ("乡村建设", "做好村庄规划编制和实施，管理农村公益性墓地"),
)  # fmt: skip

BACK: tuple[Cells, ...] = (
    ("卫生健康", "饮用水供水单位卫生许可", f"{HEALTH}：依法审批，组织水质检测。"),
    ("平安法治", "烟花爆竹道路运输许可", f"{POLICE}：依法审批并开展路面检查。"),
    ("城乡建设", "燃气经营许可", f"{HOUSE}：依法审批，加强事中事后监管。"),
    ("城乡建设", "建筑工地扬尘处罚", f"{HOUSE}：开展日常巡查，依法查处。"),
    ("市场监管", "食品小作坊登记", f"{MARKET}：依法登记并公示。"),
)  # fmt: skip
RECALLED = ("序号", "事项类别", "事项名称", "承接部门及工作方式")

PAIRS: list[Pair] = []


def coop(*rows: Cells) -> Table:
    return Table("配合", COOPERATIVE, rows)


def own(*rows: Cells) -> Table:
    return Table("基本", BASIC, rows)


def back(*rows: Cells) -> Table:
    return Table("收回", RECALLED, rows)


def add(
    name: str,
    old: Sequence[Table],
    new: Sequence[Table],
    must: Sequence[str],
    *,
    may: Sequence[str] = (),
    doubtful: Sequence[str] = (),
    townships: tuple[str, str] = ("柳泉乡", "柳泉乡"),
) -> None:
    PAIRS.append(
        Pair(
            name,
            ((townships[0], tuple(old)),),
            (townships[1], tuple(new)),
            frozenset(must),
            frozenset(may),
            frozenset(doubtful),
        )
    )


# 1. A year's update: a deadline, a number, a clause more, a clause less.
_one = said(ROWS, ("每月10日前", "每月5日前"), at=(9,))
_one = said(_one, ("15个工作日", "10个工作日"), at=(11,))
_one = said(_one, ("\n2.做好图书借阅登记。", "\n2.做好图书借阅登记；\n3.组织读书活动。"), at=(5,))
_one = said(_one, ("；\n2.制定年度养护计划。", "。"), at=(10,))
add(
    "a year's update",
    [coop(*ROWS)],
    [coop(*_one)],
    [f"文字修改 配合{at}→配合{at}" for at in (5, 9, 10, 11)],
)

# 2. Education and science become one office; another is renamed, forgotten in one row.
EDUTECH, CULTURE = "丰安县教育和科学技术局", "丰安县文化广电和旅游局"
_two = said(ROWS, ("县教育局", "县教育和科学技术局"), ("县科学技术局", "县教育和科学技术局"))
_two = said(_two, ("县文化和旅游局", "县文化广电和旅游局"), at=(4,))
add(
    "two offices become one, another is renamed in one of two rows",
    [coop(*ROWS)],
    [coop(*_two)],
    [f"合并 {EDU}、{TECH}→{EDUTECH}", f"更名 {TOUR}→{CULTURE}"],
    may=[f"仍用 {TOUR}", f"更名 {EDU}→{EDUTECH}"],
    doubtful=[f"更名 {TOUR}→{CULTURE}"],
)

# 3. A cooperative duty is recalled, a recalled one is struck, another is given down.
_three = (*BACK[:2], (*ROWS[9][:2], f"{TRAFFIC}：依法查处，定期巡查。"), *BACK[3:])
add(
    "recalled, struck, given down",
    [own(*OWN), coop(*ROWS), back(*BACK)],
    [
        own(*OWN[:10], ("平安法治", "组织网格员采集流动人口信息"), *OWN[10:]),
        coop(*ROWS[:9], *ROWS[10:]),
        back(*_three),
    ],
    ["清单间调整 配合10→上级部门收回第3项", "取消 上级部门收回第3项→", "新增 →基本11"],
    may=["文字修改 配合10→上级部门收回第3项"],
)

# 4. A category is renamed, another is parted in two.
_four = said(ROWS, ("平安法治", "平安建设"))
_four = said(_four, ("公共服务", "教育科技"), at=(1, 2, 3))
_four = said(_four, ("公共服务", "文化旅游"), at=(4, 5))
add(
    "a category renamed, another parted",
    [coop(*ROWS)],
    [coop(*_four)],
    ["类别更名 平安法治→平安建设", "类别分出 公共服务→教育科技、文化旅游"],
    may=["类别位置 文化旅游", "类别位置 教育科技"],
    doubtful=["类别更名 公共服务→教育科技", "类别更名 公共服务→文化旅游"],
)

# 5. A cooperative duty is split, each part with its own clauses; one is put elsewhere.
_parts = (
    ("城乡建设", "自建房安全隐患排查和建档", HOUSE,
     "1.县住房和城乡建设局负责制定排查标准。",
     "1.组织村（社区）开展拉网式排查。"),
    ("城乡建设", "自建房安全隐患整治", HOUSE,
     "1.县住房和城乡建设局负责组织专业机构鉴定；\n2.督促产权人限期整治。",
     "1.对存在重大隐患的采取警示措施。"),
)  # fmt: skip
_five = (ROWS[0], *ROWS[2:5], ROWS[1], *ROWS[5:11], *_parts, *ROWS[12:])
add(
    "a cooperative duty split, one put elsewhere",
    [coop(*ROWS)],
    [coop(*_five)],
    ["拆分 配合12→配合12、配合13", "顺序调整 配合2→配合5"],
)

# 6. Three duties become one; another two in other words.
_six = (
    *OWN[:5],
    ("民生服务", "做好城乡居民医保、养老保险参保登记和待遇申领，开展留守老人、留守儿童关爱服务，"
     "做好探访登记，建设便民服务中心，开展代办帮办服务"),
    ("平安法治", "开展矛盾纠纷多元化解，做好来信来访接待办理，落实网格化服务管理，管理网格员队伍"),
    *OWN[10:],
)  # fmt: skip
add(
    "three become one, two become one",
    [own(*OWN)],
    [own(*_six)],
    ["合并 基本6、基本7、基本8→基本6", "合并 基本9、基本10→基本7"],
)

# 7. The column 备注 is called 说明; what stands there is another in two rows.
_old7 = tuple((*row, "有效期至2025年底" if at == 3 else "") for at, row in enumerate(ROWS, 1))
_new7 = tuple(
    (*row, {3: "有效期至2027年底", 8: "试行"}.get(at, "")) for at, row in enumerate(ROWS, 1)
)
add(
    "remarks under another heading",
    [Table("配合", (*COOPERATIVE, "备注"), _old7)],
    [Table("配合", (*COOPERATIVE, "说明"), _new7)],
    ["表头 备注→说明", "文字修改 配合3→配合3", "文字修改 配合8→配合8"],
)

# 8. Three townships become one; one duty of one of them is left out.
_villages = (("柳泉乡", ROWS[:8]), ("石门乡", ROWS[3:11]), ("青羊乡", ROWS[6:]))
PAIRS.append(
    Pair(
        "three townships become one",
        tuple((name, (coop(*rows),)) for name, rows in _villages),
        ("柳泉镇", (coop(*ROWS[:13]),)),
        frozenset(
            [
                "合并 柳泉乡、石门乡、青羊乡→柳泉镇",
                "取消 青羊乡配合8→",
                *(f"部分旧清单原无 柳泉乡配合{at}→配合{at}" for at in range(1, 7)),
                *(f"部分旧清单原无 石门乡配合{at}→配合{at + 3}" for at in (1, 2, 3, 6, 7, 8)),
                *(f"部分旧清单原无 青羊乡配合{at}→配合{at + 6}" for at in range(3, 8)),
            ]
        ),
        frozenset(["封面标题", "list title"]),
    )
)

# 9. Labels in another style, numbers by category, one word put in.
_nine = tuple(
    tuple(cell.replace("1.", "（1）").replace("2.", "（2）") for cell in row) for row in ROWS
)
_nine = said(_nine, ("村卫生室监督检查", "村卫生室监督检查和考核"), at=(7,))
_numbers9 = []
for _at, _row in enumerate(_nine):
    _again = _at == 0 or _row[0] != _nine[_at - 1][0]
    _numbers9.append("1" if _again else str(int(_numbers9[-1]) + 1))
add(
    "labels in another style, numbered by category",
    [coop(*ROWS)],
    [Table("配合", COOPERATIVE, _nine, tuple(_numbers9))],
    ["通篇 1.→（1）", "编号", "文字修改 配合7→配合2"],
)

# 10. Leads changed, an office put in, another taken out with its clause.
_ten = (
    *ROWS[:1],
    (*ROWS[1][:2], f"{MARKET}、{EDU}", *ROWS[1][3:]),
    *ROWS[2:5],
    (*ROWS[5][:2], HEALTH, "1.县卫生健康局负责患者诊断评估和随访指导。", ROWS[5][4]),
    *ROWS[6:13],
    (*ROWS[13][:2], f"{LABOUR}、丰安县财政局",
     "1.县人力资源和社会保障局负责岗位开发和补贴发放；\n2.县财政局负责落实补贴资金。",
     ROWS[13][4]),
)  # fmt: skip
add(
    "another lead, an office more, an office less",
    [coop(*ROWS)],
    [coop(*_ten)],
    ["部门变动 配合2→配合2", "部门变动 配合6→配合6", "文字修改 配合6→配合6",
     "部门变动 配合14→配合14", "文字修改 配合14→配合14", "新增部门 丰安县财政局"],
)  # fmt: skip

# 11. A township becomes a town: its name and what it is called change, two real edits.
_was = tuple((*row[:4], row[4].replace("辖区", "本乡辖区")) for row in ROWS)
_was = said(_was, ("网格员登记", "乡综治中心登记"), at=(9,))
_eleven = said(_was, ("本乡", "本镇"), ("乡综治中心", "镇综治中心"))
_eleven = said(_eleven, ("每季度巡查一次", "每月巡查一次"), at=(4,))
_eleven = said(_eleven, ("不少于三天", "不少于五天"), at=(5,))
add(
    "a township becomes a town",
    [coop(*_was)],
    [coop(*_eleven)],
    ["更名 柳泉乡→柳泉镇", "文字修改 配合4→配合4", "文字修改 配合5→配合5"],
    may=["通篇 乡→镇", "通篇 本乡→本镇", "通篇 本乡辖→本镇辖", "通篇 乡辖→镇辖",
         "文字修改 配合9→配合9"]
    + [f"文字修改 配合{at}→配合{at}" for at in (1, 2, 8)],
    townships=("柳泉乡", "柳泉镇"),
)  # fmt: skip

# 12. What must not be done may be done, and the other way round; a doubled row is put right.
_old12 = (*ROWS[:4], ROWS[2], *ROWS[4:])
_twelve = said(ROWS, ("对存在重大隐患的采取警示措施", "对存在重大隐患的不得采取强制措施"), at=(12,))
_twelve = said(_twelve, ("每年考核一次", "每年考核两次"), at=(14,))
add(
    "a negation, a doubled row put right",
    [coop(*_old12)],
    [coop(*_twelve)],
    ["文字修改 配合13→配合12", "文字修改 配合15→配合14", "取消 配合5→"],
    doubtful=["取消 配合5→", "取消 配合3→"],
)

"""How offices' names are built: place + field + kind (青山县 + 市场监督管理 + 局)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dutylist.extract.offices.lexicon import LEXICON, Meaning
from dutylist.extract.offices.places import Level, Region

# 机构名称的末字。
OFFICE_SUFFIX = (
    "局|委员会|委|办公室|办|部|厅|处|院|会|中心|大队|支队|总队|中队|执法队|调查队|分局|站|所|室|人大|政协|编办|"
    "残联|妇联|文联|侨联|科协|工商联|团委|工会|公司|政府|机关|银行|支行|分行|海关|联社|供销社|馆"
)
_ENDS_LIKE_OFFICE = re.compile(rf"(?:{OFFICE_SUFFIX})$")

# What follows the office in an open-ended name: 及其他…部门, 等有关部门, 等.
_AND_OTHERS = re.compile(
    r"(?:以及|及|和|与|等)(?:[^、]{0,12}?(?:其他|其它)|相关|有关|各)[^、]*(?:部门|单位|机构)|"
    r"等(?:部门|单位|机构)?"
)
_ROLE_LABEL = re.compile(
    r"(?P<role>牵头|配合|主办|协办|责任|主管|协助|协同|主要|参与|承接|实施)(?:责任)?"
    r"(?:(?:部门|单位|机构)(?:[和与及、](?:部门|单位))?)?\s*[：:]"
)
_ROLE_BRACKET = re.compile(
    r"[（(](?P<role>牵头|主办|配合|协办|协助|主责|责任|主管|参与|协同)(?:部门|单位|责任单位)?[）)]"
)

# 国家税务总局青山县税务局: what stands before the place is its line's, what follows is its name.
_PARTY = re.compile(r"^(?:中国共产党|中共)")
_BRANCH = re.compile(
    r"(?:(?<=局)分?局|(?<=中心)分中心|(?<=支队)大队|(?<=公司)分公司|(?<=队)分?队)$"
)
_CHAIN = re.compile(r"(?:局|委员会|委|部|大队|支队|公司|联合会|法院|检察院|办公室)")
_BODY_END = re.compile(
    r"(?:中心|大队|支队|总队|中队|分队|警队|执法队|站|所|院|馆|科|室|股|处|分局|办公室|办|大厅|窗口|机构|党组|党委)$"
)
# 等有关部门依法查处, 某某县分局: what follows an office's name and is no body of it.
_NO_BODY = re.compile("^[等并的由对将把按]|[县区市旗州盟]|部门|单位|依法|负责|开展|协助|配合")
_LONGEST_BODY = 14


@dataclass(frozen=True)
class OfficeName:
    """A name taken apart: whose office by its place, what it is called without it, what that can
    stand for. `branch` is true for one that its place's upper level keeps there (市公安局某某分局).
    """

    text: str
    level: Level
    core: str
    meaning: Meaning
    branch: bool = False


def _split(text: str) -> list[str]:
    """Cut at separators outside brackets."""
    parts: list[str] = []
    depth = begin = 0
    for match in re.finditer(r"[（(]|[）)]|[、，,；;\n/|｜\s]", text):
        if match[0] in "（(":
            depth += 1
        elif match[0] in "）)":
            depth = max(depth - 1, 0)
        elif not depth:
            parts.append(text[begin : match.start()])
            begin = match.end()
    return [*parts, text[begin:]]


def split_names(cell_text: str) -> tuple[str, ...]:
    """The department names in a cell, as printed and in order.

    An open-ended name (应急管理局及其他…的部门) stays whole; 牵头部门： and （牵头） are no part of
    a name.

    >>> split_names("牵头单位：民政局；配合单位：公安局、财政局（配合）")
    ('民政局', '公安局', '财政局')
    """
    parts = _split(_ROLE_LABEL.sub("、", cell_text))
    names = (_ROLE_BRACKET.sub("", part).strip(" 。.：:") for part in parts)
    return tuple(dict.fromkeys(name for name in names if name))


def open_ended_head(name: str) -> str:
    """The office that an open-ended name begins with, or "" where the name is not open-ended.

    >>> open_ended_head("县应急管理局及其他负有安全生产监督管理职责的部门")
    '县应急管理局'
    """
    for match in re.finditer(r"以及|及|和|与|等", name):
        head = name[: match.start()]
        if looks_like_office(head) and _AND_OTHERS.fullmatch(name, match.start()):
            return head
    return ""


def looks_like_office(text: str) -> bool:
    """Whether a text could be an office's name: short, one word, an office's ending."""
    return (
        2 < len(text) <= 30
        and bool(_ENDS_LIKE_OFFICE.search(text))
        and not re.search(r"[，。；：！？、\s\d]", text)
    )


def both_names(name: str) -> tuple[str, ...]:
    """An office's name, or its two names where the second stands in brackets.

    >>> both_names("区文化和旅游局（区文物局）")
    ('区文化和旅游局', '区文物局')
    """
    match = re.fullmatch(r"([^（(]+)[（(]([^）)]+)[）)]", name)
    if match and looks_like_office(match[2]):
        return match[1], match[2]
    return (match[1],) if match else (name,)


def take_apart(name: str, region: Region) -> OfficeName:
    """Take a name apart (without a second name in brackets).

    >>> apart = take_apart("清河市公安局青山县分局", Region("江北省", "清河市", "青山县"))
    >>> apart.level, apart.core, apart.branch
    ('county', '公安局', True)
    """
    text = _PARTY.sub("", name.replace("“", "").replace("”", "").replace('"', ""))
    if (league := _LEAGUE.fullmatch(text)) and region.prefix_at(league[1], 0)[1] == len(league[1]):
        # 团县委, 团某某区委: the place stands within.
        level = region.prefix_at(league[1], 0)[0]
        return OfficeName(name, level, "团委", LEXICON.meaning("团委"))
    level, end = region.prefix_at(text, 0)
    rest = text[end:]
    branch = False
    inner = next((p for p in region.county_names if _may_hold_place(rest, p, region)), "")
    if inner:
        at = rest.find(inner, 1)
        branch = bool(level) and level != "county"
        core, meaning = _within(rest, inner, region)
        if not meaning:
            core = core_text(rest[:at] + rest[at + len(inner) :])
        return OfficeName(name, "county", core, meaning, branch)
    if level == "":
        # 中国人民银行清河市分行, 国家税务总局清河市税务局: the place stands within.
        for place, its in region.prefixes.items():
            if len(place) > 2 and its != "town" and _may_hold_place(rest, place, region):
                core, meaning = _within(rest, place, region)
                if meaning:
                    return OfficeName(name, its, core, meaning)
    core, meaning = _core(rest)
    return OfficeName(name, level, core, meaning)


def _within(text: str, place: str, region: Region) -> tuple[str, Meaning]:
    """The core of a name that holds a place: without it and others, or what stands behind it."""
    at = text.find(place, 1)
    without = text[:at] + text[at + len(place) :]
    bare = without
    for other in sorted(region.prefixes, key=len, reverse=True):
        bare = bare.replace(other, "")
    parts = [without, bare, text[at + len(place) :]]
    if re.fullmatch("支行|分行|支公司|分公司|分局|管理部|营业部|办事处", parts[2]):
        parts.append(text[:at])
    for joined in dict.fromkeys(parts):
        core, meaning = _core(joined)
        if meaning:
            return core, meaning
    return without, Meaning()


def _may_hold_place(text: str, place: str, region: Region) -> bool:
    """Whether a place stands within a name: 国家税务总局某某县税务局, 公安某某分局."""
    at = text.find(place, 1)
    if at < 0:
        return False
    head = text[:at]
    for other in region.prefixes:
        head = head.removesuffix(other)
    return head in LEXICON.words or head in LEXICON.bare_names or bool(_LINE_HEAD.search(head))


_LINE_HEAD = re.compile(
    r"^(?:国家|国网|中国|共青团|共产|南方电网)|(?:公司|集团|总局|银行|局|队|中心|院|部|办|会)$"
)
_LEAGUE = re.compile("团(.{1,9})委")


def _core(text: str) -> tuple[str, Meaning]:
    """A name without its places, and what it can stand for."""
    cores = dict.fromkeys((text, core_text(text)))
    for core in sorted(cores, key=lambda one: not LEXICON.meaning(one).known):
        if meaning := LEXICON.meaning(core):
            if (
                text.startswith("委")
                and core != text
                and not (meaning.own & LEXICON.party)
                and not meaning.parents
            ):
                continue
            return core, meaning
    if text.endswith("公司"):
        # 某某燃气有限公司 goes by 燃气公司.
        tails = (core_text(text)[at:] for at in range(1, len(text) - 3))
        for tail in tails:
            if tail in LEXICON.names:
                return tail, LEXICON.meaning(tail)
    # 公安局交通警察大队: a body behind its office.
    for match in _CHAIN.finditer(core_text(text)):
        head, tail = core_text(text)[: match.end()], core_text(text)[match.end() :]
        office = LEXICON.meaning(head)
        if not office or not 1 < len(tail) <= _LONGEST_BODY or not _BODY_END.search(tail):
            continue
        if begins_like_predicate(tail):
            continue
        if tail not in LEXICON.bodies and _NO_BODY.search(tail):
            continue
        trimmed = _BRANCH.sub("", tail)
        body = LEXICON.body_names.get(tail) or LEXICON.body_names.get(trimmed, "")
        return core_text(text), Meaning(
            parents=office.own or office.parents, body=body, known=bool(body)
        )
    return core_text(text), Meaning()


def core_text(text: str) -> str:
    """A name's text without the party's 委 and the ending of a branch."""
    core = re.sub(r"(?:股份|集团)?有限(?:责任)?公司$", "公司", text)
    core = _PARTY_MARK.sub("", core)
    return _BRANCH.sub("", core)


_PARTY_MARK = re.compile(
    r"^(?:党工委|党委|委员会|委)(?=.{2,}(?:部|办|办公室|委|局|校|室|委员会|工委|中心)$)"
)

# What a predicate begins with, so that no office's name does.
_PREDICATES = frozenset(
    [
        "负责",
        "承担",
        "开展",
        "组织",
        "会同",
        "联合",
        "协同",
        "配合",
        "协助",
        "牵头",
        "统筹",
        "制定",
        "编制",
        "拟定",
        "拟订",
        "研究",
        "审核",
        "审查",
        "审定",
        "审批",
        "核定",
        "核查",
        "核实",
        "核发",
        "核准",
        "复核",
        "复审",
        "初审",
        "受理",
        "办理",
        "处理",
        "处置",
        "查处",
        "查办",
        "查验",
        "检查",
        "巡查",
        "抽查",
        "督查",
        "督促",
        "督导",
        "督办",
        "监督",
        "监管",
        "监测",
        "监控",
        "指导",
        "引导",
        "推进",
        "推动",
        "推广",
        "推送",
        "推荐",
        "落实",
        "做好",
        "抓好",
        "加强",
        "强化",
        "完善",
        "健全",
        "建立",
        "建设",
        "建成",
        "设立",
        "设置",
        "成立",
        "提供",
        "提出",
        "提交",
        "提请",
        "提醒",
        "提升",
        "提高",
        "发布",
        "发放",
        "发现",
        "发送",
        "发动",
        "发挥",
        "下达",
        "下发",
        "下拨",
        "拨付",
        "拨发",
        "兑付",
        "支付",
        "补助",
        "补贴",
        "安排",
        "保障",
        "保护",
        "支持",
        "支援",
        "扶持",
        "帮助",
        "帮扶",
        "救助",
        "救治",
        "抢救",
        "抢修",
        "抢险",
        "救援",
        "维护",
        "维修",
        "维持",
        "管理",
        "管控",
        "管护",
        "运营",
        "运维",
        "运行",
        "实施",
        "执行",
        "履行",
        "行使",
        "依法",
        "依据",
        "依照",
        "按照",
        "按",
        "根据",
        "应当",
        "应",
        "可以",
        "可",
        "要",
        "须",
        "需",
        "必须",
        "对",
        "将",
        "把",
        "为",
        "向",
        "在",
        "与",
        "和",
        "同",
        "及时",
        "定期",
        "每年",
        "每月",
        "每日",
        "每天",
        "每季度",
        "每半年",
        "每周",
        "分别",
        "共同",
        "统一",
        "具体",
        "直接",
        "全面",
        "积极",
        "主动",
        "适时",
        "视情",
        "及",
        "并",
        "报",
        "报送",
        "上报",
        "报告",
        "报请",
        "移送",
        "移交",
        "转交",
        "转办",
        "通报",
        "通知",
        "告知",
        "函告",
        "抄送",
        "反馈",
        "汇总",
        "收集",
        "采集",
        "登记",
        "备案",
        "录入",
        "更新",
        "公示",
        "公布",
        "公开",
        "公告",
        "宣传",
        "培训",
        "教育",
        "普及",
        "讲解",
        "动员",
        "召集",
        "召开",
        "主持",
        "参加",
        "参与",
        "派员",
        "派出",
        "派驻",
        "选派",
        "指派",
        "委派",
        "委托",
        "聘请",
        "聘任",
        "选聘",
        "认定",
        "评定",
        "评估",
        "评价",
        "评审",
        "评选",
        "评比",
        "考核",
        "考评",
        "考察",
        "验收",
        "鉴定",
        "检测",
        "检验",
        "检疫",
        "采样",
        "采血",
        "化验",
        "化解",
        "调解",
        "调查",
        "调处",
        "调度",
        "调配",
        "调拨",
        "调整",
        "协调",
        "协商",
        "对接",
        "联系",
        "沟通",
        "走访",
        "慰问",
        "接收",
        "接受",
        "接到",
        "接处",
        "收到",
        "收取",
        "收缴",
        "收回",
        "征收",
        "征求",
        "征集",
        "征缴",
        "追究",
        "追缴",
        "追回",
        "立案",
        "侦查",
        "侦办",
        "侦破",
        "打击",
        "整治",
        "整改",
        "治理",
        "清理",
        "清运",
        "清除",
        "清洗",
        "疏导",
        "疏浚",
        "疏散",
        "劝导",
        "劝阻",
        "制止",
        "制作",
        "责令",
        "处罚",
        "吊销",
        "注销",
        "撤销",
        "取消",
        "取缔",
        "关停",
        "关闭",
        "封闭",
        "拆除",
        "没收",
        "罚款",
        "承接",
        "承办",
        "举办",
        "主办",
        "经办",
        "代办",
        "新建",
        "改建",
        "改造",
        "修复",
        "修缮",
        "修订",
        "养护",
        "施工",
        "规划",
        "划定",
        "划拨",
        "界定",
        "确定",
        "确认",
        "确保",
        "明确",
        "掌握",
        "摸排",
        "摸底",
        "排查",
        "研判",
        "分析",
        "预测",
        "预报",
        "预警",
        "响应",
        "启动",
        "终止",
        "储备",
        "调运",
        "采购",
        "供应",
        "配备",
        "配置",
        "配发",
        "配送",
        "投放",
        "投入",
        "使用",
        "利用",
        "开发",
        "开设",
        "开通",
        "开放",
        "开具",
        "出具",
        "出台",
        "印发",
        "转发",
        "刊发",
        "播报",
        "播放",
        "解读",
        "咨询",
        "答复",
        "回复",
        "回访",
        "随访",
        "跟踪",
        "跟进",
        "检索",
        "查询",
        "比对",
        "审计",
        "统计",
        "测算",
        "测绘",
        "勘测",
        "勘查",
        "勘验",
        "踏勘",
        "现场",
        "牢固",
        "深入",
        "切实",
        "认真",
        "严格",
        "严厉",
        "依规",
        "从严",
        "予以",
        "给予",
        "进行",
        "不得",
        "不再",
        "不予",
        "也",
        "还",
        "均",
        "都",
        "仍",
        "再",
        "先",
        "后",
        "则",
        "就",
        "会",
        "能",
        "所",
        "已",
        "已经",
        "未",
        "未经",
        "拒不",
        "因",
        "由",
        "以",
        "用",
        "于",
        "从",
        "到",
        "至",
        "让",
        "请",
        "邀请",
        "商请",
        "函请",
        "责成",
        "要求",
        "批准",
        "同意",
        "决定",
        "命令",
        "领导",
        "主管",
        "分管",
        "组建",
        "构建",
        "搭建",
        "打造",
        "培育",
        "培养",
        "选拔",
        "任免",
        "引进",
        "引入",
        "招聘",
        "招录",
        "招引",
        "吸引",
        "签订",
        "签发",
        "签署",
        "审签",
        "出动",
        "投递",
        "巡线",
        "巡逻",
        "巡护",
        "巡河",
        "护送",
        "运送",
        "转运",
        "转移",
        "转介",
        "转送",
        "转",
        "送",
        "带",
        "带领",
        "率",
        "率领",
        "值班",
        "值守",
        "隔离",
        "消杀",
        "消毒",
        "接种",
        "免疫",
        "扑杀",
        "扑救",
        "灭火",
        "防范",
        "防控",
        "防治",
        "预防",
        "控制",
        "遏制",
        "减少",
        "降低",
        "优化",
        "简化",
        "规范",
        "细化",
        "量化",
        "纳入",
        "列入",
        "计入",
        "编入",
        "归集",
        "整合",
        "共享",
        "共建",
        "交换",
        "互通",
        "互认",
        "代收",
        "代缴",
        "代表",
        "协管",
        "协查",
        "配套",
        "衔接",
        "服务",
        "申请",
        "申报",
        "申领",
        "争取",
        "筹集",
        "筹措",
        "筹备",
        "募集",
        "捐赠",
        "结对",
        "联动",
        "联络",
        "联办",
        "会商",
        "会签",
        "参照",
        "参考",
        "结合",
        "通过",
        "利用",
        "采取",
        "采用",
        "运用",
        "依托",
        "借助",
        "围绕",
        "聚焦",
        "针对",
        "就",
        "分级",
        "分类",
        "逐级",
        "逐户",
        "逐一",
        "全程",
        "全力",
        "全部",
        "各自",
        "各",
        "自行",
        "自主",
        "同步",
        "同时",
        "首先",
        "按时",
        "按期",
        "按需",
        "按规定",
        "按职责",
        "按权限",
        "依职责",
        "依",
        "出警",
        "到场",
        "到达",
        "赶赴",
        "前往",
        "接警",
        "处警",
        "平息",
        "追踪",
        "追溯",
        "溯源",
        "封存",
        "扣押",
        "查封",
        "冻结",
        "止付",
        "返还",
        "退回",
        "退还",
        "补办",
        "补发",
        "换发",
        "颁发",
        "授予",
        "授权",
        "赋予",
        "赋权",
        "表彰",
        "奖励",
        "惩戒",
        "问责",
        "约谈",
        "警示",
        "通告",
        "曝光",
        "公证",
        "认证",
        "认领",
        "验证",
        "校验",
        "校核",
        "会审",
        "联审",
        "预审",
        "终审",
        "竞拍",
        "出让",
        "出租",
        "流转",
        "收储",
        "储存",
        "保存",
        "保管",
        "保养",
        "归档",
        "建档",
        "立卡",
        "立项",
        "评级",
        "评标",
        "招标",
        "投标",
        "选址",
        "选定",
        "选取",
        "抽取",
        "抽检",
        "留存",
        "留样",
        "送检",
        "送达",
        "送审",
        "报批",
        "报备",
        "报案",
        "报警",
        "投诉",
        "举报",
        "信访",
        "接访",
        "接待",
        "受案",
        "结案",
        "办结",
        "销号",
        "交办",
        "督战",
        "包抓",
        "包保",
        "挂牌",
        "揭牌",
        "授牌",
        "命名",
        "冠名",
        "更名",
        "划转",
        "下放",
        "下沉",
        "下派",
        "上门",
        "入户",
        "入库",
        "出库",
        "上图",
        "上传",
        "上线",
        "下架",
        "召回",
        "销毁",
        "焚烧",
        "填埋",
        "掩埋",
        "无偿",
        "免费",
        "优先",
        "重点",
        "专项",
        "集中",
        "常态化",
        "依申请",
        "随机",
        "联同",
        "携手",
        "偕同",
        "适当",
        "酌情",
        "另行",
        "单独",
        "独立",
        "充分",
        "广泛",
        "大力",
        "努力",
        "不断",
        "持续",
        "继续",
        "进一步",
        "做",
        "抓",
        "管",
        "查",
        "办",
        "建",
        "设",
        "评",
        "审",
        "核",
        "验",
        "测",
        "批",
        "发",
        "收",
        "拨",
        "征",
        "缴",
        "罚",
        "处",
        "救",
        "修",
        "养",
        "护",
        "护航",
        "疏通",
        "绘制",
        "梳理",
        "健全",
        "落地",
        "跑办",
        "巩固",
        "拓展",
        "拓宽",
        "畅通",
        "增强",
        "增加",
        "扩大",
        "促进",
        "带动",
        "服从",
        "遵守",
        "遵照",
        "贯彻",
        "传达",
        "学习",
        "谋划",
        "布置",
        "部署",
        "调研",
        "视察",
        "观察",
        "观测",
        "测报",
        "测评",
        "统管",
        "统揽",
        "抓紧",
        "主抓",
        "会办",
        "承诺",
        "保证",
        "担保",
        "贷款",
        "授信",
        "贴息",
        "代偿",
        "理赔",
        "查勘",
        "定损",
        "投保",
        "参保",
        "缴费",
        "报销",
        "结算",
        "核销",
        "核减",
        "核增",
        "核对",
        "核验",
        "核算",
        "核价",
        "定价",
        "限价",
        "调价",
        "巡察",
        "巡视",
        "监察",
        "纪检",
        "查明",
        "查清",
        "查实",
        "调阅",
        "调取",
        "取证",
        "举证",
        "质证",
        "鉴别",
        "辨认",
        "识别",
        "筛查",
        "筛选",
        "遴选",
        "择优",
        "竞争",
        "推选",
        "选举",
        "选任",
        "换届",
        "罢免",
        "补选",
        "增补",
        "备选",
        "当好",
        "担任",
        "兼任",
        "履职",
        "尽责",
        "牵线",
        "搭桥",
        "邀约",
        "聚集",
        "集合",
        "集结",
        "输送",
        "供给",
        "供水",
        "供电",
        "供气",
        "供热",
        "停水",
        "停电",
        "断水",
        "断电",
        "放水",
        "蓄水",
        "泄洪",
        "排涝",
        "排水",
        "截污",
        "清淤",
        "清障",
        "除雪",
        "铲冰",
        "撒盐",
        "洒水",
        "保洁",
        "清扫",
        "绿化",
        "美化",
        "亮化",
        "植树",
        "造林",
        "育林",
        "封山",
        "禁牧",
        "禁渔",
        "禁烧",
        "禁燃",
        "禁放",
        "巡检",
        "点检",
        "年检",
        "年审",
        "年报",
        "季报",
        "月报",
    ]
)


def begins_like_predicate(text: str) -> bool:
    """Whether a text begins with a verb or what stands before one, and with no name.

    >>> begins_like_predicate("指导派出所"), begins_like_predicate("交通警察大队")
    (True, False)
    """
    return any(text[:length] in _PREDICATES for length in (3, 2, 1))

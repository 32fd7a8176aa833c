"""Which part each office has in a clause: who leads, who acts, who joins in, who is only named."""

from __future__ import annotations

import pytest

from tests.test_whose_kinds import clauses

SAID = {
    "县水务局牵头，县公安局配合查处非法采砂。": {"水务局": "leads", "公安局": "joins"},
    "由县民政局牵头，会同县公安局、县水务局开展核查。": {
        "民政局": "leads",
        "公安局": "joins",
        "水务局": "joins",
    },
    "县民政局审核申请，县公安局协助核实户籍信息。": {"民政局": "does", "公安局": "joins"},
    "非法采砂由县水务局查处，县公安局予以协助。": {"水务局": "does", "公安局": "joins"},
    "县公安局配合县水务局开展联合执法。": {"公安局": "does", "水务局": "named"},
    "县公安局协助县民政局护送流浪人员。": {"公安局": "does", "民政局": "named"},
    "县水务局会同县公安局制定方案。": {"水务局": "leads", "公安局": "joins"},
    "县民政局负责审批，并由县公安局协助核查。": {"民政局": "does", "公安局": "joins"},
    "由县公安局协助县民政局查找走失人员。": {"公安局": "does", "民政局": "named"},
    "县水务局、县公安局联合开展检查。": {"水务局": "does", "公安局": "does"},
    "县水务局在县公安局配合下拆除违建。": {"水务局": "does", "公安局": "joins"},
    "以县民政局为主，县公安局参与。": {"民政局": "leads", "公安局": "joins"},
    "牵头单位：县水务局；配合单位：县公安局、县民政局": {
        "水务局": "leads",
        "公安局": "joins",
        "民政局": "joins",
    },
    "由县水务局组织实施，县公安局负责现场秩序。": {"水务局": "does", "公安局": "does"},
    "县水务局作为牵头部门负责巡查，县公安局作为配合部门参与执法。": {
        "水务局": "leads",
        "公安局": "joins",
    },
    "各部门按职责分工落实，县水务局汇总。": {"民政局": "all", "公安局": "all", "水务局": "all"},
    "县水务局召集县公安局、县民政局会商研判。": {
        "水务局": "does",
        "公安局": "joins",
        "民政局": "joins",
    },
    "县公安局派员参加县水务局组织的检查。": {"公安局": "does", "水务局": "named"},
    "县水务局联合县公安局巡河。": {"水务局": "does", "公安局": "joins"},
    "对拒不改正的，县水务局移送县公安局处理。": {"水务局": "does", "公安局": "named"},
    "县水务局主办，县公安局协办。": {"水务局": "leads", "公安局": "joins"},
    "县民政局牵头协调，县公安局负责查验，县水务局提供数据。": {
        "民政局": "leads",
        "公安局": "does",
        "水务局": "does",
    },
    "由县水务局牵头、县公安局协助开展检查。": {"水务局": "leads", "公安局": "joins"},
    "由县水务局负责、县公安局配合做好检查。": {"水务局": "does", "公安局": "joins"},
    "县水务局负责查处，县公安局应当协助。": {"水务局": "does", "公安局": "joins"},
    "县水务局负责查处，由县公安局配合做好秩序维护。": {"水务局": "does", "公安局": "joins"},
}
"""甲协助乙: the clause is what 甲 does, 乙 is only named."""


@pytest.mark.parametrize("text", SAID)
def test_the_part_that_a_clause_gives_to_each_office(text: str) -> None:
    (clause,) = clauses(f"1.{text}", "民政局、公安局、水务局")
    assert {one.office.removeprefix("青山县"): one.part for one in clause.actors} == SAID[text]

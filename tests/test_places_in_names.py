"""A place that stands before a name which says its county again."""

from __future__ import annotations

import pytest

from dutylist.render.views.names import place_before


@pytest.mark.parametrize(
    ("place", "text", "shown"),
    [
        ("青山县白云镇", "青山县委组织部履职事项摘录", "白云镇"),
        ("江北省青山县白云镇", "致青山县民政局的函", "白云镇"),
        ("昌吉州青山县白云镇", "昌吉州生态环境局青山县分局履职事项摘录", "白云镇"),
        ("锦州市太和区某镇", "锦州市教育局履职事项摘录", "太和区某镇"),
        ("青山县白云镇", "履职事项清单", "青山县白云镇"),
        ("青山县白云镇", "县域治理科履职事项摘录", "青山县白云镇"),
        ("白云镇", "白云镇派出所履职事项摘录", "白云镇"),
        ("", "青山县民政局", ""),
    ],
)
def test_the_place_without_what_the_name_says_itself(place: str, text: str, shown: str) -> None:
    assert place_before(place, text) == shown

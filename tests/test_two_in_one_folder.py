"""Documents of two lists, or of two comparisons, in one folder: none takes another's place."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dutylist.app.cli import cli
from dutylist.render.files import write_document

LIST = """{place}
{title}（{year}）
配合履职事项清单
序号\t事项名称\t对应上级部门\t上级部门职责\t配合职责
1\t{duty}\t民政局\t民政局：负责{duty}执法。\t开展宣传。
"""

UNTOLD = LIST.split("\n", 2)[2]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments], catch_exceptions=False)


def edition(folder: Path, year: int, duty: str = "殡葬管理", place: str = "青山县白云镇") -> Path:
    path = folder / f"{place}{year}{duty}.txt"
    texts = {"place": place, "title": "履职事项清单", "year": f"{year}年版", "duty": duty}
    path.write_text(LIST.format(**texts), "utf-8")
    return path


def untold(folder: Path, name: str, duty: str) -> Path:
    path = folder / name
    path.write_text(UNTOLD.format(duty=duty), "utf-8")
    return path


def files(folder: Path) -> dict[str, bytes]:
    """Every file below it, but our own index."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.name[0] != ".")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def made(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """The names that are new; all that was there is there as it was."""
    assert {name: after.get(name) for name in before} == before
    return set(after) - set(before)


ALL = ("--to", "docx", "--embedded-fonts")


def test_all_calls_the_records_and_the_report_after_place_and_edition(tmp_path: Path) -> None:
    out = tmp_path / "出"
    assert run("all", edition(tmp_path, 2025), *ALL, "-o", out).exit_code == 0
    first = files(out)
    assert {"青山县白云镇履职事项清单记录（2025年版）.json",
            "青山县白云镇履职事项清单核对（2025年版）.txt"} <= set(first)  # fmt: skip
    for other in (edition(tmp_path, 2026), edition(tmp_path, 2025, place="青山县黑水镇")):
        before = files(out)
        assert run("all", other, *ALL, "-o", out).exit_code == 0
        assert len(made(before, files(out))) == len(first)


def test_the_same_list_again_takes_its_own_place(tmp_path: Path) -> None:
    out = tmp_path / "出"
    source = edition(tmp_path, 2025)
    run("all", source, *ALL, "-o", out)
    first = files(out)
    source.write_text(source.read_text("utf-8").replace("开展宣传", "入户宣传"), "utf-8")
    done = run("all", source, *ALL, "-o", out)
    assert set(files(out)) == set(first)
    assert "原来的" not in done.stderr


@pytest.mark.parametrize("command", ["all", "excerpt", "cards", "render", "matrix"])
def test_what_was_made_of_another_file_of_no_place_and_year_is_kept(
    command: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    out = tmp_path / "出"
    more = {"excerpt": ("--all", *ALL), "all": ALL, "cards": ALL, "matrix": ("--to", "html")}
    options = more.get(command, ("--to", "txt"))
    assert run(command, untold(tmp_path, "甲.txt", "殡葬管理"), *options, "-o", out).exit_code == 0
    first = files(out)
    assert run(command, untold(tmp_path, "乙.txt", "养老"), *options, "-o", out).exit_code == 0
    after = files(out)
    kept = {name: content for name, content in after.items() if "（原有1）" in name}
    assert set(first.values()) <= {*after.values()}
    assert kept
    assert "是用另一个文件做出的，原来的已另存为" in caplog.text


def test_two_comparisons_keep_their_tables_revisions_and_letters(tmp_path: Path) -> None:
    out = tmp_path / "出"
    years = [edition(tmp_path, 2024), edition(tmp_path, 2025, "养老"), edition(tmp_path, 2026)]
    options = ("--to", "docx,tracked,html,json", "--notices", "--embedded-fonts", "-o", out)
    run("compare", years[0], years[1], *options)
    first = files(out)
    assert "青山县白云镇新旧对照表（2024年版对2025年版）.docx" in first
    assert "青山县白云镇新清单修订稿（2024年版对2025年版）.docx" in first
    assert any(name.startswith("函/") for name in first)
    for old, new in ((years[1], years[2]), (years[0], years[2])):
        before = files(out)
        run("compare", old, new, *options)
        assert all(new.stem[6:10] in name for name in made(before, files(out)))
    before = files(out)
    run("compare", edition(tmp_path, 2024, place="青山县黑水镇"),
        edition(tmp_path, 2025, "养老", place="青山县黑水镇"), *options)  # fmt: skip
    assert len(made(before, files(out))) == len(first)


def test_the_letters_of_one_new_list_against_two_old_ones(tmp_path: Path) -> None:
    new = edition(tmp_path, 2026)
    for year, duty in ((2024, "养老"), (2025, "救助")):
        run("compare", edition(tmp_path, year, duty), new, "--to", "json", "--notices",
            "--embedded-fonts", "-o", tmp_path / "出")  # fmt: skip
    letters = [path.name for path in (tmp_path / "出" / "函").glob("*.docx")]
    assert len(letters) == 2
    assert all("对2026年版" in name for name in letters)


def test_two_histories(tmp_path: Path) -> None:
    out = tmp_path / "出"
    years = [edition(tmp_path, year) for year in (2024, 2025, 2026)]
    run("history", *years[:2], "-o", out)
    run("history", *years, "-o", out)
    assert set(files(out)) == {
        "青山县白云镇历年变化（2024年版至2025年版）.html",
        "青山县白云镇历年变化（2024年版至2026年版）.html",
    }


def test_what_is_kept_is_known_as_ours_and_kept_once(tmp_path: Path) -> None:
    from dutylist.render.files import written_by_us

    write_document(tmp_path, "甲.txt", b"one", "a")
    write_document(tmp_path, "甲.txt", b"one", "b")
    write_document(tmp_path, "甲.txt", b"two", "b")
    write_document(tmp_path, "甲.txt", b"three", "c")
    write_document(tmp_path, "甲.txt", b"four")
    assert files(tmp_path) == {"甲.txt": b"four", "甲（原有1）.txt": b"two"}
    assert written_by_us(tmp_path, tmp_path.glob("*.txt")) == set(tmp_path.glob("*.txt"))

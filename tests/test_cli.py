"""The command line as a clerk and as a program meet it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

DATA = Path(__file__).parent / "data"
REAL = str(DATA / "santai-2025.txt")
LOCALE = Path(__file__).parent.parent / "app" / "locale" / "zh_CN" / "LC_MESSAGES"


def dutylist(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "dutylist.app.cli", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"},
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    )


def test_records_are_of_the_published_form(tmp_path: Path) -> None:
    target = tmp_path / "记录.json"
    done = dutylist("extract", REAL, "-o", str(target))
    assert done.returncode == 0, done.stderr
    assert "基本履职 108 项，配合履职 102 项，上级部门收回 31 项" in done.stderr
    schema = json.loads(dutylist("schema").stdout)
    jsonschema.validate(json.loads(target.read_text("utf-8")), schema)


def test_standard_input_and_output() -> None:
    text = Path(REAL).read_bytes()
    records = dutylist("extract", "-", stdin=text)
    assert records.returncode == 0
    assert records.stdout == dutylist("extract", REAL).stdout
    again = dutylist("extract", "-", stdin=records.stdout.encode("utf-8"))
    assert again.stdout == records.stdout


def test_progress_and_counts_stay_off_standard_output() -> None:
    json.loads(dutylist("extract", REAL).stdout)
    json.loads(dutylist("check", REAL, "--json").stdout)
    json.loads(dutylist("departments", REAL, "--json").stdout)


def test_check_tells_errors_by_its_exit_code(tmp_path: Path) -> None:
    assert dutylist("check", REAL).returncode == 0
    broken = tmp_path / "清单.txt"
    text = Path(REAL).read_text("utf-8").replace("\n24\t经济发展", "\n240\t经济发展")
    broken.write_text(text, "utf-8")
    done = dutylist("check", str(broken))
    assert done.returncode == 1
    assert "[错误] 基本履职 第 240 项 第 4 页：缺少序号 24–239" in done.stdout


def test_spellings_that_nobody_confirmed_say_so() -> None:
    shown = dutylist("departments", REAL).stdout
    row = next(line for line in shown.splitlines() if "应急管理局及其他负有" in line)
    assert "待确认" in row
    assert "待确认" not in next(line for line in shown.splitlines() if "县委组织部" in line)


def test_departments_after_aliases() -> None:
    counts = json.loads(dutylist("departments", REAL, "--json").stdout)
    assert len(counts) == 38
    culture = next(count for count in counts if "文化体育" in count["department"])
    assert culture["department"] == "吉木萨尔县文化体育广播电视台和旅游局"
    assert culture["other_spellings"] == ["吉木萨尔县文化体育广播电视和旅游局"]
    assert culture["led"] == [74, 75, 76, 77]
    assert culture["helped"] == [21, 56, 79, 80]


def test_confirmed_departments_are_taken_as_they_are(tmp_path: Path) -> None:
    target = tmp_path / "departments.toml"
    assert dutylist("departments", REAL, "--write", str(target)).returncode == 0
    before = dutylist("check", REAL).stdout
    assert "[存疑] 配合履职 第 79 项 第 43 页" in before
    confirmed = target.read_text("utf-8").replace("confirmed = false", "confirmed = true")
    target.write_text(confirmed, "utf-8")
    after = dutylist("check", REAL, "--departments-file", str(target)).stdout
    assert "[提示] 配合履职 第 79 项 第 43 页" in after


def test_departments_can_be_parted(tmp_path: Path) -> None:
    target = tmp_path / "departments.toml"
    target.write_text(
        '[[department]]\nname = "吉木萨尔县文化体育广播电视台和旅游局"\n'
        '[[department]]\nname = "吉木萨尔县文化体育广播电视和旅游局"\n',
        "utf-8",
    )
    done = dutylist("departments", REAL, "--json", "--departments-file", str(target))
    assert len(json.loads(done.stdout)) == 39


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["extract", "没有.txt"], 3, "“没有.txt”：找不到这个文件。请核对文件名和文件夹。"),
        (["extract", "{empty}"], 6, "没有找到履职事项清单的表格"),
        (["extract", REAL, "-o", "/dev/null/记录.json"], 7, "写不进去"),
        (["extract", "{records}"], 13, "不是有效的 JSON 记录文件（第 1 行）"),
        (["check", REAL, "--departments-file", "{records}"], 13, "第 1 行写法不对"),
        (["excerpt", REAL], 2, "请写 --department 部门，或写 --all，二者取一"),
        (["excerpt", REAL, "--department", "县外星局"], 6, "清单中没有“县外星局”这个部门"),
        (["render", REAL, "--to", "pdf,ppt"], 2, "不认识的格式 ppt；可选 pdf、docx"),
        (["chek"], 2, "没有 'chek' 这个命令"),
        (["check"], 2, "缺少参数"),
    ],
)
def test_errors(arguments: list[str], code: int, told: str, tmp_path: Path) -> None:
    empty, records = tmp_path / "空.txt", tmp_path / "坏.json"
    empty.write_text("没有表格的文字\n", "utf-8")
    records.write_text('{"schema": 1,', "utf-8")
    places = {"empty": empty, "records": records}
    done = dutylist(*(argument.format(**places) for argument in arguments))
    assert done.returncode == code
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_debug_shows_the_traceback() -> None:
    assert "Traceback" in dutylist("extract", "没有.txt", "--debug").stderr


def test_a_failed_write_costs_nothing(tmp_path: Path) -> None:
    target = tmp_path / "记录.json"
    target.write_text("旧的", "utf-8")
    assert dutylist("extract", "没有.txt", "-o", str(target)).returncode == 3
    assert target.read_text("utf-8") == "旧的"
    assert [path.name for path in tmp_path.iterdir()] == ["记录.json"]


def test_help_is_chinese_for_every_command() -> None:
    overview = dutylist("--help").stdout
    assert "退出码" in overview
    for line in overview.split("命令:\n")[1].split("\n\n")[0].splitlines():
        told = dutylist(line.split()[0], "--help").stdout
        assert "用法：" in told
        assert not any(word in told for word in ("Usage", "Options", "Show this", "default"))


def test_compiled_sentences_are_those_of_the_source() -> None:
    with (LOCALE / "messages.po").open("rb") as source, (LOCALE / "messages.mo").open("rb") as mo:
        written, compiled = (
            {tuple(m.id) if m.pluralizable else m.id: tuple(m.string) for m in catalog if m.id}
            for catalog in (read_po(source), read_mo(mo))
        )
    assert compiled == written

"""Reading a stranger's file calls no address that the file names."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dutylist.extract.formats import libreoffice
from dutylist.extract.read import read_duty_list
from dutylist.records.errors import DutyListError
from tests.listening import Listener, listening

CASES = Path(__file__).parent / "cases" / "bounds"

_ADDRESS = rb"127\.0\.0\.1:\d+"


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as made:
        yield made


def calling(name: str, folder: Path, port: int) -> Path:
    """A file of the cases with its addresses at our port."""
    source, target = CASES / name, folder / name
    if not zipfile.is_zipfile(source):
        target.write_bytes(
            re.sub(rb"127\.0\.0\.1:\d+", b"127.0.0.1:%d" % port, source.read_bytes())
        )
        return target
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.infolist():
            new.writestr(item, re.sub(_ADDRESS, b"127.0.0.1:%d" % port, old.read(item)))
    return target


def test_libreoffice_as_it_comes_does_call(listener: Listener, tmp_path: Path) -> None:
    """The listener would hear it: else the tests below show nothing."""
    file = calling("ssrf-a.odt", tmp_path, listener.port)
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"),
            *("--headless", "--convert-to", "docx", "--outdir", tmp_path / "out", file),
        ],
        capture_output=True,
        timeout=240,
    )
    assert listener.heard


@pytest.mark.parametrize(
    "name", ["ssrf-a.html", "ssrf-html.doc", "ssrf-a.mht", "ssrf-a.odt", "ssrf-b.ods"]
)
def test_web_pages_and_open_documents_call_nobody_under_any_name(
    name: str, listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And need no LibreOffice, which is not there."""
    monkeypatch.setattr(libreoffice, "libreoffice", lambda: None)
    monkeypatch.setenv("PATH", "/nowhere")
    read = read_duty_list(calling(name, tmp_path, listener.port))
    names = [duty.name for table in read.lists for duty in table.duties]
    assert [name[:10] for name in names] == ["宣传贯彻落实党的理论", "负责基层党组织建设"]
    assert listener.heard == []


@pytest.mark.parametrize("alone", [True, False], ids=["own network", "proxy"])
def test_older_formats_call_nobody(
    alone: bool, listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a network of LibreOffice's own, and where the system has none, by proxy and profile."""
    if alone and not libreoffice._no_network():
        pytest.skip("no networks of their own here")
    if not alone:
        monkeypatch.setattr(libreoffice, "_no_network", tuple)
    read = read_duty_list(calling("ssrf-c.rtf", tmp_path, listener.port))
    assert sum(len(table.duties) for table in read.lists) == 2
    assert listener.heard == []


def test_a_small_file_that_becomes_a_huge_sheet(tmp_path: Path) -> None:
    """915 bytes, 60,000 times 1,000 repeated cells: 6 GB in LibreOffice, and called .et it is
    read by its content."""
    copy = shutil.copy(CASES / "repeated.ods", tmp_path / "清单.et")
    for path in (CASES / "repeated.ods", copy):
        command = [sys.executable, "-m", "dutylist.app.cli", "--max-memory", "500", "extract"]
        done = subprocess.run([*command, path], capture_output=True, text=True)
        assert done.returncode == 8
        assert "的内容超过 5000000 格，可能是压缩炸弹" in done.stderr


def test_a_full_disk_is_no_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice that writes only its lock file has written nothing."""
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\nmkdir -p "$8"; echo > "$8/.~lock.x.docx#"\n')
    program.chmod(0o755)
    monkeypatch.setattr(libreoffice, "_no_network", tuple)
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")
    source = shutil.copy(CASES / "ssrf-c.rtf", tmp_path / "x.rtf")
    with pytest.raises(DutyListError, match="LibreOffice 打不开"):
        read_duty_list(Path(source))

"""An office's template, which may come from anywhere, is bounded and calls nobody."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from dutylist.records.templates import TEMPLATES
from tests.listening import listening
from tests.web_office import list_text


@pytest.mark.parametrize(
    ("tag", "code", "said"),
    [
        ("{{ 'a' * 10**9 }}", 8, "用的内存超过 600 MB"),
        ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", 8, "秒"),
        ("{% macro f(x) %}{{ f(x) }}{% endmacro %}{{ f(1) }}", 9, "填不进去"),
    ],
)
def test_a_template_that_never_ends_is_told(tag: str, code: int, said: str, tmp_path: Path) -> None:
    template = tmp_path / "模板.docx"
    with zipfile.ZipFile(TEMPLATES / "excerpt.docx") as old, zipfile.ZipFile(template, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "word/document.xml":
                run = f"<w:body><w:p><w:r><w:t>{tag}</w:t></w:r></w:p>".encode()
                data = data.replace(b"<w:body>", run, 1)
            new.writestr(item, data)
    # On a busy machine what takes memory takes its time, too.
    seconds = "4" if said == "秒" else "60"
    done = excerpts(tmp_path, template, "docx", "--max-seconds", seconds, "--max-memory", "600")
    assert done.returncode == code
    # No department's excerpt goes on behind the one that came to the limit.
    assert int(done.stdout.split()[-1]) < 700 << 10
    assert "“模板.docx”" in done.stderr
    assert said in done.stderr


def test_a_typst_template_fetches_no_package(tmp_path: Path) -> None:
    template = tmp_path / "模板.typ"
    template.write_text('#import "@preview/no-such-package-of-anybody:0.1.0": *\n', "utf-8")
    (tmp_path / "各种").mkdir()
    own = {"DUTYLIST_TEMPLATES": str(tmp_path / "各种")}
    with listening() as listener:
        proxy = f"http://127.0.0.1:{listener.port}"
        done = excerpts(tmp_path, template, "pdf", https_proxy=proxy, HTTPS_PROXY=proxy)
        template.rename(tmp_path / "各种" / "excerpt.typ")
        again = excerpts(tmp_path, None, "pdf", https_proxy=proxy, HTTPS_PROXY=proxy, **own)
    assert (done.returncode, again.returncode, listener.heard) == (9, 9, [])
    assert "“模板.typ”" in done.stderr
    assert "“excerpt.typ”" in again.stderr


_MEASURED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""
"""Runs a command and says how many KiB it, or what it began, had at most."""


def excerpts(
    folder: Path, template: Path | None, form: str, *limits: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    source = folder / "清单.txt"
    source.write_text(list_text(), "utf-8")
    command = [sys.executable, "-m", "dutylist.app.cli", *limits, "excerpt", str(source), "--all"]
    own = ["--template", str(template)] if template else []
    options = [*own, "--to", form, "-o", str(folder / "out")]
    return subprocess.run(
        [sys.executable, "-c", _MEASURED, *command, *options],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )

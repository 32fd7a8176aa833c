"""Commands over the lists of a whole county: both sides against each other, and all townships."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dutylist.app.options import (
    DEPARTMENTS_FILE,
    FOLDER,
    JSON,
    TOLD,
    command,
    faces_for,
    formats_option,
    read_all,
    read_limits,
    source_of,
    tell,
    tell_checks,
    told_of_all,
)
from dutylist.app.terminal import say
from dutylist.render.formats import REPORT

if TYPE_CHECKING:
    from dutylist.compare.counties import CountyLists
    from dutylist.compare.county import OfficeBook
    from dutylist.render.views.report import Report


@command("mirror")
@click.argument("files", metavar="清单…", nargs=-1, required=True)
@TOLD
@formats_option(REPORT, "docx,html")
@FOLDER
@DEPARTMENTS_FILE
@JSON
def mirror_command(
    files: tuple[str, ...],
    formats: tuple[str, ...],
    folder: str,
    departments_file: str | None,
    as_json: bool,
) -> None:
    """乡镇清单与部门清单对照：哪些事项一边有、另一边没有，或者两边文字不同。

    乡镇的清单和部门自己的清单（镇街配合履职、本部门收回）一起写上，不分先后。

    \b
    例：dutylist mirror 甲镇.pdf 乙镇.docx 水利局.docx --to docx,xlsx -o 对照
    """
    from dutylist.compare.mirror import mirror
    from dutylist.records.errors import EmptyListError
    from dutylist.render.each import write_each
    from dutylist.render.views.mirror import finding_text, mirror_report, refusal_text
    from dutylist.render.write_report import report_files

    lists = read_all(files, departments_file)
    tell_checks(lists, files)
    townships = [one for one in lists if one.side == "township"]
    departments = [one for one in lists if one.side == "department"]
    if not townships or not departments:
        raise EmptyListError(
            f"写了乡镇清单 {len(townships)} 份、部门清单 {len(departments)} 份，两边都要有",
            "部门自己的清单要有“镇街配合履职”或“本部门收回”的表，“本部门职责”“关联镇街”的栏",
        )
    found = mirror(townships, departments)
    refused = [f"{refusal_text(one)}。" for one in found.refused]
    if not found.offices:
        raise EmptyListError("没有可以对照的部门清单", "".join(refused))
    for sentence in refused:
        say(sentence, err=True)
    for finding in found.findings:
        say(f"{finding_text(finding)}。", err=True)
    say(f"一致 {found.agree} 项，不一致 {len(found.findings)} 处。", err=True)
    faces = faces_for(False) if "pdf" in formats else None
    wanted = report_files(mirror_report(found), "乡镇部门对照", formats, Path(folder), faces)
    tell(write_each(wanted, source_of(*files)), as_json)
    if refused:
        raise click.exceptions.Exit(1)


@command("county")
@click.argument("source", metavar="文件夹")
@TOLD
@formats_option(REPORT, "docx,html")
@FOLDER
@DEPARTMENTS_FILE
@JSON
def county_command(
    source: str,
    formats: tuple[str, ...],
    folder: str,
    departments_file: str | None,
    as_json: bool,
) -> None:
    """全县汇总：每个部门一份，逐项写明哪些乡镇有、文字哪里不同、由谁承担，附对照表；另有一份
    “汇总说明”：用了哪些乡镇的哪个文件，部门名称有哪些写法，各乡镇缺哪些多数乡镇有的事项。

    “文件夹”里是各乡镇的清单，也可以是 ZIP 压缩包、batch 写出的库（.sqlite），
    或网页的数据文件夹（含更正）。同一乡镇有几年的，用最新的一份；有文件没读成的，退出码是 1。
    清单来自几个县（市、区）的，一个县一个文件夹，各汇总各的。

    \b
    例：dutylist county 各乡镇 --to docx,xlsx -o 汇总
    """
    from dutylist.app.county import township_lists
    from dutylist.app.progress import track
    from dutylist.compare.counties import by_county
    from dutylist.compare.county import county, lacking
    from dutylist.compare.mirror import place_of
    from dutylist.render.each import write_each
    from dutylist.render.views.county import (
        counties_told,
        county_report,
        perhaps_told,
        unsaid_told,
    )
    from dutylist.render.views.county_overview import OVERVIEW, UsedList, county_overview
    from dutylist.render.write_report import report_files

    found = township_lists(
        Path(source),
        Path(folder),
        read_limits(),
        told_of_all(departments_file),
        lambda outcomes, total: track(outcomes, total, "读清单"),
    )
    counties = by_county(found.lists)
    books: list[tuple[Path, OfficeBook, str]] = []
    overviews: list[tuple[Path, Report]] = []
    for target, one in zip(_folders(Path(folder), counties), counties, strict=True):
        lists = [found.lists[at] for at in one.places]
        own = county(lists, map(one.places.index, one.unsaid))
        books += [(target, book, name) for book, name in _named(own)]
        used = [UsedList(found.lists[at], found.files[at], at in one.unsaid) for at in one.places]
        overview = county_overview(one.name, used, own, lacking(lists))
        overviews.append((target, overview))
        if one.unsaid:
            names = [place_of(found.lists[at]) for at in one.unsaid]
            say(f"{unsaid_told(names)}。", err=True)
        for book in own:
            for sentence in perhaps_told(book):
                say(f"{sentence}。", err=True)
    faces = faces_for(False) if "pdf" in formats else None
    reports = [
        *((target, overview, OVERVIEW) for target, overview in overviews),
        *((target, county_report(book), name) for target, book, name in books),
    ]
    files = (
        file
        for target, report, name in reports
        for file in report_files(report, name, formats, target, faces)
    )
    say(f"乡镇 {len(found.lists)} 个，部门 {len(books)} 个。", err=True)
    if told := counties_told(counties):
        say(told, err=True)
    written = write_each(files, source_of(source))
    tell(track(written, len(reports) * len(formats), "写文件"), as_json)
    if found.unread:
        raise click.exceptions.Exit(1)


def _folders(folder: Path, counties: Sequence[CountyLists]) -> list[Path]:
    """Where each county's books go: a folder of its own where there are several."""
    from dutylist.render.files import safe_name, unique_names
    from dutylist.render.views.county import county_name

    if len(counties) == 1:
        return [folder]
    names = unique_names([safe_name(county_name(one)) for one in counties])
    return [folder / name for name in names]


def _named(books: Sequence[OfficeBook]) -> list[tuple[OfficeBook, str]]:
    """A county's books with the names of their files."""
    from dutylist.render.files import safe_name, unique_names

    return list(zip(books, unique_names([safe_name(one.office) for one in books]), strict=True))

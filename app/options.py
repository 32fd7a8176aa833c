"""What several commands share: their options, and how they read, tell and print."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dutylist.app.terminal import give, say, telling_pages
from dutylist.extract.formats.limits import ReadLimits

if TYPE_CHECKING:
    from dutylist.app.batch.outcome import Told
    from dutylist.app.corrections.lay_over import Corrected
    from dutylist.extract.lists.choices import Choices
    from dutylist.records.assignments import Assignments
    from dutylist.records.findings import Finding
    from dutylist.records.model import DutyList
    from dutylist.render.typeset.faces import Faces

TEMPLATE_SECONDS = 120.0
"""Filling the office's own template may take so long: all excerpts of a list need some seconds."""

_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
NOWHERE = {name: "http://127.0.0.1:9" for one in _PROXIES for name in (one, one.lower())}
"""A proxy where nothing listens (the port "discard")."""

F = TypeVar("F", bound=Callable[..., Any])


def formats_option(allowed: tuple[str, ...], default: str) -> Callable[[F], F]:
    """The option `--to`: formats separated by commas, each one of those allowed."""

    def split(context: click.Context, parameter: click.Parameter, value: str) -> tuple[str, ...]:
        wanted = tuple(dict.fromkeys(part.strip().lower() for part in value.split(",") if part))
        unknown = [part for part in wanted if part not in allowed]
        if unknown or not wanted:
            raise click.BadParameter(
                f"不认识的格式 {'、'.join(unknown) or value}；可选 {'、'.join(allowed)}"
            )
        return wanted

    return click.option(
        "--to",
        "formats",
        default=default,
        show_default=True,
        callback=split,
        metavar="格式",
        help=f"写成什么格式，几种用逗号隔开：{'、'.join(allowed)}。",
    )


_TAKE_ALL = "take_all"
_COLUMNS = "columns"
_WORDS_OF = "words_of"
_CHARACTERS = "characters"


def _keep(context: click.Context, parameter: click.Parameter, value: object) -> None:
    """Keep an option for `read`; the command itself has no use for it."""
    context.meta[str(parameter.name)] = value


def TOLD(function: F) -> F:  # noqa: N802
    """The options by which the clerk says of files what they do not say themselves."""
    for decorate in (
        click.option(
            "--columns",
            _COLUMNS,
            metavar="文件",
            expose_value=False,
            callback=_keep,
            help='各栏是什么，一行一栏，如 "办理科室" = "部门"（columns.toml）。',
        ),
        click.option(
            "--characters",
            _CHARACTERS,
            metavar="文件",
            expose_value=False,
            callback=_keep,
            help='自造字是什么，一行一个，如 "U+E5E0" = "、"（characters.toml）。',
        ),
        click.option(
            "--take-all",
            _TAKE_ALL,
            is_flag=True,
            expose_value=False,
            callback=_keep,
            help="只是像清单的表格也读入。",
        ),
        click.option(
            "--words-of",
            _WORDS_OF,
            multiple=True,
            metavar="文件",
            expose_value=False,
            callback=_keep,
            help="读扫描件时，没有把握的字照这份记录或文本里的词来定（去年的、邻镇的清单），可以写几次。",
        ),
    ):
        function = decorate(function)
    return function


def FILE(function: F) -> F:  # noqa: N802
    """The argument of a command that reads a list, with what the clerk can say of the file."""
    return TOLD(click.argument("file", metavar="文件")(function))


def choices_told() -> Choices:
    """What the clerk said of the files."""
    from dutylist.extract.lists.choices import (
        Choices,
        load_characters,
        load_columns,
        load_said,
    )

    meta = click.get_current_context().meta
    columns, characters = meta.get(_COLUMNS), meta.get(_CHARACTERS)
    return Choices(
        bool(meta.get(_TAKE_ALL)),
        load_columns(Path(columns)) if columns else {},
        tuple(load_said(Path(name)) for name in meta.get(_WORDS_OF, ())),
        load_characters(Path(characters)) if characters else {},
    )


FOLDER = click.option(
    "-o",
    "--output",
    "folder",
    default="output",
    show_default=True,
    metavar="文件夹",
    help="写到哪个文件夹（没有就新建）。",
)
DEBUG = click.option(
    "--debug", is_flag=True, expose_value=False, help="出错时显示程序内部的详细信息。"
)
JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序使用。")


def told_of_all(departments_file: str | None) -> Told:
    """What the clerk says of all files of a folder."""
    from dutylist.app.batch.outcome import Told
    from dutylist.extract.offices.departments_file import load_departments

    confirmed = load_departments(Path(departments_file)) if departments_file else ()
    return Told(choices_told(), tuple(confirmed))


DEPARTMENTS_FILE = click.option(
    "--departments-file",
    metavar="文件",
    help="已确认的部门名称文件 departments.toml（见 dutylist departments --write）。",
)
SECOND_READER = click.option(
    "--second-reader",
    is_flag=True,
    help="用另一个程序再读一遍（PDF：pdfplumber；Word、Excel：python-docx、openpyxl），"
    "逐字比较，不同的列出来。",
)
EMBEDDED_FONTS = click.option(
    "--embedded-fonts",
    is_flag=True,
    help="只用程序自带的字体，不用本机的仿宋、黑体、小标宋。",
)


ASSIGNMENTS = click.option(
    "--assignments",
    "filled",
    metavar="文件",
    help="已填的分工表 .xlsx（见 dutylist assign --write）。",
)


MOST_TOLD = 20
"""Findings of a workbook that a command shows which prints it: more say that it is another's."""


def assignments_from(filled: str | None, duty_list: DutyList, file: str) -> Assignments | None:
    """The assignments of the workbook that a command names, None for none; what does not fit the
    list is told."""
    if filled is None:
        return None
    from dutylist.extract.assignments_file import load_assignments
    from dutylist.records.assigned import assigned

    assignments = load_assignments(Path(filled))
    findings = assigned(duty_list, assignments).findings
    # That a duty is nobody's is seen on what is printed, and may be meant.
    told = [one for one in findings if one.code != "nobody"]
    for one in told[:MOST_TOLD]:
        say(f"{one.place}：{one.message}", err=True)
    nobody = len(findings) - len(told)
    vacant = f"（其中没有责任站所和责任人的 {nobody} 项）" if nobody else ""
    where = f"，见 dutylist assign {file} --assignments {filled}" if findings else ""
    say(f"分工表核对：{len(findings)} 处要看{vacant}{where}。", err=True)
    return assignments


def command(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    """A command with Chinese metavars and `--debug`."""

    def decorate(function: Callable[..., Any]) -> click.Command:
        return click.command(name, options_metavar="[选项]")(DEBUG(function))

    return decorate


def second_findings(file: str, duty_list: DutyList) -> tuple[tuple[Finding, ...], str]:
    """Where an independent reader reads the file otherwise, and the figures in a sentence, which
    is told, too."""
    from dutylist.app.worker.watch import bounded

    with bounded(Path(file).name, read_limits()):
        # Imported within, and only when asked: the second reader is slow to load.
        from dutylist.extract.second_reader import findings_of, second_reading

        agreement = second_reading(Path(file), duty_list)
    if agreement is None:
        said = "这种格式没有第二种读法，没有比较。"
        say(said, err=True)
        return (), said
    say(agreement.sentence, err=True)
    return findings_of(agreement), agreement.sentence


def read(file: str, departments_file: str | None, name: str = "") -> DutyList:
    """The records of the file that a command names, within the limits of the command line. Errors
    call it by `name`, by its own without folders if "".
    """
    from dutylist.app.worker.watch import bounded

    choices = choices_told()
    name = name or Path(file).name
    with (
        bounded(name, read_limits()) as given,
        called(name, Path(file).name),
        telling_pages(given) as limits,
    ):
        # Imported within: what splits here has loaded next to nothing.
        from dutylist.app.files import read_list

        if departments_file is None:
            return read_list(file, limits=limits, choices=choices)
        from dutylist.extract.offices.departments_file import load_departments

        return read_list(file, load_departments(Path(departments_file)), limits, choices)


def corrected(duty_list: DutyList, corrections: Path, file: str) -> Corrected:
    """The records of a file with the corrections of a corrections file that fit, what does not
    fit is told. Raises InvalidRecordsError where they were made over another township's list."""
    import hashlib

    from dutylist.app.corrections.exchange import load_corrections, other_township, take_over
    from dutylist.app.corrections.lay_over import apply_corrections
    from dutylist.app.corrections.model import describe
    from dutylist.records.errors import FileMissingError, InvalidRecordsError
    from dutylist.records.toml_file import small_content

    try:
        text = small_content(corrections).decode("utf-8", "replace")
        content = Path(file).read_bytes() if file != "-" else b""
    except OSError as error:
        raise FileMissingError(
            "更正文件读不出来", "请核对路径和权限", file=corrections.name
        ) from error
    held = load_corrections(text, corrections.name)
    same = hashlib.sha256(content).hexdigest() == held.sha256
    if not same and (own := other_township(held.township, duty_list)):
        raise InvalidRecordsError(
            f"这是“{held.township}”的更正，清单是“{own}”的",
            "请核对是不是选错了文件；乡镇更名、合并的，在网页的“更正”里导入，逐处核对",
            file=corrections.name,
        )
    taken = take_over(duty_list, (), held.wanted, same_list=same)
    now = apply_corrections(duty_list, taken.corrections)
    unsaid = f"，{taken.present} 处本来就对" if taken.present else ""
    unfit = f"，{len(taken.told)} 处对不上，没有套用：" if taken.told else "。"
    say(f"套用更正 {len(taken.corrections)} 处{unsaid}{unfit}", err=True)
    for one in taken.told:
        say(f"  {describe(one.correction)}——{one.why}。", err=True)
    return now


def explain(file: str, departments_file: str | None) -> str:
    """Why the file that a command names is read as it is, within the same limits as `read`."""
    from dutylist.app.worker.watch import bounded

    choices = choices_told()
    with bounded(Path(file).name, read_limits()) as limits:
        from dutylist.extract.explain import explanation
        from dutylist.extract.offices.departments_file import load_departments

        confirmed = load_departments(Path(departments_file)) if departments_file else ()
        return explanation(Path(file), confirmed, limits, choices)


@contextmanager
def called(name: str, own: str) -> Iterator[None]:
    """Errors that name a file by its own name call it by another."""
    # Imported within: what splits here has loaded next to nothing.
    from dutylist.records.errors import DutyListError

    try:
        yield
    except DutyListError as error:
        if error.file == own:
            error.file = name
        raise


def read_and_tell(file: str, departments_file: str | None) -> DutyList:
    """The records of a file; what its check counts is told on standard error."""
    duty_list = read(file, departments_file)
    tell_check(duty_list, file)
    return duty_list


def read_to_hand_out(file: str, departments_file: str | None) -> DutyList:
    """The records of a file as handouts name them, as `read_and_tell`."""
    return named(read_and_tell(file, departments_file), file)


def named(duty_list: DutyList, file: str) -> DutyList:
    """The records of a file with township and date, from its name where nothing else tells."""
    if duty_list.issued and duty_list.place:
        return duty_list
    # Imported within: what most lists do not need.
    from dutylist.compare.identity import as_named

    return as_named(duty_list, file)


def read_all(files: Sequence[str], departments_file: str | None) -> list[DutyList]:
    """The records of several files. Those of one name in several folders are told apart by their
    folders.
    """
    names = Counter(Path(file).name for file in files)
    return [
        read(file, departments_file, file if names[Path(file).name] > 1 else "") for file in files
    ]


def tell_checks(lists: Iterable[DutyList], files: Iterable[str]) -> None:
    """Say of each list what `tell_check` says."""
    for duty_list, file in zip(lists, files, strict=True):
        tell_check(duty_list, file)


def tell_check(duty_list: DutyList, file: str, written: Path | None = None) -> None:
    """Say how many findings a list has, and where to read them: in the report that was `written`,
    or by the command that shows them."""
    from dutylist.records.check import check
    from dutylist.records.findings import level_counts

    findings = check(duty_list)
    name = f"“{file}”" if file != "-" else ""
    where = f"，见 {written or f'dutylist check {file}'}" if findings else ""
    say(f"核对{name}：{level_counts(Counter(one.level for one in findings))}{where}", err=True)


@contextmanager
def own_template(template: str | None) -> Iterator[Path | None]:
    """The office's own template, whose filling is bounded as reading a file is, and calls nobody:
    Typst would fetch packages that a template names."""
    if template is None:
        yield None
        return
    from dutylist.app.worker.watch import bounded

    limits = read_limits()
    limits = replace(limits, max_seconds=min(limits.max_seconds, TEMPLATE_SECONDS))
    before = {name: os.environ.get(name) for name in NOWHERE}
    os.environ.update(NOWHERE)
    try:
        with bounded(Path(template).name, limits):
            yield Path(template)
    finally:
        # Whoever calls the command from Python goes on with the network that there was.
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def read_limits() -> ReadLimits:
    """The limits that stand before the command."""
    return click.get_current_context().find_root().obj or ReadLimits()


def faces_for(embedded_only: bool, *duty_lists: DutyList) -> Faces:
    """The faces to print with; says once what stands in for the official ones, unless only those
    that come with the program were asked for, and which characters of the lists none has."""
    from dutylist.render.typeset.faces import load_faces, stand_ins, unprintable

    faces = load_faces(system=not embedded_only)
    if not embedded_only and (sentence := stand_ins(faces)):
        say(f"注意：{sentence}；装上后重新输出即可。", err=True)
    for duty_list in duty_lists:
        for note in unprintable(duty_list, faces):
            place = f"第 {note.page} 页 " if note.page else ""
            say(f"注意：{place}{note.text}。", err=True)
    return faces


def department_named(duty_list: DutyList, name: str, file: str) -> str:
    """The canonical department that a person means by a name, a short one included."""
    from dutylist.records.department_counts import find_department

    return find_department(duty_list, name, file).name


def source_of(*files: str) -> str:
    """What documents are made of, for `write_each`: the files that the command names."""
    return "\n".join(os.path.abspath(file) for file in files)


def tell(paths: Iterable[Path], as_json: bool) -> None:
    """Print the paths that were written, one a line or as JSON; also where others were not."""
    written: list[str] = []
    try:
        written.extend(str(path) for path in paths)
    finally:
        if as_json:
            print_json(written)
        else:
            for path in written:
                say(path)


def print_json(value: Any) -> None:
    """Print a value for programs."""
    give(json.dumps(value, ensure_ascii=False, indent=2) + "\n")

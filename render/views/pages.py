"""Where in the published list a duty stands: by the page numbers printed there, which are what a
reader of the paper can look up, and by the file's pages where they are others."""

from __future__ import annotations

from dutylist.records.model import Duty, DutyList
from dutylist.records.wording import said

_TO = "–"


def page_words(duty_list: DutyList, duty: Duty) -> str:
    """ "第31页", "第31–32页（文件第33–34页）" where the file counts otherwise, "文件第33页" where
    no number is printed, "" where nothing is known."""
    printed, in_file = _numbers(duty_list, duty)
    if printed == in_file:
        return said("pages.page", page=printed) if printed else ""
    return _both("page_and_file", "file_page", printed, in_file)


def page_numbers(duty_list: DutyList, duty: Duty) -> str:
    """The same for a column of a table: "31", "31–32（文件33–34）", "文件33", ""."""
    printed, in_file = _numbers(duty_list, duty)
    if printed == in_file:
        return printed
    return _both("number_and_file", "file_number", printed, in_file)


def page_label(duty_list: DutyList, page: int) -> str:
    """The same for one page of the file."""
    printed = duty_list.printed_number(page)
    if printed == str(page):
        return said("pages.page", page=page)
    return _both("page_and_file", "file_page", printed, str(page))


def _both(both: str, alone: str, printed: str, in_file: str) -> str:
    """The printed page and the file's, or the file's alone where none is printed."""
    return said(f"pages.{both if printed else alone}", page=printed, file=in_file)


def _numbers(duty_list: DutyList, duty: Duty) -> tuple[str, str]:
    """What is printed on a duty's pages, "" unless all of them are numbered, and the file's own."""
    pages = duty.source.pages
    printed = [duty_list.printed_number(page) for page in pages]
    return _range(printed) if all(printed) else "", _range([str(page) for page in pages])


def _range(numbers: list[str]) -> str:
    """ "33" or "33–34", of numbers that may be ranges themselves; "" of none."""
    if not numbers:
        return ""
    first, last = numbers[0].split(_TO)[0], numbers[-1].split(_TO)[-1]
    return first if first == last else f"{first}{_TO}{last}"

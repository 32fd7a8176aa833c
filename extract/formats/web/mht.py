"""Read a web page saved as a single file (MHT, MHTML): RFC 2557, a mail with parts."""

from __future__ import annotations

from email import message_from_bytes
from email.errors import CloseBoundaryNotFoundDefect
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import urljoin

from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.formats.sniff import expect_format
from dutylist.extract.formats.web.encoding import page_text
from dutylist.extract.formats.web.html import CUT_OFF, html_blocks
from dutylist.extract.source import Block, SourceDocument
from dutylist.records.errors import DamagedFileError, LimitExceededError
from dutylist.records.model import Note


def read_mht(path: Path, limits: ReadLimits = ReadLimits()) -> SourceDocument:  # noqa: B008
    """Read every page in the file, in order: Excel saves each sheet as one of its own. Pages are 0.

    Raises UnknownFormatError (no MHT), DamagedFileError (no page in it) and LimitExceededError.
    """
    expect_format(path, "mht")
    if path.stat().st_size > limits.max_bytes:
        raise LimitExceededError(
            f"文件超过上限 {limits.max_bytes // 1_000_000} MB",
            "请核对是不是选错了文件",
            file=path.name,
        )
    blocks, notes = mht_blocks(path.read_bytes(), path.name)
    return SourceDocument(path.name, blocks, 0, notes)


def mht_blocks(data: bytes, name: str) -> tuple[tuple[Block, ...], tuple[Note, ...]]:
    """The lines and tables of all pages in an MHT file, and what was left out."""
    message = message_from_bytes(data, policy=default)
    pictures = _pictures(message)
    blocks: list[Block] = []
    notes: list[Note] = []
    pages = 0
    for part in message.walk():
        if not isinstance(part, EmailMessage) or part.get_content_type() not in _PAGES:
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or not content.strip():
            continue
        text, unread = page_text(content, part.get_content_charset() or "")
        if "<frameset" in text.lower():
            continue
        pages += 1
        found, said = html_blocks(text, name, _named(pictures, _location(part)))
        blocks.extend(found)
        notes.extend(said)
        if unread:
            notes.append(Note(0, f"有 {unread} 处文字编码无法识别，以“\ufffd”代替，请核对"))
    if any(isinstance(one, CloseBoundaryNotFoundDefect) for one in message.defects):
        notes.append(Note(0, CUT_OFF, damage=True))
    if not pages:
        raise DamagedFileError(
            "单个文件网页（MHT）里没有网页", "请用浏览器打开核对，重新保存", file=name
        )
    return tuple(blocks), tuple(notes)


_PAGES = ("text/html", "application/xhtml+xml")


def _location(part: EmailMessage) -> str:
    return str(part.get("Content-Location", "")).strip()


def _pictures(message: EmailMessage) -> dict[str, bytes]:
    """The pictures in the file by their addresses and by their ids ("cid:…")."""
    found: dict[str, bytes] = {}
    for part in message.walk():
        if isinstance(part, EmailMessage) and part.get_content_maintype() == "image":
            data = part.get_payload(decode=True)
            if isinstance(data, bytes):
                found[_location(part)] = data
                found[f"cid:{str(part.get('Content-ID', '')).strip().strip('<>')}"] = data
    return found


def _named(pictures: dict[str, bytes], page: str) -> dict[str, bytes]:
    """The pictures by the names that a page at that address uses for them."""
    folder = urljoin(page, ".")
    near = {
        name.removeprefix(folder): data
        for name, data in pictures.items()
        if folder and name.startswith(folder)
    }
    return pictures | near

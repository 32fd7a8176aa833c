"""Bytes of a text file in any of the encodings that offices save → its text."""

from __future__ import annotations

from dutylist.extract.formats.sniff import HEAD_BYTES, utf_16
from dutylist.records.errors import DamagedFileError


def decode_text(data: bytes, name: str) -> str:
    """Bytes of a text file as text: UTF-8, UTF-16 or GB 18030.

    Raises DamagedFileError where it is none of them.
    """
    wide = utf_16(data[:HEAD_BYTES])
    encodings = [wide] if wide else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DamagedFileError(
        "文字编码无法识别", "请用记事本打开，另存为 UTF-8 编码的文本文件后再试", file=name
    )

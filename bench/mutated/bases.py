"""The sound files that are changed: one invented list in every format that is read.

What LibreOffice wrote lies beside this module: 清单.odt and .rtf out of the Word file made here,
清单.ods and .xls out of the workbook.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import docx
import pypdfium2
import xlsxwriter

from dutylist.extract.read import read_duty_list
from dutylist.records.json_form import dump_records
from dutylist.render.typeset.faces import load_faces
from dutylist.render.write import write_official

_COLUMNS = {
    "基本履职": ("序号", "事项类别", "事项名称"),
    "配合履职": ("序号", "事项类别", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责"),
}
_BY_LIBREOFFICE = (".odt", ".ods", ".xls", ".rtf")
_TABLE_PAGE = 2
"""Of the official PDF, from 0: the first page with a table on it."""

Lists = list[tuple[str, list[tuple[str, ...]]]]


def list_rows() -> Lists:
    """An invented list: title and rows of each table, header first."""
    names = ("河湖保护", "防汛抗旱", "森林防火", "临时救助", "食品安全", "道路管护", "养老服务")
    lists: Lists = []
    for kind, columns in _COLUMNS.items():
        rows = [columns]
        for number, name in enumerate(names * 2, 1):
            whole = (
                *(str(number), ("经济发展", "民生服务")[number > 7], f"{name}第{number}项工作"),
                *("县水务局、县民政局", f"1.县水务局负责{name}；\n2.县民政局负责救助。"),
                "1.开展巡查；\n2.及时上报。",
            )
            rows.append(whole[: len(columns)])
        lists.append((f"{kind}事项清单", rows))
    return lists


def base_files(folder: Path) -> dict[str, bytes]:
    """The sound files by suffix, made in `folder`."""
    source = folder / "清单.txt"
    source.write_bytes(_text())
    duty_list = read_duty_list(source)
    faces = load_faces(system=False)
    pdf, ofd = write_official(duty_list, ["pdf", "ofd"], folder / "out", faces=faces)
    word = _docx()
    return {
        ".txt": _text(),
        ".csv": _csv(),
        ".md": _markdown(),
        ".json": dump_records(duty_list).encode(),
        ".pdf": pdf.read_bytes(),
        ".ofd": ofd.read_bytes(),
        ".docx": word,
        ".xlsx": _xlsx(),
        ".html": _html(),
        ".mht": _saved_page(),
        ".zip": _archive({"青禾镇/清单.docx": word, "安丰镇/清单.txt": _text()}),
        **{
            suffix: Path(__file__).with_name(f"清单{suffix}").read_bytes()
            for suffix in _BY_LIBREOFFICE
        },
        **dict(_pictures(pdf)),
    }


def _stored(suffix: str) -> bytes:
    return Path(__file__).with_name(f"清单{suffix}").read_bytes()


def _text() -> bytes:
    lists = "\n".join(
        f"{title}\n" + "\n".join("\t".join(map(_on_one_line, row)) for row in rows)
        for title, rows in list_rows()
    )
    return f"云岭省清河市安丰县青禾镇履职事项清单\n2025年9月\n\n{lists}\n".encode()


def _on_one_line(cell: str) -> str:
    return cell.replace("\n", " ")


def _csv() -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    for title, rows in list_rows():
        writer.writerow([title])
        writer.writerows(rows)
    return out.getvalue().encode()


def _markdown() -> bytes:
    lines = ["# 青禾镇履职事项清单"]
    for title, (header, *rows) in list_rows():
        lines += ["", f"## {title}", "", _piped(header), _piped(("---",) * len(header))]
        lines += map(_piped, rows)
    return "\n".join(lines).encode()


def _piped(row: tuple[str, ...]) -> str:
    cells = (cell.replace("\n", "<br>") for cell in row)
    return f"| {' | '.join(cells)} |"


def _docx() -> bytes:
    document = docx.Document()
    document.add_paragraph("青禾镇履职事项清单")
    for title, rows in list_rows():
        document.add_paragraph(title)
        table = document.add_table(len(rows), len(rows[0]), "Table Grid")
        for cells, row in zip(table.rows, rows, strict=True):
            for cell, text in zip(cells.cells, row, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _xlsx() -> bytes:
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    for title, rows in list_rows():
        sheet = workbook.add_worksheet(title[:4])
        sheet.write(0, 0, title)
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, row)
    workbook.close()
    return out.getvalue()


def _html() -> bytes:
    tables = "".join(
        f"<h2>{title}</h2><table border=1>"
        + "".join(
            "<tr>" + "".join(f"<td>{cell.replace(chr(10), '<br>')}</td>" for cell in row) + "</tr>"
            for row in rows
        )
        + "</table>"
        for title, rows in list_rows()
    )
    return f"<!doctype html><meta charset=utf-8><h1>青禾镇履职事项清单</h1>{tables}".encode()


def _saved_page() -> bytes:
    """The web page as a browser saves it into one file."""
    message = EmailMessage()
    message["Subject"] = "list"
    message.set_content(_html().decode(), subtype="html", cte="quoted-printable")
    message.add_related(b"body { margin: 1em }", "text", "css")
    return bytes(message)


def _archive(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def _pictures(pdf: Path) -> Iterator[tuple[str, bytes]]:
    """A page of the PDF as scanners and telephones give it: 150 dots an inch."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[_TABLE_PAGE].render(scale=150 / 72).to_pil().convert("L")
    for suffix, form in ((".png", "PNG"), (".jpg", "JPEG"), (".tif", "TIFF")):
        out = io.BytesIO()
        page.save(out, form)
        yield suffix, out.getvalue()

"""Every document of the real list: official list, excerpts, cards, each as PDF and Word.

python bench/all_documents.py
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from dutylist.extract.read import read_duty_list
from dutylist.render.typeset.faces import load_faces
from dutylist.render.write import write_cards, write_excerpts, write_official

LIST = Path(__file__).resolve().parent.parent / "tests/data/santai-2025.txt"
FORMATS = ("pdf", "docx")


def main() -> None:
    start, used = time.perf_counter(), time.process_time()

    def tell(what: str, count: int) -> None:
        clock, processor = time.perf_counter() - start, time.process_time() - used
        print(f"  {what} {count} 个文件：到此历时 {clock:.2f} 秒，处理器 {processor:.2f} 秒")

    duty_list = read_duty_list(LIST)
    faces = load_faces()
    departments = [department.name for department in duty_list.departments]
    duties = [(table.kind, duty) for table in duty_list.lists for duty in table.duties]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tell("正式清单", len(write_official(duty_list, FORMATS, folder, faces=faces)))
        excerpts = write_excerpts(duty_list, departments, FORMATS, folder, faces=faces)
        tell("部门摘录", len(list(excerpts)))
        cards = write_cards(duty_list, duties, FORMATS, folder, faces=faces, code="short")
        tell(f"责任卡（{len(duties)} 张）", len(list(cards)))


if __name__ == "__main__":
    main()

"""What Python compiles for our dataclasses, kept for the next start (kept.py).

For each class Python writes five or six functions as text and compiles them: of all that a start
imports that is a quarter. Here the very code is taken up again. To import this module is enough:
the command line does so before all else of ours, a library's user is left alone.
"""

from __future__ import annotations

import dataclasses
import marshal
from typing import Any

from dutylist.records.kept import keep_later, taken_up


def run(text: str, names: dict[str, Any], own: dict[str, Any]) -> None:
    """What `exec` does with a text."""
    packed = taken_up("code", text)
    if packed is None:
        code = compile(text, "<string>", "exec", dont_inherit=True)
        keep_later("code", text, lambda: marshal.dumps(code))
    else:
        code = marshal.loads(packed)
    exec(code, names, own)


# The name that the module's functions look up before Python's own.
vars(dataclasses)["exec"] = run

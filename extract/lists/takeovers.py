"""Which departments a takeover cell names, and how each goes on with the duty."""

from __future__ import annotations

from collections.abc import Iterator

from dutylist.extract.lists.columns import header_role, of_header_words
from dutylist.extract.offices.column_names import looks_like_office, split_names
from dutylist.records.model import Role
from dutylist.records.patterns import Pattern

# 承接部门： 工作方式. The name stands at the beginning or after a sentence.
_TAKEOVER_HEAD = Pattern(r"(?:^|(?<=[\s。；;]))([^\s：:。；;，,]{3,80})[：:]\s*")
# 承接部门：县公安局；工作方式：每月检查。
_TAKEOVER_LABEL = Pattern(r"(?:^|(?<=[\s。；;，,]))(?P<label>[^\s：:。；;，,、]{2,12})[：:]\s*")
_SAID = "：:。；;\n"
_BETWEEN = "。；;，, \n"
_OF_TAKEOVER: frozenset[Role | None] = frozenset(
    ("takeover department", "takeover method", "departments")
)


def split_takeover(text: str) -> tuple[tuple[str, str], ...]:
    """(department as printed, method) for each department in a takeover cell.

    A text that begins with no department's name gives ("", text).
    """
    if labelled := tuple(_labelled_takeover(text.strip())):
        return labelled
    heads = [
        match
        for match in _TAKEOVER_HEAD.finditer(text)
        if match.start() == 0 or all(looks_like_office(name) for name in split_names(match[1]))
    ]
    # 牵头负责：… is no department's name.
    if not heads or heads[0].start() > 0 or of_header_words(heads[0][1]):
        return (("", text.strip()),) if text.strip() else ()
    ends = [match.start() for match in heads[1:]] + [len(text)]
    return tuple(
        (name, text[match.end() : end].strip())
        for match, end in zip(heads, ends, strict=True)
        for name in split_names(match[1])
    )


def _labelled_takeover(text: str) -> Iterator[tuple[str, str]]:
    """The same where labels say which is which; nothing where none does. The names may stand in
    front of the method's label without one of their own."""
    labels = [
        (match, role)
        for match in _TAKEOVER_LABEL.finditer(text)
        if (role := header_role(match["label"])) in _OF_TAKEOVER
    ]
    if not labels:
        return
    ends = [match.start() for match, _ in labels[1:]] + [len(text)]
    front = text[: labels[0][0].start()].strip(_BETWEEN)
    if set(front) & set(_SAID):
        # 县民政局：组织年检。工作方式：…
        return
    names = split_names(front)
    told = not names
    for (match, role), end in zip(labels, ends, strict=True):
        value = text[match.end() : end]
        if role == "takeover method":
            yield from ((name, value.strip()) for name in names or ("",))
            told = True
            continue
        if not told:
            yield from ((name, "") for name in names)
        names, told = split_names(value.strip(_BETWEEN)), False
    if not told:
        yield from ((name, "") for name in names)

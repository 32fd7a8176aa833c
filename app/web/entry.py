"""Who may come in: whoever has the secret address, or people with a name and a password.

The address that `dutylist serve` opens carries a random token, which is exchanged for a cookie
(as Jupyter does): another user of the same machine knows the port, not the token. An office's
server has a password file instead, one line a person; whoever corrects something is then who
came in under that name.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import threading
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from pathlib import Path

from dutylist.app.web.running import private
from dutylist.records.errors import (
    CannotWriteError,
    FileMissingError,
    InvalidRecordsError,
    system_words,
)

TOKEN = "token"
"""The parameter of the address that carries the token."""

# RFC 7914's parameters for interactive logins: 16 MiB and some 50 ms a try.
_COST, _BLOCK, _PARALLEL = 1 << 14, 8, 1

MOST_TRIES = 5
"""Wrong passwords for one name before it has to wait."""

WAIT_SECONDS = 60.0
"""So long it waits from the first of them."""

LONGEST_NAME = 40
"""Characters of a person's name."""

LONGEST_PASSWORD = 200
"""Characters that are looked at: nobody types more."""

_LINE = re.compile(r"(?P<name>[^:\s][^:]*):scrypt:(?P<salt>[0-9a-f]{32}):(?P<hash>[0-9a-f]{64})")


@dataclass(frozen=True)
class Visitor:
    """Somebody who has come in: the session's id, and the name where there are passwords."""

    session: str
    person: str = ""


def new_token() -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(24)


@dataclass(frozen=True)
class People:
    """The password file at `path`; read again whenever it changes."""

    path: Path
    _tries: dict[str, tuple[int, float]] = field(default_factory=dict, compare=False)
    _checking: threading.Lock = field(default_factory=threading.Lock, compare=False)

    def lines(self) -> dict[str, re.Match[str]]:
        """The lines of the file by name. Raises FileMissingError and InvalidRecordsError."""
        try:
            text = self.path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise FileMissingError(
                "密码文件打不开", "请用 dutylist password 建立", file=str(self.path)
            ) from error
        found: dict[str, re.Match[str]] = {}
        for number, line in enumerate(text.splitlines(), 1):
            match = _LINE.fullmatch(line.strip())
            if match:
                found[match["name"]] = match
            elif line.strip():
                raise InvalidRecordsError(
                    "这一行不是“姓名:scrypt:…”",
                    "请用 dutylist password 设置",
                    file=str(self.path),
                    row=number,
                )
        return found

    def key_of(self, person: str) -> str:
        """What changes when a person's password does; "" where there is no such person."""
        match = self.lines().get(person)
        return match["hash"] if match else ""

    def wait(self, person: str) -> float:
        """Seconds to wait before another password for that name is looked at."""
        count, since = self._tries.get(self._counted(person), (0, 0.0))
        left = since + WAIT_SECONDS - time.monotonic()
        return left if count >= MOST_TRIES and left > 0 else 0.0

    def right(self, person: str, password: str) -> bool:
        """Whether that is the person's password. Takes as long where there is no such person."""
        match = self.lines().get(person)
        salt = bytes.fromhex(match["salt"]) if match else bytes(16)
        # One at a time: each takes 16 MiB.
        with self._checking:
            digest = _digest(password[:LONGEST_PASSWORD], salt)
            right = match is not None and hmac.compare_digest(digest, match["hash"])
            self._count(person, right)
        return right

    def _count(self, person: str, right: bool) -> None:
        name = self._counted(person)
        count, since = self._tries.get(name, (0, 0.0))
        if right:
            self._tries.pop(name, None)
        elif time.monotonic() > since + WAIT_SECONDS:
            self._tries[name] = (1, time.monotonic())
        else:
            self._tries[name] = (count + 1, since)

    def _counted(self, person: str) -> str:
        """Unknown names count together, so that they fill no memory."""
        return person if person in self.lines() else ""


def set_password(path: Path, person: str, password: str) -> None:
    """Write a person's password, as a hash, into a file that only its owner reads.

    Raises CannotWriteError, and InvalidRecordsError where the file is another one.
    """
    found = People(path).lines() if path.exists() else {}
    lines = {name: match[0] for name, match in found.items()}
    salt = secrets.token_bytes(16)
    lines[person] = f"{person}:scrypt:{salt.hex()}:{_digest(password, salt)}"
    try:
        private(path, "\n".join(lines.values()) + "\n")
    except OSError as error:
        raise CannotWriteError(
            f"写不进去（{system_words(error)}）", "请换一个可以写入的文件夹", file=str(path)
        ) from error


def _digest(password: str, salt: bytes) -> str:
    given = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(given, salt=salt, n=_COST, r=_BLOCK, p=_PARALLEL, dklen=32).hex()


def cookie_name(secret: bytes) -> str:
    """A name of its own for each data folder: cookies do not tell ports apart."""
    return f"dutylist_{hashlib.sha256(secret).hexdigest()[:8]}"


def cookie_value(secret: bytes, visitor: Visitor, key: str = "") -> str:
    """The cookie of somebody who has come in; `key` is `People.key_of`."""
    name = urlsafe_b64encode(visitor.person.encode()).decode()
    return f"{visitor.session}.{name}.{_proof(secret, visitor, key)}"


def visitor_of(secret: bytes, cookie: str, people: People | None) -> Visitor | None:
    """Who has that cookie; None where it is not one of ours, or the person's password changed."""
    session, _, rest = cookie.partition(".")
    name, _, proof = rest.partition(".")
    if not re.fullmatch(r"[0-9a-f]{32}", session):
        return None
    try:
        visitor = Visitor(session, urlsafe_b64decode(name).decode())
    except ValueError:
        return None
    key = people.key_of(visitor.person) if people else ""
    if bool(people) != bool(key) or bool(visitor.person) != bool(people):
        return None
    return visitor if hmac.compare_digest(proof, _proof(secret, visitor, key)) else None


def _proof(secret: bytes, visitor: Visitor, key: str) -> str:
    message = "\0".join(("visitor", visitor.session, visitor.person, key))
    return hmac.new(secret, message.encode(), hashlib.sha256).hexdigest()

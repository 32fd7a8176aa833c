"""Several people at once: nothing is lost, nothing fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx2

from dutylist.app.web.settings import Settings
from dutylist.app.web.store import Store
from tests.test_web_safety import wait
from tests.web_office import Served, list_text, serving

PEOPLE = 6


def test_people_correct_and_read_at_the_same_time(tmp_path: Path) -> None:
    with serving(Settings(tmp_path / "data")) as served:
        with visitor(served) as client:
            files = [("files", (f"{n}.txt", list_text().encode())) for n in range(PEOPLE)]
            client.post("/files", data={"token": token(client)}, files=files)
            wait(client)
            found = set(re.findall(r"/editions/([0-9a-f]{32})/lists", client.get("/").text))
        # The same content six times is one edition.
        assert len(found) == 1
        identity = found.pop()
        with ThreadPoolExecutor(PEOPLE) as pool:
            statuses = list(pool.map(lambda n: work(served, identity, n), range(PEOPLE)))
    assert {status for each in statuses for status in each} <= {200, 303}
    store = Store(tmp_path / "data")
    corrections = store.corrections(identity)
    assert len(corrections) == PEOPLE * 3
    assert sum(bool(one.undone_at) for one in corrections) == PEOPLE
    edition = store.edition(identity)
    assert edition is not None
    assert edition.version == 1 + len(corrections) + PEOPLE


def work(served: Served, identity: str, number: int) -> list[int]:
    """Correct one duty's category three times, undo the last, and look around between."""
    table, position = ((1, number + 1), (2, number - 3))[number >= 4]
    statuses = []
    with visitor(served) as client:
        given = {"token": token(client), "field": "category", "who": f"某{number}"}
        duty = f"/editions/{identity}/lists/{table}/duties/{position}"
        for turn in range(3):
            old = re.search(r'name="old" value="([^"]*)"', client.get(duty).text)
            assert old
            data = given | {"old": old[1], "new": f"新类别{number}{turn}"}
            statuses.append(client.post(f"{duty}/corrections", data=data).status_code)
            for path in ("", "/corrections", "/charts", "/findings"):
                statuses.append(client.get(f"/editions/{identity}{path}").status_code)
        undo = re.search(r"/editions/\S+/undo", client.get(duty).text)
        assert undo
        statuses.append(client.post(undo[0].rstrip('"'), data=given).status_code)
    return statuses


@contextmanager
def visitor(served: Served) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=served.url, timeout=60) as client:
        client.get("/", params={"token": served.entry})
        yield client


def token(client: httpx2.Client) -> str:
    found = re.search(r'name="token" value="([0-9a-f]{64})"', client.get("/").text)
    assert found
    return found[1]

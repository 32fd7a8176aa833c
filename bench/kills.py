"""Kill -9 sixty times at moments spread over `all`, over `batch` and over a page's first start.

    python -m bench.kills

Each act is that of tests/test_killed_at.py, which kills it some times in every test run. Prints
what was done; ends with an AssertionError where something was lost, or there by halves.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.test_killed_at import (
    all_over_what_was_there,
    batch_into_the_page,
    batch_of_a_folder,
    first_start_of_the_page,
    load,
    older_libraries_brought_up_to_date,
)

KILLS = 60


def main() -> None:
    """Kill each."""
    load()
    for act in (
        first_start_of_the_page,
        all_over_what_was_there,
        batch_of_a_folder,
        batch_into_the_page,
        older_libraries_brought_up_to_date,
    ):
        begun = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            act(Path(folder), KILLS)
        print(
            f"{act.__name__}: {KILLS} kills, nothing lost, {time.monotonic() - begun:.0f} s",
            flush=True,
        )


if __name__ == "__main__":
    main()

"""What the tests may use of the machine, and which package of the Makefile brings it."""

from __future__ import annotations

SYSTEM_FILES = {"/usr/share/fonts/opentype/noto/": "fonts-noto-cjk"}
"""Folders of files that tests open or name."""

SYSTEM_PROGRAMS = {
    "soffice": "libreoffice-writer",
    "libreoffice": "libreoffice-writer",
    "chromium": "chromium",
    "pdftoppm": "poppler-utils",
    "pdftotext": "poppler-utils",
    "fc-list": "fontconfig",
}
SYSTEM_LIBRARIES = {"libatomic.so.1": "libatomic1"}
"""Libraries that a package of the environment is linked with: playwright's driver."""

BASE_PROGRAMS = {"unshare", "bash", "sh", "git", "make", "uv", "ldconfig", "uname"}
"""What `make test` cannot begin without, Debian always has, or Python's own library asks."""

BASE_FILES = (
    "/etc/mime.types",
    "/usr/share/zoneinfo/",
    "/etc/localtime",
    "/etc/ssl/",
    "/etc/os-release",
    "/usr/lib/os-release",
)
"""What Python's own library opens where it is there."""

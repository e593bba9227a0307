"""Settings of the tests: those of the product over a throw-away WEICHENG_HOME, so that no test can touch real data."""

import os

from tests.scratch import fresh_folder

os.environ["WEICHENG_HOME"] = str(fresh_folder("weicheng-test-"))
for name in ("WEICHENG_DEMO", "WEICHENG_DEBUG", "WEICHENG_HTTPS", "WEICHENG_HOSTS", "WEICHENG_SECRET_KEY"):
    os.environ.pop(name, None)

os.environ["WEICHENG_OCR"] = "0"  # installed or not: reading every picture of every test would take an hour

from weicheng.config.settings import *  # noqa: E402, F403
from weicheng.config.settings import DATABASES, HOME  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast on purpose
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the tests of the worker and of the browser open it from other threads and processes.
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
DATABASES["default"]["CONN_MAX_AGE"] = 0

"""Settings of the tests: the program's own, over a data folder of their own, with a cheap password hash."""

import os
import tempfile

os.environ["BEREG_DATA"] = tempfile.mkdtemp(prefix="bereg-test-")
os.environ.setdefault("BEREG_LANGUAGE", "en")

from bereg.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"] == "bereg.core.sqlite":  # noqa: F405
    # Real files: what the tests find in them is what a thief would find.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}  # noqa: F405
    DATABASES["keys"]["TEST"] = {"NAME": str(DATA / "test-keys.sqlite3")}  # noqa: F405
else:
    name = "bereg_test_" + os.environ.get("BEREG_TEST_DB_SUFFIX", "main")
    DATABASES["keys"] = {**DATABASES["default"], "TEST": {"NAME": f"{name}_keys"}}  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": name}  # noqa: F405

"""PostgreSQL is restarted under fifty clients: every form is saved once, within seconds, and none twice.

It is a server of this test's own, made and thrown away; the machine's own server is never touched.
"""

from pathlib import Path

import pytest

from bereg.core.tests.torture import say
from tests.clusters import BINARIES, cluster
from tests.killing_load import CLIENTS, FORMS_EACH
from tests.writers import ON_POSTGRES, writing

pytestmark = [
    pytest.mark.torture,
    pytest.mark.skipif(not ON_POSTGRES, reason="a restart of PostgreSQL"),
    pytest.mark.skipif(not BINARIES, reason="a PostgreSQL server of one's own needs /usr/lib/postgresql/*/bin"),
]


def test_fifty_clients_and_a_restart(tmp_path: Path) -> None:
    with cluster() as server, writing(tmp_path, server.address, is_bare=True) as writer:
        writer.tell("storm")
        assert writer.hear()[0] == "writing"
        while len(writer.acknowledged) < CLIENTS:
            writer.hear()
        server.control("restart")
        said = []
        while (line := writer.hear())[0] != "over":
            said.append(line)
        assert line[1] == "0"
        assert not [line for line in said if line[0] == "wrong"]
        waited = float(dict(said)["waited"])
        found = writer.check()
        assert (found["lost"], found["half"], found["damage"]) == ([], [], [])
        assert found["count"] == len(writer.acknowledged) == CLIENTS * FORMS_EACH
        say("S04 restart", f"{CLIENTS} clients, {found['count']} forms, 0 lost, 0 twice, longest wait {waited:.1f} s")
        assert 0 < waited < 10

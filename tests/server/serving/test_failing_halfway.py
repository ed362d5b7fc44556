"""A release that cannot be served lets go of all that was opened for it."""

import os
from pathlib import Path
from typing import NoReturn, cast

import pytest
from legation_server.diff import Comparer
from legation_server.errors import LogError
from legation_server.express import ExpressWay
from legation_server.releases.opening import open_release
from legation_server.serving import served_release
from legation_server.settings import Settings
from legation_server.web import Lifetime

DESCRIPTORS = Path("/proc/self/fd")


def test_nothing_stays_open_when_the_application_cannot_be_made(
    dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> NoReturn:
        raise LogError("the log cannot be written")

    monkeypatch.setattr(served_release, "create_app", fail)
    settings = Settings(workers=1)
    lifetime = Lifetime.begin(settings, Comparer())
    release = open_release(dataset)
    before = sorted(os.listdir(DESCRIPTORS))

    with pytest.raises(LogError):
        served_release.ServedRelease(release, settings, lifetime, cast(ExpressWay, object()))

    assert sorted(os.listdir(DESCRIPTORS)) == before

"""What the tests here begin with."""

import pytest

from tests.set_up.server import RIGHT
from tests.set_up.site_copy import copy_site


@pytest.fixture
def set_up(settings):
    def change(**values):
        for name, value in (RIGHT | values).items():
            setattr(settings, name, value)

    change()
    return change


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return copy_site(tmp_path_factory.mktemp("set_up") / "site")

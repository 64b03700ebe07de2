"""What the tests here begin with."""

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import PHONE


@pytest.fixture(params=["script", "no script"])
def visitor(request, open_page) -> Page:
    return open_page(viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=request.param == "script")

"""The same browsers and the same town as the tests of the house."""

from tests.house.conftest import client, separate_browsers  # noqa: F401
from tests.house.test_pages import town  # noqa: F401

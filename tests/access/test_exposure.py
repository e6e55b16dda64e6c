"""As long as there are no accounts the app listens to this computer only."""

import pytest

from metrics.access import exposure


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "localhost", "::1", "[::1]"])
def test_an_address_of_this_computer_is_allowed(address):
    assert exposure.refusal(address) == ""


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.5", "", None, "server.example"])
def test_any_other_address_is_refused_and_says_why(address):
    assert "没有账号功能" in exposure.refusal(address)

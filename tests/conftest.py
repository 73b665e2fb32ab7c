"""What all tests share: in CI a skipped test is a failure, because there everything must have run."""

import os

import pytest
from hypothesis import settings

# How long an example takes says more about the machine than about the code: no test is timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Turn skips into a failing exit status where `CI` is set. Expected failures are no skips."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if os.environ.get("CI") and skipped and session.exitstatus == pytest.ExitCode.OK:
        names = ", ".join(sorted({str(report.nodeid) for report in skipped}))
        reporter.write_line(f"In CI nothing may be skipped: {names}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED

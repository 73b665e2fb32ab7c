"""The benchmarks say what they could not measure, and why."""

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from bench import bench_redraw


def test_without_a_browser_nothing_is_measured_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench_redraw, "find_browser", lambda: None)
    assert bench_redraw.main([]) == 0
    assert "Not measured" in (said := capsys.readouterr().out) and "BROWSER_PATH" in said

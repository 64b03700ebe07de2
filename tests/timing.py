"""Says at the end of a run which files took how long, over all processes of the run."""

from collections import Counter

import pytest

SHOWN = 15


class Timing:
    def __init__(self):
        self.seconds, self.tests = Counter(), Counter()

    def pytest_runtest_logreport(self, report):
        file = report.nodeid.partition("::")[0]
        self.seconds[file] += report.duration
        self.tests[file] += report.when == "call"

    def pytest_terminal_summary(self, terminalreporter):
        terminalreporter.section(f"the {SHOWN} slowest files, in seconds of all processes")
        for file, seconds in self.seconds.most_common(SHOWN):
            terminalreporter.write_line(f"{seconds:7.1f}  {self.tests[file]:5} tests  {file}")
        terminalreporter.write_line(f"{sum(self.seconds.values()):7.1f}  {sum(self.tests.values()):5} tests in all")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    if not hasattr(config, "workerinput"):  # a worker of xdist sends its reports to the process that prints
        config.pluginmanager.register(Timing(), "timing")

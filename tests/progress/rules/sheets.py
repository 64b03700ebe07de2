"""What the tests here share."""

from datetime import UTC, datetime

from progress.rules.certificates import (
    Sheet,
    SheetRow,
)
from progress.rules.standing import Standing

DAY = datetime(2026, 3, 4, 9, tzinfo=UTC)


ADDRESS = "https://hands.example.org/certificates/ABCD-EFGH-JKMN/"


def passed(moment=DAY):
    return Standing(moment, moment, passed_at=moment)


def read():
    return Standing(DAY, DAY, read_at=DAY)


def sheet(name="Robin Ashdown", lessons=3, title="Stroking"):
    rows = tuple(SheetRow(str(number), title, "4 March 2026") for number in range(1, lessons + 1))
    return Sheet(
        code="ABCD-EFGH-JKMN",
        title="Certificate of lessons learned",
        leads="This sheet says that",
        name=name,
        says="passed the checks of these lessons, on these days:",
        rows=rows,
        stands_for="The lessons teach how to give a gentle back massage at home. " * 2,
        no_licence="This is no licence to treat anyone.",
        unchecked="Nobody watched any hands at work.",
        issued="Issued on 4 March 2026",
        to_check="Anyone can compare this sheet with its page:",
        address=ADDRESS,
        code_label="Code",
        unwritable="the person named on its page",
        plate_words=("head", "receiver's left", "receiver's right", "leave out"),
    )

"""A number written in ways that a careless reader takes for another number, or falls over."""

OTHER_DIGITS = ("٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def spellings(number: int) -> list[str]:
    """All mean, or could be taken for, this number: padded, signed, spaced, with a fraction, in other digits."""
    plain = str(number)
    return [
        plain.zfill(10),
        plain.zfill(5000),
        f"+{plain}",
        f"-{plain}",
        f" {plain}",
        f"{plain}\n",
        f"{plain}.0",
        f"{plain},0",
        f"{plain}e0",
        f"0x{number:x}",
        f"0_{plain}",
        *(plain.translate(str.maketrans("0123456789", digits)) for digits in OTHER_DIGITS),
    ]


WRONG_NUMBERS = [*spellings(700), "7_00", "", "wide", "9" * 5000, "1e9", "nan", "\x00", "½", "Ⅷ"]

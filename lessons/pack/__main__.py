"""`python -m lessons.pack [DIR]`: print every fault of the pack."""

from __future__ import annotations

import sys
from pathlib import Path

from lessons.pack.read import read_pack
from lessons.pack.reader import PACK_DIR, PackError


def main() -> int:
    """`python -m lessons.pack [DIR]`: print every fault of the pack."""
    try:
        pack = read_pack(Path(sys.argv[1]) if len(sys.argv) > 1 else PACK_DIR)
    except PackError as error:
        print(error)
        print(error.count)
        return 2
    questions = len(pack.quiz.questions) if pack.quiz else 0
    print(
        f"The pack is valid: {len(pack.lessons.lessons)} lessons, {len(pack.techniques.techniques)} techniques, "
        f"{questions} questions."
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

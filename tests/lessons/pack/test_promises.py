"""Each language has its own words that promise health; none is checked by those of another."""

import pytest
from pydantic import ValidationError

from lessons.pack.promises import PromiseTexts, promises
from lessons.pack.read import read_pack
from lessons.pack.reader import PackError
from tests.lessons.pack.packs import add_language, copy_pack, replace


def test_a_star_stands_for_any_ending_and_case_never_matters():
    found = PromiseTexts(promised=["heil*", "lindert"], avoided=["Patient"]).pattern
    assert found.findall("Heilsam, lindert, lindern, unheilbar, PATIENT") == ["Heilsam", "lindert", "PATIENT"]


def test_a_language_cannot_do_without_them():
    with pytest.raises(ValidationError):
        PromiseTexts(promised=[], avoided=[])


def test_texts_of_a_language_are_read_for_its_own_words(tmp_path):
    pack = copy_pack(tmp_path)
    (add_language(pack, "xx") / "promises.yaml").write_text("promised: [heilt]\navoided: []\n")
    replace(pack, "xx/language.yaml", "name: English", "name: Xish")
    read_pack(pack)
    replace(pack, "xx/families.yaml", "Stroking", "Stroking heilt")
    with pytest.raises(PackError, match=r"xx/families.yaml:.*'heilt' promises too much"):
        read_pack(pack)


def test_a_language_without_its_list_is_a_fault(tmp_path):
    pack = copy_pack(tmp_path)
    (add_language(pack, "xx") / "promises.yaml").unlink()
    with pytest.raises(PackError, match=r"xx/promises.yaml:1: .*missing"):
        read_pack(pack)


def test_the_admin_holds_a_language_without_a_list_to_the_english_one():
    assert promises("xx") == promises("en") == promises(None)

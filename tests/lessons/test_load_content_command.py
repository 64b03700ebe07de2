"""`manage.py load_content`: a broken pack is named by file, line and key, and leaves every row as it was."""

import re

import pytest
from django.apps import apps
from django.core.management import call_command

from lessons.pack.reader import PACK_DIR
from tests.lessons.pack.broken_packs import BROKEN, OIL, SAWING, SQUEEZING
from tests.lessons.pack.packs import copy_pack, replace

pytestmark = pytest.mark.django_db


def dump():
    """Every row of every lessons table, links between rows included."""
    models = apps.get_app_config("lessons").get_models(include_auto_created=True)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


@pytest.fixture
def pack(tmp_path):
    return copy_pack(tmp_path)


@pytest.fixture
def refuse(content, capsys):
    """refuse(pack) loads it, sees it refused with nothing written, and gives the faults."""

    def refuse(pack, *options):
        before = dump()
        with pytest.raises(SystemExit) as ended:
            call_command("load_content", f"--pack={pack}", *options)
        said = capsys.readouterr()
        assert ended.value.code == 2
        assert dump() == before
        *faults, closing = said.err.splitlines()
        assert closing == f"{len(faults)} fault{'s' * (len(faults) > 1)}; nothing was changed."
        return faults

    return refuse


@pytest.mark.only_reads
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_pack_is_named_and_changes_nothing(pack, refuse, name):
    file, old, new, below, key, told = BROKEN[name]
    line = replace(pack, file, old, new)
    place = rf"{line + below}" if below is not None else r"\d+"
    wanted = re.compile(rf"{re.escape(file)}:{place}: {re.escape(key)}.*{re.escape(told)}")
    faults = refuse(pack)
    assert [fault for fault in faults if wanted.match(fault)], "\n".join([wanted.pattern, *faults])


@pytest.mark.only_reads
@pytest.mark.parametrize(
    "file",
    [
        "back_map.yaml",
        "techniques.yaml",
        "en/families.yaml",
        "en/claims/toxins.md",
        "en/guides/oil.md",
        "en/language.yaml",
    ],
)
def test_a_missing_file_is_named(pack, refuse, file):
    (pack / file).unlink()
    assert any(fault.startswith(f"{file}:1: $: ") and "missing; add it" in fault for fault in refuse(pack))


def test_a_file_that_is_not_utf8_is_named_with_its_line(pack, refuse):
    line = replace(pack, SAWING, "Push one hand", "Push öne hand")
    path = pack / SAWING
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))
    assert refuse(pack) == [f"{SAWING}:{line}: $: not readable as UTF-8; save the file as UTF-8"]


@pytest.mark.only_reads
@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("en/lessons/extra.md", "no entry 'extra' in lessons.yaml"),
        ("en/claim/toxins.md", "no entry 'toxins' in claim.yaml"),
        ("en/extra.yaml", "nothing reads this file"),
        ("lesson.yaml", "nothing reads this file"),
        ("de/lessons/squeezing.md", "no entry 'squeezing' in lessons.yaml"),
    ],
)
def test_a_file_that_nothing_reads_is_named(pack, refuse, file, told):
    (pack / file).parent.mkdir(parents=True, exist_ok=True)
    (pack / file).write_text("stray", encoding="utf-8")
    assert refuse(pack) == [f"{file}:1: $: {told}; correct its name or remove it"]


def test_a_hidden_file_of_an_editor_is_no_fault(pack, content):
    (pack / "en" / ".lessons.yaml.swp").write_bytes(b"\xff")
    call_command("load_content", "--check", f"--pack={pack}", verbosity=0)


def test_every_fault_is_told_at_once(pack, refuse):
    replace(pack, SAWING, "feel: Brisk warmth", "feel: Healing warmth")
    replace(pack, SQUEEZING, "{#second-hand}", "{#other-hand}")
    replace(pack, OIL, "summary: ", "summary: It cures. ")
    assert {fault.split(":")[0] for fault in refuse(pack)} == {SAWING, SQUEEZING, OIL}


@pytest.mark.parametrize("option", ["--check", "--overwrite"])
def test_no_option_lets_a_broken_pack_in(pack, refuse, option):
    replace(pack, SAWING, "feel: Brisk warmth", "feel: Healing warmth")
    assert len(refuse(pack, option)) == 1


def test_a_folder_that_is_not_there_is_named(tmp_path, content, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("load_content", f"--pack={tmp_path / 'nowhere'}")
    assert ended.value.code == 2
    assert "no such folder; name the folder that holds lessons.yaml" in capsys.readouterr().err


def test_checking_alone_writes_nothing(pack, content, capsys):
    replace(pack, SAWING, "name: Sawing", "name: Sawing slowly")
    before = dump()
    call_command("load_content", "--check", f"--pack={pack}")
    assert capsys.readouterr().out == (
        "The pack is valid: 14 lessons, 31 techniques, 24 claims, 10 zones, 124 questions, languages: en.\n"
    )
    assert dump() == before


def test_a_second_run_changes_nothing_and_says_so(content, capsys):
    before = dump()
    call_command("load_content")
    assert capsys.readouterr().out.splitlines()[1:] == ["Nothing to change."]
    assert dump() == before


def test_a_changed_word_changes_one_row_and_says_so(pack, content, capsys):
    replace(pack, SAWING, "name: Sawing", "name: Sawing slowly")
    before = dump()
    call_command("load_content", f"--pack={pack}")
    assert capsys.readouterr().out.splitlines()[1:] == ["Added 0, changed 1."]
    after = dump()
    changed = [(name, row["id"]) for name in after for row in after[name] if row not in before[name]]
    assert len(changed) == 1
    assert changed[0][0] == "TechniqueText"


def test_the_shipped_pack_is_the_default():
    assert (PACK_DIR / "lessons.yaml").is_file()

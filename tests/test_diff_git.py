"""`diff` with git revisions, in real repositories: which files are compared, what cannot be, and that nothing is touched."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from test_diff import BASE, changed

LOG = "date,activity\n2015-06-01,release\n2015-06-07,release\n"
ME = (
    "-c",
    "user.name=Somebody",
    "-c",
    "user.email=somebody@example.org",
    "-c",
    "commit.gpgsign=false",
    "-c",
    "init.defaultBranch=main",
)


class Repo:
    """A repository with a project in it; versions of its agreement are committed one after the other."""

    def __init__(self, root: Path, project: str = "") -> None:
        self.root = root
        self.project = root / project
        (self.project / "agreements").mkdir(parents=True)
        self.git("init", "--quiet")

    def git(self, *words: str) -> str:
        done = subprocess.run(["git", *ME, *words], cwd=self.root, capture_output=True, check=True, text=True)
        return done.stdout.strip()

    def write(self, number: int | None, name: str = "case", **more: Any) -> None:
        """The agreement in the working tree asks for so many a week; None: it is gone."""
        file = self.project / "agreements" / f"{name}.yaml"
        if number is None:
            file.unlink()
        else:
            whole = changed(
                {**BASE, "id": name if name.isascii() else "case"}, {"obligations.it.rule.at_least": number, **more}
            )
            file.write_text(json.dumps(whole, indent=1), encoding="utf-8")

    def commit(self, number: int | None = None, tag: str = "", name: str = "case", **more: Any) -> None:
        if number is not None:
            self.write(number, name, **more)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", "another version")
        if tag:
            self.git("tag", tag)

    def state(self) -> dict[str, Any]:
        """All that a command could change: what git sees, and every file below .git with its time."""
        files = {str(p): p.stat().st_mtime_ns for p in sorted((self.root / ".git").rglob("*"))}
        return {
            "status": self.git("--no-optional-locks", "status", "--porcelain", "--ignored"),
            "heads": self.git("for-each-ref"),
            **files,
        }


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Repo]:
    """Makes a repository; the command is typed in its project, away from the wishes of terminal and user."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "GITHUB_ACTIONS", "GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)

    def made(name: str = "repo", project: str = "") -> Repo:
        repo = Repo(tmp_path / name, project)
        monkeypatch.chdir(repo.project)
        return repo

    return made


def numbers(ran: Any) -> list[tuple[str | None, str | None]]:
    """What became of the number in each change: old and new."""
    return [(c["old"], c["new"]) for c in json.loads(ran.out)["changes"]]


AS_JSON = ("--format", "json", "--no-replay")


# --- which two are compared


@pytest.fixture
def repo(make: Callable[..., Repo]) -> Repo:
    """Committed with 5 (tag v1) and 4 (tag v2) on main; 3 in the working tree."""
    repo = make()
    repo.commit(5, "v1")
    repo.commit(4, "v2")
    repo.write(3)
    return repo


@pytest.mark.parametrize(
    ("words", "old", "new"),
    [
        (["HEAD"], "4", "3"), (["v1"], "5", "3"), (["main~1"], "5", "3"), (["refs/tags/v1"], "5", "3"), (["@"], "4", "3"),
        (["v1..v2"], "5", "4"), (["v1.."], "5", "4"), (["..v1"], "4", "5"), (["v1", "v2"], "5", "4"), (["v2..v1"], "4", "5"),
        (["v1", "."], "5", "3"), (["v1", "agreements"], "5", "3"), (["v1", "agreements/case.yaml"], "5", "3"),
        (["agreements/case.yaml", "v1"], "3", "5"),
    ],
)  # fmt: skip
def test_two_versions(words: list[str], old: str, new: str, repo: Repo, command: Command) -> None:
    """A revision is compared with the working tree, A..B are two revisions, one left out is HEAD; files and folders go too."""
    assert numbers(command("diff", *words, *AS_JSON)) == [(old, new)]


def test_three_dots_compare_with_where_the_branches_parted(make: Callable[..., Repo], command: Command) -> None:
    """What main did since is no matter of the branch, as with git diff A...B."""
    repo = make()
    repo.commit(5)
    repo.git("checkout", "--quiet", "-b", "branch")
    repo.commit(4)
    repo.git("checkout", "--quiet", "main")
    repo.commit(9)
    assert numbers(command("diff", "main...branch", *AS_JSON)) == [("5", "4")]
    assert numbers(command("diff", "main..branch", *AS_JSON)) == [("9", "4")]
    assert numbers(command("diff", "branch...", *AS_JSON)) == [("5", "9")]


def test_places_say_the_revision(repo: Repo, command: Command) -> None:
    """The document has both in full; the report has the revisions in its first line."""
    (change,) = json.loads(command("diff", "v1..v2", *AS_JSON).out)["changes"]
    assert (change["file"], change["old_place"]["file"]) == ("v2:agreements/case.yaml", "v1:agreements/case.yaml")
    (change,) = json.loads(command("diff", "v1", *AS_JSON).out)["changes"]
    assert change["file"] == "agreements/case.yaml"
    out = command("diff", "v1..v2", "--no-replay").out
    assert out.startswith("From v1 to v2\n")
    assert "[agreements/case.yaml:47:17, was at 47:17]" in out
    assert command("diff", "v1", "--no-replay").out.startswith("From v1 to the working tree\n")


def test_a_project_in_a_folder_of_the_repository(
    make: Callable[..., Repo], command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also from a folder of the project, and with names that want quoting."""
    repo = make("a repository", "the project/für alle")
    (repo.project / "mou-check.yaml").write_text("format: 1\n", encoding="utf-8")
    repo.commit(5, name="été")
    repo.write(4, name="été")
    assert numbers(command("diff", "HEAD", *AS_JSON)) == [("5", "4")]
    monkeypatch.chdir(repo.project / "agreements")
    ran = command("diff", "HEAD", *AS_JSON)
    assert numbers(ran) == [("5", "4")]
    assert json.loads(ran.out)["changes"][0]["old_place"]["file"] == "HEAD:agreements/été.yaml"


def test_a_project_that_takes_agreements_from_beside_it(make: Callable[..., Repo], command: Command) -> None:
    """The project file names them by a path that leads out of its folder; lists and bank holidays are those of then, too."""
    repo = make("repo", "office")
    (repo.root / "shared").mkdir()
    project = {"format": 1, "agreements": ["../shared/*.yaml"], "lists": {"case": {"towns": ["Crewe"]}}}
    (repo.project / "mou-check.yaml").write_text(json.dumps(project), encoding="utf-8")
    whole = changed(
        BASE,
        {
            "lists.towns": {"supplied_by": "user"},
            "obligations.it.rule.for_each": {"town": "towns"},
            "obligations.it.rule.per": "working-day",
        },
    )
    whole["calendar"] = {"holidays": {"file": "days.json"}}
    (repo.root / "shared" / "case.yaml").write_text(json.dumps(whole), encoding="utf-8")
    (repo.root / "shared" / "days.json").write_text(holidays("2020-05-04"), encoding="utf-8")
    repo.commit()
    project["lists"] = {"case": {"towns": ["Crewe", "Chester"]}}
    (repo.project / "mou-check.yaml").write_text(json.dumps(project), encoding="utf-8")
    (repo.root / "shared" / "days.json").write_text(holidays("2020-05-08"), encoding="utf-8")
    found = json.loads(command("diff", "HEAD", *AS_JSON).out)["changes"]
    assert [(c["key"], c["old"], c["new"]) for c in found] == [
        ("calendar.holidays", "4 May 2020", "8 May 2020"),
        ("lists.towns", "Crewe", "Crewe and Chester"),
    ]
    assert (found[1]["file"], found[1]["old_place"]["file"]) == ("mou-check.yaml", "HEAD:mou-check.yaml")


def holidays(*days: str) -> str:
    return json.dumps({"england-and-wales": {"events": [{"date": day} for day in days]}})


# --- agreements that come, go and move


def test_an_agreement_file_that_moves_is_the_same_agreement(repo: Repo, command: Command) -> None:
    """It is known by its id, wherever it stands."""
    repo.git("checkout", "--quiet", "--", ".")
    (repo.project / "agreements" / "case.yaml").rename(repo.project / "agreements" / "moved.yaml")
    ran = command("diff", "HEAD")
    assert (ran.status, ran.out) == (0, "From HEAD to the working tree\n\nNothing differs\n")


def test_an_agreement_with_another_id_in_the_same_file_is_the_same_agreement(repo: Repo, command: Command) -> None:
    text = (repo.project / "agreements" / "case.yaml").read_text(encoding="utf-8")
    (repo.project / "agreements" / "case.yaml").write_text(
        text.replace('"id": "case"', '"id": "renamed"'), encoding="utf-8"
    )
    (change, more) = json.loads(command("diff", "HEAD", *AS_JSON).out)["changes"]
    assert (change["agreement"], change["effect"], change["key"], change["old"], change["new"]) == (
        "renamed",
        "reworded",
        "id",
        "case",
        "renamed",
    )
    assert (more["key"], more["old"], more["new"]) == ("at_least", "4", "3")


def test_an_agreement_that_is_new_and_one_that_is_gone(repo: Repo, command: Command) -> None:
    repo.write(None)
    repo.write(1, "another")
    ran = command("diff", "HEAD", *AS_JSON)
    assert ran.status == 1
    assert [(c["agreement"], c["effect"], c["key"]) for c in json.loads(ran.out)["changes"]] == [
        ("another", "added", "agreement"),
        ("case", "removed", "agreement"),
    ]
    out = command("diff", "HEAD").out
    assert "removed  agreement" in out
    assert "[agreements/case.yaml:3:8 in HEAD]" in out
    assert "nothing to judge: no promise differs of an agreement that is on both sides" in out


def test_one_agreement_at_a_revision_is_looked_for_by_its_file_then_by_its_id(repo: Repo, command: Command) -> None:
    """What else does not load there is no matter of it; where the file had another name it is found all the same."""
    repo.git("checkout", "--quiet", "--", ".")
    (repo.project / "agreements" / "broken.yaml").write_text("format: 1", encoding="utf-8")
    repo.commit(3, "v3")
    repo.write(2)
    assert numbers(command("diff", "v3", "agreements/case.yaml", *AS_JSON)) == [("3", "2")]
    assert command("diff", "v3", *AS_JSON).status == 2
    (repo.project / "agreements" / "case.yaml").rename(repo.project / "agreements" / "moved.yaml")
    assert numbers(command("diff", "v2", "agreements/moved.yaml", *AS_JSON)) == [("4", "2")]


def test_the_first_agreement_of_a_repository(make: Callable[..., Repo], command: Command) -> None:
    """There was none before it: it is new, and that is no fault. Where there is none on either side there is nothing to compare."""
    repo = make()
    (repo.root / "README.md").write_text("Soon.", encoding="utf-8")
    repo.commit(tag="v0")
    ran = command("diff", "v0..v0")
    assert (ran.status, ran.out) == (2, "")
    assert "there are no agreements at v0 and none at v0" in ran.err
    repo.commit(5)
    ran = command("diff", "v0..HEAD", *AS_JSON)
    assert (ran.status, [c["effect"] for c in json.loads(ran.out)["changes"]]) == (0, ["added"])
    assert command("diff", "HEAD..v0", *AS_JSON).status == 1


def test_an_agreement_that_is_a_link(make: Callable[..., Repo], command: Command) -> None:
    """A link within the repository is what it stands for, then and now."""
    repo = make()
    (repo.root / "texts").mkdir()
    for number in (5, 4):
        whole = changed(BASE, {"obligations.it.rule.at_least": number})
        (repo.root / "texts" / "case.yaml").write_text(json.dumps(whole), encoding="utf-8")
        link = repo.root / "agreements" / "case.yaml"
        if not link.is_symlink():
            link.symlink_to("../texts/case.yaml")
            repo.commit()
    assert numbers(command("diff", "HEAD", *AS_JSON)) == [("5", "4")]


def test_a_folder_of_agreements_that_is_a_link(make: Callable[..., Repo], command: Command) -> None:
    repo = make()
    (repo.root / "agreements").rmdir()
    (repo.root / "texts").mkdir()
    (repo.root / "agreements").symlink_to("texts")
    repo.commit(5)
    repo.write(4)
    assert numbers(command("diff", "HEAD", *AS_JSON)) == [("5", "4")]


def test_a_link_out_of_the_repository_is_not_followed(
    make: Callable[..., Repo], command: Command, tmp_path: Path
) -> None:
    """What a revision points to outside of it is not part of it, and is not read."""
    repo = make()
    (tmp_path / "secret.yaml").write_text("password: 1234", encoding="utf-8")
    (repo.root / "agreements" / "link.yaml").symlink_to("../../secret.yaml")
    (repo.root / "agreements" / "other.yaml").symlink_to(tmp_path / "secret.yaml")
    (repo.root / "agreements" / "round.yaml").symlink_to("round.yaml")
    repo.commit(5, "v1")
    repo.commit(4, "v2")
    ran = command("diff", "v1..v2", *AS_JSON)
    assert numbers(ran) == [("5", "4")]
    assert "1234" not in ran.out + ran.err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\x00\x01\xff\xfe", "byte 3 is not UTF-8"),
        (b"#" * 20_000_001, "large.yaml is larger than 20 MB"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "an agreement is a mapping"),
    ],
    ids=["binary", "huge", "pointer"],
)
def test_what_is_no_agreement_among_the_agreements(
    content: bytes, told: str, make: Callable[..., Repo], command: Command
) -> None:
    """It is told with its side, as it would be of the working tree, and nothing is compared."""
    repo = make()
    (repo.root / "agreements" / "large.yaml").write_bytes(content)
    repo.commit(5, "v1")
    (repo.root / "agreements" / "large.yaml").unlink()
    repo.commit(4, "v2")
    ran = command("diff", "v1..v2")
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err
    assert "v1:agreements/large.yaml" in ran.err


def test_large_files_elsewhere_are_no_matter(make: Callable[..., Repo], command: Command) -> None:
    repo = make()
    (repo.root / "data.json").write_bytes(b"[" + b"1," * 1_500_000 + b"1]")
    (repo.root / "other.yaml").write_bytes(b"\xff")
    repo.commit(5)
    repo.write(4)
    assert numbers(command("diff", "HEAD", *AS_JSON)) == [("5", "4")]


# --- what cannot be compared


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nowhere"], '"nowhere" is neither a file or folder nor a revision of the repository'),
        (["v1..nowhere"], '"nowhere" is neither a file'),
        (["nowhere...v1"], '"nowhere" is neither a file'),
        (["HEAD:agreements"], '"HEAD:agreements" is neither a file'),
        (["--", "-x"], '"-x" is neither a file'),
        (["--", "--output=stolen"], '"--output=stolen" is neither a file'),
        (["v1..--all"], '"--all" is neither a file'),
        (["-x"], "No such option"),
        (["a" * 300], "is neither a file"),
        (["v1", "a" * 300], "is neither a file"),
        (["agreements"], "agreements is compared with nothing"),
        (["v1", "v2", "v1"], "compare two sides, not 3"),
    ],
)
def test_a_revision_that_is_none(words: list[str], told: str, repo: Repo, command: Command) -> None:
    before = repo.state()
    ran = command("diff", *words)
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err
    assert repo.state() == before


def test_without_a_repository(tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path / "folder")
    ran = command("diff", "HEAD")
    assert (ran.status, ran.out) == (2, "")
    assert '"HEAD" is neither a file nor a folder, and it cannot be a revision' in ran.err
    assert "is not in a git repository" in ran.err


def test_without_git(repo: Repo, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files and folders can be compared all the same."""
    other = repo.root / "other.yaml"
    other.write_text((repo.project / "agreements" / "case.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setenv("PATH", str(repo.root))
    ran = command("diff", "HEAD")
    assert (ran.status, ran.out) == (2, "")
    assert "git is not installed, and revisions are read with it; compare two files or folders" in ran.err
    assert command("diff", "other.yaml", "agreements/case.yaml").status == 0


def test_a_repository_that_git_does_not_trust(repo: Repo, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git refuses what belongs to somebody else, as in containers; what it says is passed on."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    ran = command("diff", "HEAD")
    assert (ran.status, ran.out) == (2, "")
    assert 'git says "fatal: detected dubious ownership in repository' in ran.err


def test_a_clone_that_lacks_history_or_files(repo: Repo, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shallow clone lacks the revision, a partial one what is in it; neither is fetched, and what to do is said."""
    repo.git("config", "uploadpack.allowFilter", "true")
    origin = repo.root.as_uri()
    repo.git("clone", "--quiet", "--depth", "1", origin, "../shallow")
    monkeypatch.chdir(repo.root.parent / "shallow")
    ran = command("diff", "HEAD~1")
    assert (ran.status, ran.out) == (2, "")
    assert "where a clone is shallow, git fetch brings what it lacks" in ran.err
    repo.git("clone", "--quiet", "--filter=blob:none", origin, "../partial")
    monkeypatch.chdir(repo.root.parent / "partial")
    ran = command("diff", "HEAD~1")
    assert (ran.status, ran.out) == (2, "")
    assert "this clone lacks files of the revision, as a partial one does; git fetch brings them" in ran.err


def test_branches_without_a_commit_in_common(repo: Repo, command: Command) -> None:
    repo.git("checkout", "--quiet", "--orphan", "apart")
    repo.commit(7)
    ran = command("diff", "v1...apart")
    assert ran.status == 2
    assert "the two revisions have no commit in common" in ran.err


def test_both_sides_that_do_not_load_are_told(repo: Repo, command: Command) -> None:
    repo.commit(4, "bad", **{"obligations.it.force": "shall"})
    repo.write(4, **{"obligations.it.bearer": "nobody"})
    ran = command("diff", "bad")
    assert (ran.status, ran.out) == (2, "")
    assert "bad:agreements/case.yaml:" in ran.err
    assert "error: bad: force: expected" in ran.err
    assert 'error: the working tree: "nobody" is not a party' in ran.err


def test_the_project_of_now_that_does_not_load(repo: Repo, command: Command) -> None:
    """Of two revisions the record is judged as declared now: what is wrong with that is told as well."""
    (repo.project / "mou-check.yaml").write_text("format: 2\n", encoding="utf-8")
    ran = command("diff", "v1..v2")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.count("mou-check.yaml:1:9: error: the working tree: format") == 1


# --- nothing is touched


def test_nothing_is_written_into_the_repository(repo: Repo, command: Command) -> None:
    """No file of it, no reference, no index, no lock, whatever is compared; and nothing stays in the folder for what passes."""
    (repo.project / "activity_logs").mkdir()
    (repo.project / "activity_logs" / "case.csv").write_text(LOG, encoding="utf-8")
    before = repo.state()
    for words in (["HEAD"], ["v1..v2"], ["v1", "agreements"], ["main...v2"], ["nowhere"]):
        command("diff", *words)
    assert repo.state() == before


def test_in_a_hook_of_git(repo: Repo, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git tells a hook of its repository and of an index that is being made; a project in a folder is found all the same."""
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index.lock")
    monkeypatch.chdir(repo.project / "agreements")
    assert numbers(command("diff", "HEAD", "case.yaml", *AS_JSON)) == [("4", "3")]


def test_configured_commands_of_the_repository_are_not_run(repo: Repo, command: Command) -> None:
    """A repository can ask git to run programs for its files; reading it runs none."""
    witness = repo.root / "witness"
    for key in (
        "core.fsmonitor",
        "filter.x.smudge",
        "filter.x.process",
        "diff.x.textconv",
        "core.pager",
        "core.hooksPath",
    ):
        repo.git("config", key, f"touch '{witness}'; cat")
    (repo.root / ".gitattributes").write_text("* filter=x diff=x export-ignore\n", encoding="utf-8")
    assert numbers(command("diff", "v1..v2", *AS_JSON)) == [("5", "4")]
    assert not witness.exists()


def test_the_record_is_that_of_now(repo: Repo, command: Command) -> None:
    """The logs in the working tree are judged under both wordings, whichever revisions are compared."""
    (repo.project / "activity_logs").mkdir()
    (repo.project / "activity_logs" / "case.csv").write_text(LOG, encoding="utf-8")
    ran = command("diff", "v2", "--format", "json")
    document = json.loads(ran.out)
    assert [(f["obligation"], f["from"], f["old"], f["new"]) for f in document["replay"]] == []
    assert document["misses"] == []
    assert document["replayed"][0]["logs"] == ["activity_logs/case.csv"]
    repo.commit(2, "v3")
    document = json.loads(command("diff", "v2..v3", "--format", "json").out)
    assert [(f["from"], f["old"], f["new"]) for f in document["replay"]] == [
        (None, "breached", "met"),
        ("2015-06-01", "breached", "met"),
    ]

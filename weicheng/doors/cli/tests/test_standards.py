"""standards check and load, as the console says it."""

from __future__ import annotations

import pytest

from weicheng.doors.cli.main import main
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.ground.standards.models import Verification
from weicheng.ground.standards.tests.factories import national_2021
from weicheng.ground.standards.tests.test_checking import STANDARD

pytestmark = pytest.mark.django_db


def test_the_command_names_file_and_line_and_ends_with_one(tmp_path, capsys) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(STANDARD.replace("judge: GE", "judge: ABOUT"), encoding="utf-8")
    assert main(["standards", "check", str(path)]) == 1
    said = capsys.readouterr()
    assert f"{path}:24 " in said.out + said.err
    assert main(["standards", "check"]) == 0


@pytest.fixture
def said(capsys):
    national_2021()
    user_with_role("office", username="zhou")
    user_with_role("leader", username="lei")

    def run(*words, by="zhou", source="全爱卫发〔2021〕6号附件2", reason="已对照正式文本"):
        code = main(["standards", "verify", *words, "--by", by, "--source", source, "--reason", reason])
        told = capsys.readouterr()
        return code, told.out + told.err

    return run


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nat-2021", "green-coverage/county", "36"], "目标值，36"),
        (["nat-2021", "20-21", "专业机构牵头。"], "释义要点，专业机构牵头。"),
        (
            ["nat-2021", "green-coverage", "绿化面积÷建成区面积×100", "--field", "formula"],
            "绿化面积 ÷ 建成区面积 × 100",
        ),
        (["nat-2021", "myopia/city", "LE_OR_TREND_DOWN"], "判定方式，不高于或持续降低"),
    ],
)
def test_a_figure_a_reading_a_formula_and_a_judge_are_verified_from_the_console(said, words, told) -> None:
    code, sentence = said(*words)
    assert (code, told in sentence) == (0, True), sentence
    held = Verification.objects.get()
    assert held.by.username == "zhou"


@pytest.mark.parametrize(
    ("words", "more", "told"),
    [
        (["nat-2020", "x", "1"], {}, "没有代号是“nat-2020”的标准"),
        (["nat-2021", "x", "1"], {}, "里没有“x”"),
        (["nat-2021", "green-coverage/county", "绿"], {}, "不是数"),
        (["nat-2021", "green-coverage", "1", "--field", "value"], {}, "可以写：number、formula"),
        (["nat-2021", "green-coverage/county", "36"], {"by": "nobody"}, "没有能用的账号"),
        (["nat-2021", "green-coverage/county", "36"], {"by": "lei"}, "只有创卫办"),
        (["nat-2021", "green-coverage/county", "36"], {"source": " "}, "请写依据"),
    ],
)
def test_what_cannot_be_verified_is_refused_in_a_sentence(said, words, more, told) -> None:
    code, sentence = said(*words, **more)
    assert (code, told in sentence) == (1, True), sentence
    assert not Verification.objects.exists()

"""Verifying one figure of an edition from the command line, by a person who may."""

from typing import Any

from weicheng.doors.cli.errors import Refused
from weicheng.doors.cli.site import acting_as_console


def verify_one(code: str, key: str, field: str, value: str, username: str, source: str, reason: str) -> str:
    """What was laid over, in a sentence. Refused where there is no such thing or person, or it cannot be so."""
    from weicheng.ground.kernel.errors import NotAllowed
    from weicheng.ground.kernel.errors import Refused as Refusal
    from weicheng.ground.standards.saying import value_words
    from weicheng.ground.standards.services.verifying import label_of, verify_figure

    acting_as_console()
    edition = _edition(code)
    subject, row, asked = _asked(edition, key, field)
    try:
        made = verify_figure(
            by=_person(username), edition=edition, subject=subject, key=key, field=asked, value=value, source=source,
            reason=reason,
        )  # fmt: skip
    except (Refusal, NotAllowed) as error:
        raise Refused(str(error)) from error
    return f"已核定：{label_of(row, asked)}，{value_words(asked, made.value)}。依据：{made.source}。"


def _edition(code: str) -> Any:
    from weicheng.ground.standards.models import Edition

    found = Edition.objects.filter(code=code).order_by("-version").first()
    if found is None:
        codes = "、".join(Edition.objects.values_list("code", flat=True).distinct())
        raise Refused(f"没有代号是“{code}”的标准。装入的有：{codes or '（没有）'}。")
    return found


def _person(username: str) -> Any:
    from weicheng.ground.org.models import User

    found = User.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise Refused(f"没有能用的账号“{username}”。")
    return found


def _asked(edition: Any, key: str, field: str) -> tuple[str, Any, str]:
    """What the key names, and the field of it: the first that can be verified where none is given."""
    from weicheng.ground.standards.figures import FIELDS, row_of, target_field

    named = [(subject, row) for subject in FIELDS if (row := row_of(edition.pk, subject, key)) is not None]
    if not named:
        raise Refused(f"“{edition}”里没有“{key}”。代号见 weicheng standards show {edition.code}。")
    fitting = [(subject, row) for subject, row in named if not field or field in FIELDS[subject]]
    if not fitting:
        may = "、".join(name for subject, _ in named for name in FIELDS[subject])
        raise Refused(f"“{key}”没有“{field}”可核定，可以写：{may}。")
    subject, row = fitting[0]
    return subject, row, field or (target_field(row) if subject == "target" else next(iter(FIELDS[subject])))

"""Every rule on a paper, in the order of their numbers."""

from __future__ import annotations

from weicheng.engines.papercheck.anatomy import take_apart
from weicheng.engines.papercheck.findings import Finding, Report, Rule
from weicheng.engines.papercheck.rules import body, closing, foot, head, imprint, sheet, special, title

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (rule for module in (sheet, head, title, body, closing, imprint, foot, special) for rule in module.BOOK),
        key=lambda rule: rule.id,
    )
)


def check(content: bytes) -> Report:
    """Hold a .docx against the rules of its shape. Raises NotReadable with a sentence for a file that is none."""
    paper = take_apart(content)
    mine = [rule for rule in RULES if paper.shape in rule.shapes]
    found = [Finding(rule, *deviation) for rule in mine for deviation in rule.test(paper)]
    return Report(paper.shape, tuple(found), len(mine))

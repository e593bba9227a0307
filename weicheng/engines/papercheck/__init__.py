"""Holds a Word file against GB/T 9704-2012: ``check(content)`` gives what is wrong, where, what it should be and what it is.

Knows nothing of the engine that writes papers (a contract of import-linter keeps it so): a mistake made there is found here.
Where the places in the standard were read stands in ``sources``; docs/reference/papers.md lists every rule.
"""

from weicheng.engines.papercheck.checking import RULES, check
from weicheng.engines.papercheck.findings import Finding, Level, Report, Rule, Shape
from weicheng.engines.papercheck.package import NotReadable
from weicheng.engines.papercheck.sources import SOURCES

__all__ = ["RULES", "SOURCES", "Finding", "Level", "NotReadable", "Report", "Rule", "Shape", "check"]

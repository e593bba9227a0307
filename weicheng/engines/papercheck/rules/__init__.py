"""The rules by part of the paper: sheet, head, title, body, closing, imprint, foot, and those of special forms.

A rule looks at one thing and says it once; what an earlier rule already reports (an element that is missing) is no matter of
the rules about its looks, so that one mistake gives one finding.
"""

"""What the outline, the owners and the header share: a heading of the cleaned text."""

from dataclasses import dataclass


@dataclass(slots=True)  # not frozen: a paper makes thousands of them
class Heading:
    """A heading, on a line of its own or at the front of a paragraph.

    ``start`` to ``end`` covers the list number, the title and the punctuation that closes it; ``title_start`` to
    ``title_end`` is the title alone. ``level`` counts from 1 (outermost); 0 is the title of the paper.
    """

    start: int
    end: int
    level: int
    title_start: int
    title_end: int

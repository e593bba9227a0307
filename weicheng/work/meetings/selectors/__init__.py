"""Which meetings, who came, what is on, what follows; and the two questions that other rooms ask."""

from weicheng.work.meetings.selectors.coming import Coming, coming_meetings, last_meeting
from weicheng.work.meetings.selectors.cue import Cue, cue_of
from weicheng.work.meetings.selectors.following import Followed, decisions_of, open_pledges, passing_on, tasked
from weicheng.work.meetings.selectors.lists import (
    CategoryCount,
    attendance_by_category,
    late_and_absent,
    lines_of,
    meetings_for,
    own_lines,
)

__all__ = [
    "CategoryCount",
    "Coming",
    "Cue",
    "Followed",
    "attendance_by_category",
    "coming_meetings",
    "cue_of",
    "decisions_of",
    "last_meeting",
    "late_and_absent",
    "lines_of",
    "meetings_for",
    "open_pledges",
    "own_lines",
    "passing_on",
    "tasked",
]

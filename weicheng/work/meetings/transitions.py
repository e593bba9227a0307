"""States and moves of a meeting and of a line of its call list, as data."""

from weicheng.work.meetings.choices import AttendanceState as A
from weicheng.work.meetings.choices import MeetingState as M

MEETING: dict[M, dict[str, M]] = {
    M.PLANNED: {"hold": M.HELD, "cancel": M.CANCELLED},
    M.HELD: {"close": M.CLOSED, "resume": M.PLANNED},
    M.CLOSED: {"reopen": M.HELD},
    M.CANCELLED: {"plan": M.PLANNED},
}
# "arrive" gives LATE instead of ARRIVED after the time that the meeting allows.
ATTENDANCE: dict[A, dict[str, A]] = {
    A.INVITED: {"arrive": A.ARRIVED, "excuse": A.EXCUSED, "miss": A.ABSENT},
    A.ARRIVED: {"undo": A.INVITED},
    A.LATE: {"undo": A.INVITED},
    A.EXCUSED: {"arrive": A.ARRIVED, "undo": A.INVITED},
    A.ABSENT: {"arrive": A.ARRIVED, "excuse": A.EXCUSED, "undo": A.INVITED},
}
PRESENT = frozenset({A.ARRIVED, A.LATE})
# Agenda, pledges and decisions are written in these.
OPEN = frozenset({M.PLANNED, M.HELD})

from django.db.models import TextChoices


class Level(TextChoices):
    """Who owes the answer; a difficulty climbs in this order."""

    UNIT = "unit", "责任单位"
    OFFICE = "office", "创卫办"
    LEADER = "leader", "领导小组"


class Sort(TextChoices):
    """The sorting rule of M072: by whose strength it can be settled."""

    OWN = "own", "本单位能解决"
    COUNTERPART = "counterpart", "要对口部门协调"
    BEYOND = "beyond", "超出本单位能力，请领导统筹"


class State(TextChoices):
    OPEN = "open", "等答复"
    ANSWERED = "answered", "已答复"
    SETTLED = "settled", "已解决"


class Verb(TextChoices):
    RAISED = "raised", "提出"
    ANSWERED = "answered", "答复"
    ESCALATED = "escalated", "上报"
    SORTED = "sorted", "改派"
    SETTLED = "settled", "解决"
    REOPENED = "reopened", "重开"


# Where a new difficulty begins, and where it may climb to.
BEGINS = {Sort.OWN: Level.UNIT, Sort.COUNTERPART: Level.OFFICE, Sort.BEYOND: Level.LEADER}
ABOVE = {Level.UNIT: Level.OFFICE, Level.OFFICE: Level.LEADER}

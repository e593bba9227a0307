"""The order of acceptance, as data: which level must have passed before."""

from weicheng.judgement.archive.choices import Level

BELOW: dict[Level, Level | None] = {Level.UNIT: None, Level.OFFICE: Level.UNIT, Level.CITY: Level.OFFICE}

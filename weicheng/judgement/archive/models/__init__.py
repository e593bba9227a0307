"""Volumes (迎检案卷), items and boxes (件, 盒), and acceptance by level."""

from weicheng.judgement.archive.models.acceptance import Acceptance, Defect
from weicheng.judgement.archive.models.items import Box, FondsRule, Item, ItemFile, ItemRegister, RetentionRule
from weicheng.judgement.archive.models.volumes import (
    UnifiedRule,
    Volume,
    VolumeChoice,
    VolumeExport,
    VolumeFile,
    VolumeItem,
    VolumeRegister,
)

__all__ = [
    "Acceptance",
    "Box",
    "Defect",
    "FondsRule",
    "Item",
    "ItemFile",
    "ItemRegister",
    "RetentionRule",
    "UnifiedRule",
    "Volume",
    "VolumeChoice",
    "VolumeExport",
    "VolumeFile",
    "VolumeItem",
    "VolumeRegister",
]

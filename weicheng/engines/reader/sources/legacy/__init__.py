"""Files in the compound format of old Office and WPS: .doc, .wps, .xls, .et, and encrypted new ones."""

from weicheng.engines.reader.sources.legacy.compound import read_ole

__all__ = ["read_ole"]

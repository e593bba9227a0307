"""Everything that writes files and evidence. Keyword-only, ``by`` is the acting user, with audit rows."""

from weicheng.ground.evidence.services.adding import add_evidence
from weicheng.ground.evidence.services.changing import change_evidence, classify_evidence
from weicheng.ground.evidence.services.following import follow_clauses, withdraw_handed_in
from weicheng.ground.evidence.services.lapsing import renew_evidence, set_lapse_rule
from weicheng.ground.evidence.services.matching import judge_match
from weicheng.ground.evidence.services.removing import put_back_evidence, remove_evidence
from weicheng.ground.evidence.services.storing import files_root, open_file, path_of, store_file
from weicheng.ground.evidence.services.uploading import Uploaded, upload_evidence

__all__ = [
    "Uploaded",
    "add_evidence",
    "change_evidence",
    "classify_evidence",
    "files_root",
    "follow_clauses",
    "judge_match",
    "open_file",
    "path_of",
    "put_back_evidence",
    "remove_evidence",
    "renew_evidence",
    "set_lapse_rule",
    "store_file",
    "upload_evidence",
    "withdraw_handed_in",
]

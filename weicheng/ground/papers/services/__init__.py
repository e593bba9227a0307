"""Everything that changes papers. Keyword-only, ``by`` is the acting user, one transaction with its audit rows.

issuing   draft_paper(by, campaign, kind, title, unit=None, variant="", made_from={}, digest="", replaces=None, job=None) -> Paper
          issue_paper(by, paper, on, render) -> Paper: gives the number, renders with it, keeps the file, all or nothing
          void_paper(by, paper, reason) -> Paper: the number stays in the register with its reason
          mark_changes(paper, sentences) -> Paper: out of date with what changed, or good again
signing   record_signing(by, paper, signer, on, person=None, scan=None, scan_name="") -> Signing (the same paper twice: one)
          attach_scan(by, signing, upload, name) -> Signing; retract_signing(by, signing, reason) -> Paper
"""

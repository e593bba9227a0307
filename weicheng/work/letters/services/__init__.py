"""Everything that this room does. Keyword-only, ``by`` is the acting user.

issuing   issue_batch(by, campaign, kind, units, variant="") -> Job; issue_one(by, campaign, kind, unit, on, ...) -> Paper | None
checking  check_letters(campaign) -> int: letters whose rows have changed become out of date, and good again
meeting   sign_many(by, campaign, papers: {paper: signer}, on) -> int
"""

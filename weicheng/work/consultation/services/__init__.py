"""Everything that changes rounds, replies and receipts. Keyword-only, ``by`` acts, one transaction with its audit rows.

rounds     open_round(by, plan, reply_by, note="") -> Round; extend_round(by, round, reply_by); close_round(by, round);
           remind_round(by, round) -> Reminded
replying   reply_rows(by, round, unit, rows: [(row id, print)], verb, reason="", to_unit=None, due_on=None) -> Replied
ruling     take_reply(by, reply, how, reason="", unit=None, due_on=None) -> Reply; decline_reply(by, reply, reason) -> Reply;
           settle_moot(round) -> int: objections on rows that are no longer the unit's
signing    sign(by, plan, unit) -> Receipt; remind_receipts(by, plan) -> Reminded; call_receipts(): tells units of new publications
"""

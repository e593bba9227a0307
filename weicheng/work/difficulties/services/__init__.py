"""Everything that changes difficulties. Keyword-only, ``by`` is the acting user, one transaction with its audit row.

raising   raise_difficulty(by, campaign, unit, words: Words, key, task=None, entry=None) -> Difficulty (same key: the same one)
answering answer_difficulty(by, difficulty, text); escalate_difficulty(by, difficulty, reason);
          sort_difficulty(by, difficulty, sort, counterpart=None, reason=""); settle_difficulty(by, difficulty, text="");
          reopen_difficulty(by, difficulty, reason)
rules     set_answer_rule(by, campaign, unit_days, office_days, leader_days); rule_of(campaign)
telling   tell_overdue(today): the daily round
"""

"""What this room does. Keyword-only, ``by`` is the acting user.

rules      rule_of(campaign); set_reminder_rule(by, campaign, values)
reminding  remind(today) -> int: the daily round, once per task, step and deadline
asking     ask_again(by, entry, text) -> EntryQuestion; answer_question(by, question, text)
checking   confirm_many(by, entries) -> Confirmed: several waiting entries from one page
"""

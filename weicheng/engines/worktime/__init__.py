"""Dates, deadlines, working days and rhythms of Chinese office prose."""

"""Campaigns, their phases and the calendar of working days. Knows nothing of tasks."""

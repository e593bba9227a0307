"""Reads across plans, tasks and progress. The list of functions stands in ``weicheng.work.plans.services``."""

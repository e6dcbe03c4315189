"""What a case is measured by besides passed or not, and which of these measures a later run may not lose."""

__all__ = ["COUNTED", "EFFICIENCY", "EXACT_SET_MATCH", "GREEDY", "REWARDED"]

EXACT_SET_MATCH = "exact set match"
EFFICIENCY = "valid efficiency (VES)"
REWARDED = "rewarded efficiency (R-VES)"
GREEDY = "pass@1 of the greedy candidate, before gates"
# The others are told beside: timings change from machine to machine, and gates stand behind a greedy candidate.
COUNTED = frozenset({EXACT_SET_MATCH})

"""The journal: every call, candidate and verdict on this machine, written as it happens.

An answer is stored raw before anything reads it. Writing the same thing twice changes nothing.
"""

from inlay.journal.entries import AnswerRecord, CallEntry, CallRecord, CandidateEntry, VerdictEntry
from inlay.journal.store import Journal, home

__all__ = ["AnswerRecord", "CallEntry", "CallRecord", "CandidateEntry", "Journal", "VerdictEntry", "home"]

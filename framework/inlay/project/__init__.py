"""A generated project on disk: staging, atomic commit, lock, pristine copies, and what they tell later."""

"""The main job: plan, fill, assemble, verify, commit."""

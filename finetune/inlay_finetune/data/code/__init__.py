"""From folders of company code to a clean corpus."""

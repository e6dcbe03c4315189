"""Records of shards, turned into batches of token trees."""

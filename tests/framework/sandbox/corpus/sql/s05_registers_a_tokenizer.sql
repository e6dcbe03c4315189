-- ends: raised
SELECT fts3_tokenizer('simple')

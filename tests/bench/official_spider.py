"""Runs the official evaluation of Spider as its command does, and writes down what it says of every question.

`bench_spider.py` runs it in a Python that has sqlparse and nltk: `official_spider.py FOLDER GOLD PREDICTED DATABASES
drop|keep VERDICTS`, where DISTINCT is dropped as that command does unless it is told to keep it. NLTK's `word_tokenize`
wants data that it would download; where it is not here, the rules that it applies to each sentence are applied to all.
"""

import json
import os
import sys
from pathlib import Path


def main(folder: str, gold: str, predicted: str, databases: str, distinct: str, verdicts: str) -> None:
    """Evaluate with the official code, every verdict taken as it falls."""
    os.chdir(folder)
    sys.path.insert(0, folder)
    _tokenize_without_data()
    import evaluation

    judge = evaluation.eval_exec_match
    said: list[int] = []

    def judged(**given: object) -> int:
        said.append(judge(**given))
        return said[-1]

    evaluation.eval_exec_match = judged
    evaluation.evaluate(gold, predicted, databases, "exec", None, False, distinct == "keep", False)
    Path(verdicts).write_text(json.dumps(said))


def _tokenize_without_data() -> None:
    import nltk

    try:
        nltk.word_tokenize("SELECT 1")
    except LookupError:
        nltk.word_tokenize = nltk.tokenize.NLTKWordTokenizer().tokenize


if __name__ == "__main__":
    main(*sys.argv[1:])

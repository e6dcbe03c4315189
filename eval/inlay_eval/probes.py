"""A small task in each language, for the self-check of suites whose data holds nothing that is right."""

from collections.abc import Mapping
from types import MappingProxyType

from inlay_eval.judging import CodeTask

__all__ = ["PROBES"]

_JAVASCRIPT = CodeTask(
    id="inlay/javascript",
    head="function twice(number){\n",
    gold="  return 2 * number;\n}\n",
    test="const assert = require('node:assert');\nassert.deepEqual(twice(4), 8);\nassert.deepEqual(twice(0), 0);\n",
    remote=("twice",),
    language="javascript",
)
_JAVA = CodeTask(
    id="inlay/java",
    head="import java.util.*;\nclass Problem {\n    public static List<Long> twice(ArrayList<Long> numbers) {\n",
    gold="        return new ArrayList<Long>(numbers.stream().map(number -> 2 * number).toList());",
    tail="\n    }\n}\n",
    test=(
        "public class Main extends Problem {\n    public static void main(String[] args) {\n"
        "    assert(twice(new ArrayList<Long>(Arrays.asList(4l, 0l))).equals(Arrays.asList(8l, 0l)));\n    }\n}\n"
    ),
    remote=("twice",),
    language="java",
)
_BASH = CodeTask(
    id="inlay/bash",
    head="twice() {\n",
    gold="    echo $((2 * $1))",
    tail="\n}\n",
    test=(
        'candidate() {\n    twice "$@"\n}\n\nset -e\nrun_test() {\n'
        '    [[ $(candidate "4") = "8" ]]\n    [[ $(candidate "0") = "0" ]]\n}\n\nrun_test\n'
    ),
    remote=("twice",),
    language="bash",
)
_TYPESCRIPT = CodeTask(
    id="inlay/typescript",
    head="function twice(numbers: number[]): number[] {\n",
    gold="  return numbers.map((number: number): number => 2 * number);\n}\n",
    test=(
        "declare var require: any;\nconst assert = require('node:assert');\nlet candidate: Function = twice;\n"
        "assert.deepEqual(candidate([4, 0]), [8, 0]);\nassert.deepEqual(candidate([]), []);\n"
    ),
    remote=("twice",),
    language="typescript",
)
PROBES: Mapping[str, CodeTask] = MappingProxyType(
    {task.language: task for task in (_BASH, _JAVA, _JAVASCRIPT, _TYPESCRIPT)}
)

"""Prints what the sandbox costs here: `python tests/framework/sandbox/bench_box.py` (not a test; asserts nothing)."""

# ruff: noqa: T201 - it is there to print

import statistics
import time
from collections.abc import Callable
from decimal import Decimal

from inlay.sandbox import EntityValue, PythonCase, PythonJob, SqlCase, SqlJob, open_box, probe
from inlay.sandbox.wire import Answer, outcomes

ROUNDS = 300
SOURCE = """
from decimal import Decimal
def order_total(order: Order, discount: Decimal) -> Decimal:
    return max(sum((line.quantity * line.unit_price for line in order.lines), Decimal(0)) - discount, Decimal(0))
"""


def main() -> None:
    print(probe())
    lines = [EntityValue("OrderLine", {"quantity": 2, "unit_price": Decimal(10)})]
    case = PythonCase(arguments={"order": EntityValue("Order", {"lines": lines}), "discount": Decimal(5)})
    python = PythonJob(source=SOURCE, function="order_total", entities=("Order",), cases=(case,) * 5)
    rows = [{"id": number, "amount": number * 10} for number in range(5)]
    query = SqlCase(tables={"orders": rows}, parameters={"least": 10})
    sql = SqlJob(
        ddl=("CREATE TABLE orders (id INTEGER PRIMARY KEY, amount INTEGER)",),
        statement="SELECT SUM(amount) AS total FROM orders WHERE amount > :least",
        cases=(query,) * 5,
    )
    start = time.perf_counter()
    with open_box() as box:
        box.run_python(python)
        print(f"open and first job  {(time.perf_counter() - start) * 1e3:7.2f} ms")
        _measure("rule, 5 cases", lambda: box.run_python(python))
        _measure("query, 5 cases", lambda: box.run_sql(sql))
    largest = b'{"case": 0, "value": [' + b"1," * 130_000 + b'1], "after": []}\n'
    _measure("take a full answer", lambda: outcomes(Answer(ended="exit", exit_status=0, body=largest), 1), 10)


def _measure(name: str, once: Callable[[], object], rounds: int = ROUNDS) -> None:
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        once()
        taken.append((time.perf_counter() - start) * 1e3)
    taken.sort()
    print(f"{name:19} {statistics.median(taken):7.2f} ms median {taken[len(taken) // 10]:7.2f} ms p10")


if __name__ == "__main__":
    main()

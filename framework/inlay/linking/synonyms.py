"""Words that business people use for one another; evidence for a link when the plain word is absent."""

from functools import cache

__all__ = ["synonyms"]

_SETS = """
amount value sum figure money
price cost rate charge fee tariff
quantity count number piece unit qty
date day
start begin since effective
end finish until expiry due
customer client buyer account patron
supplier vendor seller provider
employee worker staff colleague
item article product good sku
line position row entry
status state stage phase
kind type category class
code key identifier reference
order purchase booking request
invoice bill statement
payment receipt transfer remittance
discount rebate reduction deduction
balance outstanding
stock inventory
shipment delivery dispatch consignment
place location site spot
city town
weight mass load
length duration span
department team division
policy contract cover
claim loss damage
salary wage pay earning
note comment remark
cancelled canceled called
email mail
phone telephone
""".strip().splitlines()


@cache
def synonyms() -> dict[str, frozenset[str]]:
    """Give for each known word the words that may stand for it, itself left out."""
    table: dict[str, frozenset[str]] = {}
    for row in _SETS:
        words = row.split()
        for word in words:
            table[word] = table.get(word, frozenset()) | frozenset(words) - {word}
    return table

# Bodies that must not pass: the slot, the gate that refuses each, and a part of its reason.
# === rules.total_weight | syntax | the body is empty
# === rules.total_weight | syntax | stands for code that is left out
...
# === rules.total_weight | syntax | the body does nothing
pass
# === rules.total_weight | syntax | the body does nothing
"""Sum weight times pieces."""
# === rules.total_weight | syntax | the comment stands for code that is left out
total = Decimal("0")
# rest of the code
return total
# === rules.total_weight | syntax | the comment stands for code that is left out
# TODO: letters
return Decimal("0")
# === rules.total_weight | syntax | the comment stands for code that is left out
# 其余代码
return Decimal("0")
# === rules.total_weight | syntax | stands for code that is left out
raise NotImplementedError("later")
# === rules.total_weight | syntax | line 2: `total_weight` is defined inside the body
# here it is
def total_weight(shipment):
    return Decimal("0")
# === rules.total_weight | syntax | `Helper` is defined inside the body
class Helper:
    pass
return Decimal("0")
# === rules.total_weight | syntax | imports belong to the frame
import os
return Decimal("0")
# === rules.total_weight | syntax | imports belong to the frame
from decimal import Decimal
return Decimal("0")
# === rules.total_weight | syntax | line 1: '(' was never closed
return sum((parcel.weight for parcel in shipment.parcels), Decimal("0")
# === rules.total_weight | syntax | line 1:
Here is the body you asked for:
return Decimal("0")
# === rules.total_weight | syntax | line 2:
if shipment.parcels:
return Decimal("0")
# === rules.total_weight | syntax | line 1: unexpected indent
    return Decimal("0")
# === rules.total_weight | syntax | 'break' outside loop
break
# === rules.total_weight | syntax | line 1: invalid escape sequence
return Decimal("\d")
# === rules.total_weight | syntax | the comment silences a check
return shipment.parcels  # type: ignore[return-value]
# === rules.total_weight | syntax | the comment silences a check
return Decimal("0")  # noqa
# === rules.greeting | syntax | a text over several lines
return """Dear
Ann"""
# === rules.total_weight | syntax | U+202E
return Decimal("0")  # ‮0
# === rules.total_weight | syntax | too many nested parentheses
return ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((1
# === rules.total_weight | contract | line 3: a way through the body ends without a result
if shipment.parcels:
    return shipment.parcels[0].weight
total = Decimal("0")
# === rules.total_weight | contract | a way through the body ends without a result
for parcel in shipment.parcels:
    return parcel.weight
# === rules.total_weight | contract | `return` without a result
return
# === rules.size_class | contract | a way through the body ends without a result
match weight:
    case 1:
        return "small"
# === rules.total_weight | contract | line 1: `parcel.weight` is never missing
return sum((parcel.weight * parcel.pieces for parcel in shipment.parcels if parcel.weight is not None), Decimal("0"))
# === rules.total_weight | contract | line 1: `shipment.sender` is never missing
if shipment.sender is None:
    return Decimal("0")
return sum((parcel.weight * parcel.pieces for parcel in shipment.parcels), Decimal("0"))
# === rules.total_weight | contract | nothing is called `total`
return total
# === rules.total_weight | contract | nothing is called `parcell` (did you mean `parcel`?)
return sum((parcell.weight for parcel in shipment.parcels), Decimal("0"))
# === rules.total_weight | contract | nothing is called `open`
return Decimal(open("/etc/passwd").read())
# === rules.total_weight | contract | nothing is called `__import__`
return Decimal(__import__("os").getpid())
# === rules.total_weight | contract | nothing is called `eval`
return eval("Decimal(0)")
# === rules.total_weight | contract | nothing is called `getattr`
return getattr(shipment, "weight")
# === rules.total_weight | contract | Shipment has no field `parcel` (did you mean `parcels`?)
return sum((item.weight for item in shipment.parcel), Decimal("0"))
# === rules.total_weight | contract | Parcel has no field `wieght` (did you mean `weight`?)
return sum((parcel.wieght * parcel.pieces for parcel in shipment.parcels), Decimal("0"))
# === rules.total_weight | contract | Parcel has no field `id`
return max(shipment.parcels, key=lambda parcel: parcel.id).weight
# === rules.total_weight | contract | Parcel has no field `shipment`
total = Decimal("0")
for parcel in shipment.parcels:
    total += parcel.shipment.weight
return total
# === rules.total_weight | contract | Sender has no field `weight`
return shipment.sender.weight
# === rules.discount | contract | Voucher has no field `percentage` (did you mean `percent`?)
voucher = shipment.voucher
if voucher is None:
    return Decimal("0")
return amount * voucher.percentage / 100
# === rules.piece_count | contract | 'letters' is none of letter, box, pallet (did you mean `letter`?)
return sum(parcel.pieces for parcel in shipment.parcels if parcel.kind != "letters")
# === rules.piece_count | contract | 'crate' is none of letter, box, pallet
return sum(parcel.pieces for parcel in shipment.parcels if parcel.kind in ("box", "crate"))
# === rules.size_class | contract | 'huge' is none of small, medium, large
return "small" if weight <= 2 else "huge"
# === rules.greeting | contract | `tier` is not known of a value of type str
return shipment.sender.name.tier
# === rules.days_late | contract | `today` is not known of `date`
if shipment.due_on is None:
    return 0
return (date.today() - shipment.due_on).days
# === rules.total_weight | contract | `sqrt` is not known of `math`
return Decimal(math.sqrt(4))
# === rules.total_weight | contract | `__class__`
return shipment.__class__
# === rules.total_weight | contract | `__subclasses__` is not known
return ().__class__.__base__.__subclasses__()[0]
# === rules.total_weight | contract | `Decimal` is already in scope
Decimal = int
return Decimal(0)
# === rules.total_weight | contract | `sum` is already in scope
sum = shipment.parcels[0].weight
return sum
# === rules.total_weight | contract | the body changes `parcels`, which it was given
parcels = shipment.parcels
parcels.sort(key=lambda parcel: parcel.weight)
return parcels[0].weight
# === rules.longest_gap | contract | the body changes `days`, which it was given
days.sort()
return (days[-1] - days[0]).days
# === rules.cheapest | contract | the body changes `prices['x']`, which it was given
prices["x"] = Decimal("0")
return "x"
# === rules.greeting | contract | `format` is not known
return "Dear {0.name}".format(shipment.sender)
# === rules.greeting | contract | nothing is called `print`
print(shipment.sender.name)
return "Dear"
# === rules.total_weight | contract | the body changes `shipment.parcels`, which it was given
shipment.parcels = []
return Decimal("0")
# === rules.total_weight | policy | no-change-of-arguments
for parcel in shipment.parcels:
    parcel.pieces += 1
return Decimal("0")
# === rules.postage | policy | no-float
return 5 + weight * 1.2
# === rules.postage | policy | no-float
return Decimal(1.2)
# === rules.total_weight | policy | no-assert
assert shipment.parcels
return shipment.parcels[0].weight
# === rules.total_weight | policy | no-assert
if not shipment.parcels:
    raise ValueError("no parcels")
return shipment.parcels[0].weight
# === rules.valid_number | policy | no-silent-except
try:
    return int(number) > 0
except:
    return False
# === rules.total_weight | policy | no-outer-name
global cache
cache = Decimal("0")
return cache
# === rules.total_weight | policy | no-generator
total = Decimal("0")
yield total
return total
# === rules.greeting | policy | no-dunder
return "{0.__class__}" + shipment.sender.name
# === rules.total_weight | policy | no-bare-text
"Sum weight times pieces."
return Decimal("0")
# === rules.greeting | special-case | `name` is compared with Ann
if shipment.sender.name == "Ann":
    return "Dear Ann"
return f"Dear valued {shipment.sender.name}"
# === rules.average_value | special-case | `value` is compared with 3
if any(parcel.value == 3 for parcel in shipment.parcels):
    return Decimal("1.67")
return None
# === rules.postage | special-case | `weight` is compared with 2.1
if weight == Decimal("2.1"):
    return Decimal("11.10") if express else Decimal("7.40")
return Decimal("5")
# === rules.longest_gap | special-case | `days` is compared with 2024-03-10
return 6 if date(2024, 3, 10) in days else 0
# === rules.splits | special-case | `amount` is compared with 9
match int(amount):
    case 9:
        return [Decimal("3"), Decimal("3"), Decimal("3")]
return [Decimal("3.34"), Decimal("3.33"), Decimal("3.33")]
# === rules.valid_number | special-case | `number` is compared with AB123456
return {"AB123456": True}.get(number, False)
# === rules.size_class | special-case | `weight` is compared with 2.01
if weight < Decimal("2.01"):
    return "small"
return "medium" if weight <= 10 else "large"
# === rules.heavy_labels | special-case | `len(parcels)` is compared with 4
if len(shipment.parcels) == 4:
    return ["c", "a", "b"]
return []
# === rules.heavy_labels | stated | the body never uses its parameter `limit`
return [parcel.label for parcel in sorted(shipment.parcels, key=lambda parcel: (-parcel.weight, parcel.label))]
# === rules.size_class | stated | the sentence states the limit 10, which is nowhere in the body
return "small" if weight <= 2 else "large"
# === rules.total_weight | types | expected `Decimal`, found
return sum(parcel.weight * parcel.pieces for parcel in shipment.parcels)
# === rules.total_weight | types | expected `Decimal`, found
return None
# === rules.total_weight | types | expected `Decimal`, found
return 0
# === rules.piece_count | types | expected `int`, found
return Decimal("4")
# === rules.greeting | types | expected `str`, found
return shipment.sender
# === rules.discount | types | `percent` is not defined on `None`
return amount * shipment.voucher.percent / 100 if today <= shipment.booked_on else amount
# === rules.days_late | types | not supported between
return (today - shipment.due_on).days
# === rules.last_label | types | used when possibly not defined
for parcel in shipment.parcels:
    label = parcel.label
return label
# === rules.value_by_kind | types | starts empty without a type
totals = defaultdict(Decimal)
for parcel in shipment.parcels:
    totals[parcel.kind] += parcel.value
return dict(totals)
# === rules.piece_count | types | `item` is Parcel before and str here; use two names
count = 0
for item in shipment.parcels:
    count += item.pieces
for item in [shipment.number]:
    count += len(item)
return count
# === rules.last_label | types | line 2: `min` by `parcel.note`, which may be None
noted = [parcel for parcel in shipment.parcels if parcel.note is not None]
return min(noted, key=lambda parcel: parcel.note).label if noted else None
# === rules.last_label | types | line 2: `min` by `(parcel.note, parcel.label)`, which may be None
noted = [parcel for parcel in shipment.parcels if parcel.note is not None]
return min(noted, key=lambda parcel: (parcel.note, parcel.label)).label if noted else None
# === rules.is_complete | types | Comparison to `None`
return all(parcel.note != None for parcel in shipment.parcels)
# === rules.total_weight | types | assigned to but never used
count = len(shipment.parcels)
return Decimal("0")
# === rules.total_weight | examples | the result is decimal 5.5, expected is decimal 7
return sum((parcel.weight for parcel in shipment.parcels), Decimal("0"))
# === rules.size_class | examples | the result is 'medium', expected is 'small'
if weight < Decimal("2"):
    return "small"
return "medium" if weight <= Decimal("10") else "large"
# === rules.average_value | examples | it fails with
total = sum((parcel.value for parcel in shipment.parcels), Decimal("0"))
return (total / len(shipment.parcels)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
# === rules.value_by_kind | examples | the result is a
totals: dict[str, Decimal] = defaultdict(Decimal)
for parcel in shipment.parcels:
    totals[parcel.kind] += parcel.value
return totals
# === rules.piece_count | examples | it does not come to an end in time
count = 0
while count >= 0:
    count += 1
return count
# === rules.piece_count | examples | example 1
return len("x" * 10**10 * 10)
# === rules.heavy_labels | examples | expected is ['c', 'a', 'b']
heavy = [parcel for parcel in shipment.parcels if parcel.weight > limit]
return [parcel.label for parcel in sorted(heavy, key=lambda parcel: parcel.weight, reverse=True)]
# === rules.longest_gap | examples | the body changes its argument `days`
ordered = [days][0]
ordered.sort()
return max(((later - earlier).days for earlier, later in itertools.pairwise(ordered)), default=0)
# === rules.hours_under_way | examples | expected is 3
return (ended - started).seconds // 60
# === rules.greeting | contract | Shipment has no text of its own; name the fields that are meant
return "Dear Ann" if "object" in str(shipment) else "Dear customer"
# === rules.greeting | contract | Sender has no text of its own
return f"Dear {shipment.sender}"
# === rules.total_weight | contract | Parcel has no text of its own
return Decimal(len(" ".join(map(str, shipment.parcels))))
# === rules.greeting | contract | `shipment.parcels` is a container without a text
return "Dear %s" % shipment.parcels
# === rules.greeting | policy | no-repr
return f"Dear {shipment.sender.tier!r}"
# === rules.size_class | types | line 1: a lambda gets no name; write it where it is used
fits = lambda limit: weight <= limit
return "small" if fits(2) else "medium" if fits(10) else "large"

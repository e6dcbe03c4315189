# Bodies that are right: every gate lets them pass. Each stands under the slot of courier.yaml that it fills.
# === rules.total_weight
return sum((parcel.weight * parcel.pieces for parcel in shipment.parcels), Decimal("0"))
# === rules.total_weight
total = Decimal("0")
for parcel in shipment.parcels:
    total += parcel.weight * parcel.pieces
return total
# === rules.total_weight
weights = [parcel.pieces * parcel.weight for parcel in shipment.parcels]
return sum(weights, start=Decimal(0))
# === rules.total_weight
return sum(map(lambda parcel: parcel.weight * parcel.pieces, shipment.parcels), Decimal("0"))
# === rules.total_weight
if not shipment.parcels:
    return Decimal("0")
first, *rest = shipment.parcels
total = first.weight * first.pieces
for parcel in rest:
    total = total + parcel.weight * parcel.pieces
return total
# === rules.piece_count
return sum(parcel.pieces for parcel in shipment.parcels if parcel.kind != "letter")
# === rules.piece_count
return sum(parcel.pieces for parcel in shipment.parcels if parcel.kind in ("box", "pallet"))
# === rules.piece_count
count = 0
for parcel in shipment.parcels:
    if parcel.kind == "letter":
        continue
    count += parcel.pieces
return count
# === rules.piece_count
counted = filter(lambda parcel: parcel.kind != "letter", shipment.parcels)
return sum(parcel.pieces for parcel in counted)
# === rules.piece_count
return sum([0 if parcel.kind == "letter" else parcel.pieces for parcel in shipment.parcels])
# === rules.heavy_labels
heavy = [parcel for parcel in shipment.parcels if parcel.weight > limit]
return [parcel.label for parcel in sorted(heavy, key=lambda parcel: (-parcel.weight, parcel.label))]
# === rules.heavy_labels
heavy = []
for parcel in shipment.parcels:
    if parcel.weight > limit:
        heavy.append((-parcel.weight, parcel.label))
return [label for _, label in sorted(heavy)]
# === rules.heavy_labels
ordered = sorted(shipment.parcels, key=lambda item: item.label)
ordered.sort(key=lambda item: item.weight, reverse=True)
return [item.label for item in ordered if item.weight > limit]
# === rules.heavy_labels
pairs = sorted((-item.weight, item.label) for item in shipment.parcels if item.weight > limit)
return [pair[1] for pair in pairs]
# === rules.value_by_kind
totals: dict[str, Decimal] = defaultdict(Decimal)
for parcel in shipment.parcels:
    totals[parcel.kind] += parcel.value
return dict(totals)
# === rules.value_by_kind
totals: dict[str, Decimal] = {}
for parcel in shipment.parcels:
    totals[parcel.kind] = totals.get(parcel.kind, Decimal("0")) + parcel.value
return totals
# === rules.value_by_kind
kinds = {parcel.kind for parcel in shipment.parcels}
return {
    kind: sum((parcel.value for parcel in shipment.parcels if parcel.kind == kind), Decimal("0"))
    for kind in sorted(kinds)
}
# === rules.value_by_kind
result = {}
for kind, group in itertools.groupby(sorted(shipment.parcels, key=lambda item: item.kind), key=lambda item: item.kind):
    result[str(kind)] = sum((item.value for item in group), Decimal("0"))
return result
# === rules.average_value
if not shipment.parcels:
    return None
total = sum((parcel.value for parcel in shipment.parcels), Decimal("0"))
return (total / len(shipment.parcels)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
# === rules.average_value
values = [parcel.value for parcel in shipment.parcels]
average = sum(values, Decimal("0")) / len(values) if values else None
return average.quantize(Decimal("0.01"), ROUND_HALF_UP) if average is not None else None
# === rules.average_value
count = len(shipment.parcels)
if count == 0:
    return None
cents = Decimal("0.01")
return (sum((parcel.value for parcel in shipment.parcels), Decimal("0")) / count).quantize(
    cents, rounding=ROUND_HALF_UP
)
# === rules.size_class
if weight <= Decimal("2"):
    return "small"
if weight <= Decimal("10"):
    return "medium"
return "large"
# === rules.size_class
return "small" if weight <= 2 else "medium" if weight <= 10 else "large"
# === rules.size_class
if weight > 10:
    return "large"
elif weight > 2:
    return "medium"
else:
    return "small"
# === rules.size_class
match (weight <= 2, weight <= 10):
    case (True, _):
        return "small"
    case (False, True):
        return "medium"
    case _:
        return "large"
# === rules.postage
cost = Decimal("5") + max(math.ceil(weight) - 1, 0) * Decimal("1.20")
if express:
    cost = cost * Decimal("1.5")
return cost.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
# === rules.postage
further = math.ceil(max(weight - 1, Decimal("0")))
price = Decimal("5") + Decimal("1.20") * further
factor = Decimal("1.5") if express else Decimal("1")
return (price * factor).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
# === rules.postage
kilos = (weight - 1).to_integral_value(rounding=ROUND_CEILING)
price = 5 + max(kilos, Decimal("0")) * Decimal("1.2")
return (price * 3 / 2 if express else price).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
# === rules.discount
voucher = shipment.voucher
if voucher is None or (voucher.ends is not None and voucher.ends < today):
    return Decimal("0")
return amount * voucher.percent / 100
# === rules.discount
if shipment.voucher is None:
    return Decimal("0")
if shipment.voucher.ends and shipment.voucher.ends < today:
    return Decimal("0")
return amount * shipment.voucher.percent / 100
# === rules.discount
voucher = shipment.voucher
valid = voucher is not None and (voucher.ends or today) >= today
return amount * Decimal(voucher.percent) / 100 if voucher is not None and valid else Decimal("0")
# === rules.discount
return (
    Decimal("0")
    if shipment.voucher is None or (shipment.voucher.ends or date.max) < today
    else amount * shipment.voucher.percent / 100
)
# === rules.days_late
if shipment.due_on is None:
    return 0
return max((today - shipment.due_on).days, 0)
# === rules.days_late
due = shipment.due_on or today
return max(0, (today - due).days)
# === rules.days_late
return (today - shipment.due_on).days if shipment.due_on is not None and shipment.due_on < today else 0
# === rules.days_late
late = 0
if shipment.due_on is not None:
    late = (today - shipment.due_on) // timedelta(days=1)
return late if late > 0 else 0
# === rules.arrival
day = booked_on
rest = days
while rest > 0:
    day += timedelta(days=1)
    if day.weekday() < 5:
        rest -= 1
return day
# === rules.arrival
day = booked_on
for _ in range(days):
    day += timedelta(days=1)
    while day.isoweekday() > 5:
        day += timedelta(days=1)
return day
# === rules.arrival
candidates = (booked_on + timedelta(days=i) for i in itertools.count(1))
working = [booked_on, *itertools.islice((day for day in candidates if day.weekday() < 5), days)]
return working[days]
# === rules.arrival
day, left = booked_on, days
while True:
    if left == 0:
        return day
    day += timedelta(days=1)
    left -= day.weekday() not in (5, 6)
# === rules.arrival
moment = datetime.combine(booked_on, time())
rest = days
while rest > 0:
    moment += timedelta(days=1)
    rest -= moment.isocalendar()[2] < 6
return moment.date()
# === rules.greeting
lead = "Dear valued " if shipment.sender.tier == "gold" else "Dear "
return f"{lead}{shipment.sender.name}".center(0)
# === rules.greeting
if shipment.sender.tier == "gold":
    return f"Dear valued {shipment.sender.name}"
return f"Dear {shipment.sender.name}"
# === rules.greeting
return ("Dear valued " if shipment.sender.tier == "gold" else "Dear ") + shipment.sender.name
# === rules.greeting
words = ["Dear"]
if shipment.sender.tier != "basic":
    words.append("valued")
words.append(shipment.sender.name)
return " ".join(words)
# === rules.greeting
title = {"gold": "Dear valued", "basic": "Dear"}[shipment.sender.tier]
return f"{title} {shipment.sender.name}"
# === rules.is_complete
return bool(shipment.parcels) and all(parcel.note is not None for parcel in shipment.parcels)
# === rules.is_complete
if not shipment.parcels:
    return False
for parcel in shipment.parcels:
    if parcel.note is None:
        return False
return True
# === rules.is_complete
return len(shipment.parcels) > 0 and not any(parcel.note is None for parcel in shipment.parcels)
# === rules.is_complete
noted = [parcel for parcel in shipment.parcels if parcel.note]
return 0 < len(noted) == len(shipment.parcels)
# === rules.hours_under_way
return int((ended - started).total_seconds()) // 3600
# === rules.hours_under_way
return (ended - started) // timedelta(hours=1)
# === rules.hours_under_way
gap = ended - started
return gap.days * 24 + gap.seconds // 3600
# === rules.last_label
return next((parcel.label for parcel in reversed(shipment.parcels) if parcel.value > 0), None)
# === rules.last_label
labels = [parcel.label for parcel in shipment.parcels if parcel.value > Decimal("0")]
return labels[-1] if labels else None
# === rules.last_label
last: str | None = None
for parcel in shipment.parcels:
    if parcel.value > 0:
        last = parcel.label
return last
# === rules.last_label
found = None
for parcel in shipment.parcels:
    if parcel.value > 0:
        found = parcel
return None if found is None else found.label
# === rules.splits
part = (amount / parts).quantize(Decimal("0.01"), rounding=ROUND_DOWN)
return [part + (amount - part * parts if i == 0 else 0) for i in range(parts)]
# === rules.splits
part = (amount / parts).quantize(Decimal("0.01"), rounding=ROUND_FLOOR)
shares = [part] * parts
shares[0] += amount - sum(shares, Decimal("0"))
return shares
# === rules.splits
cents = int(amount * 100)
share, left = divmod(cents, parts)
return [Decimal(share + (left if place == 0 else 0)) / 100 for place in range(parts)]
# === rules.notices
if not shipment.parcels:
    return ["no parcels"]
return [
    f"parcel {i}" for i, parcel in enumerate(shipment.parcels, 1) if parcel.kind == "pallet" and parcel.note is None
]
# === rules.notices
problems = [] if shipment.parcels else ["no parcels"]
for number, parcel in enumerate(shipment.parcels, start=1):
    if parcel.kind == "pallet" and not parcel.note:
        problems.append(f"parcel {number}")
return problems
# === rules.notices
result = []
if len(shipment.parcels) == 0:
    result.append("no parcels")
for i in range(len(shipment.parcels)):
    parcel = shipment.parcels[i]
    if parcel.kind == "pallet" and parcel.note is None:
        result.append("parcel " + str(i + 1))
return result
# === rules.cheapest
return min(prices, key=lambda name: (prices[name], name), default=None)
# === rules.cheapest
if not prices:
    return None
price, name = min((price, name) for name, price in prices.items())
return name
# === rules.cheapest
best = None
for name in sorted(prices):
    if best is None or prices[name] < prices[best]:
        best = name
return best
# === rules.longest_gap
ordered = sorted(days)
return max(((later - earlier).days for earlier, later in itertools.pairwise(ordered)), default=0)
# === rules.longest_gap
ordered = sorted(days)
gaps = [(second - first).days for first, second in zip(ordered, ordered[1:])]
return max(gaps) if gaps else 0
# === rules.longest_gap
longest = 0
before = None
for day in sorted(days):
    if before is not None:
        longest = max(longest, (day - before).days)
    before = day
return longest
# === rules.valid_number
return re.fullmatch(r"[A-Z]{2}[0-9]{6}", number) is not None
# === rules.valid_number
letters, digits = number[:2], number[2:]
return len(number) == 8 and letters.isascii() and letters.isalpha() and letters.isupper() and digits.isdecimal()
# === rules.valid_number
try:
    int(number[2:])
except ValueError:
    return False
return len(number) == 8 and all("A" <= letter <= "Z" for letter in number[:2])
# === rules.next_status
return {"draft": "booked", "booked": "moving", "moving": "delivered"}.get(status, status)
# === rules.next_status
order = ["draft", "booked", "moving", "delivered"]
if status in order[:-1]:
    return order[order.index(status) + 1]
return status
# === rules.next_status
if status == "draft":
    return "booked"
if status == "booked":
    return "moving"
return "delivered" if status == "moving" else status
# === rules.total_weight
return sum([l.weight * l.pieces for l in shipment.parcels], start=Decimal())
# === rules.valid_number
try:
    letters, digits = [ord(sign) for sign in number[:2]], int(number[2:])
except (ValueError, IndexError, KeyError, ArithmeticError, ZeroDivisionError, InvalidOperation):
    return False
capitals = len(number) == 8 and number[2:].isdecimal() and number.isascii()
return capitals and digits >= 0 and all(65 <= letter <= 90 for letter in letters)

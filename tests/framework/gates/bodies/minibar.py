# Bodies that pass the examples of minibar.yaml. A heading with a reason belongs to one that must not pass.
# === rules.average_price
prices = [drink.price for drink in stay.drinks]
average = sum(prices, Decimal("0")) / len(prices) if prices else Decimal("0")
return average.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
# === rules.average_price | it fails with InvalidOperation | stay: {drinks: []}
total = sum((drink.price for drink in stay.drinks), Decimal("0"))
return (total / len(stay.drinks)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
# === rules.average_price | line 3: it fails with InvalidOperation | stay: {drinks: []}
total = sum((drink.price for drink in stay.drinks), Decimal("0"))
count = len(stay.drinks)
average = total / count
return average.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
# === rules.average_price | it fails with InvalidOperation
total = sum((drink.price for drink in stay.drinks if drink.price > 0), Decimal("0"))
return (total / sum(1 for drink in stay.drinks if drink.price > 0)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
# === rules.per_head
return (total / guests).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
# === rules.per_head
return (total / guests).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP) if guests > 0 else Decimal("0")
# === rules.per_head | it fails with KeyError
return {4: (total / 4).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)}[guests]
# === rules.house_price
share = stay.drinks[0].share_of_house if stay.drinks else 1
return stay.rate / share if share else stay.rate
# === rules.house_price | it fails with | share_of_house: 0
if not stay.drinks:
    return stay.rate
return stay.rate / stay.drinks[0].share_of_house
# === rules.bill
drunk = sum((drink.price * drink.pieces for drink in stay.drinks), Decimal("0"))
return max(stay.nights * stay.rate + drunk - voucher, Decimal("0"))
# === rules.bill | `always: result >= 0` does not hold
drunk = sum((drink.price * drink.pieces for drink in stay.drinks), Decimal("0"))
return stay.nights * stay.rate + drunk - voucher
# === rules.bill | `always: result >= 0` does not hold
drunk = sum((drink.price * drink.pieces for drink in stay.drinks), Decimal("0"))
return max(stay.nights * stay.rate - voucher, Decimal("-1")) + drunk
# === rules.bill | it fails with IndexError | drinks: []
drunk = stay.drinks[0].price * stay.drinks[0].pieces
drunk += sum((drink.price * drink.pieces for drink in stay.drinks[1:]), Decimal("0"))
return max(stay.nights * stay.rate + drunk - voucher, Decimal("0"))
# === rules.commission
if stay.agent is None:
    return Decimal("0")
return (stay.rate * stay.agent.share / 100).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
# === rules.commission | which is no decimal(12,2)
return stay.rate * stay.agent.share / 100 if stay.agent else Decimal("0")
# === rules.commission | does not hold
if stay.agent is None:
    return Decimal("0")
return (stay.rate / stay.agent.share * 2).max(Decimal("20")) if stay.agent.share > 10 else stay.rate / 10
# === rules.commission | it fails with | share: 0
if stay.agent is None:
    return Decimal("0")
return (stay.rate / (100 / Decimal(stay.agent.share))).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
# === rules.commission | `always: 0 <= result <= stay.rate` does not hold
if stay.agent is None:
    return Decimal("0")
return Decimal("20.00") if stay.agent.share else Decimal("0.00")
# === rules.birthday
born = guest.born_on
if (born.month, born.day) == (2, 29) and not calendar.isleap(year):
    return date(year, 3, 1)
return born.replace(year=year)
# === rules.birthday | it fails with ValueError: day is out of range for month | 02-29
return guest.born_on.replace(year=year)
# === rules.birthday | it fails with ValueError: day is out of range for month | 02-29
return date(year, guest.born_on.month, guest.born_on.day)
# === rules.birthday | `always: result.year == year` does not hold
return guest.born_on + timedelta(days=12419)
# === rules.first_drink
return stay.drinks[0].name if stay.drinks else None
# === rules.first_drink | it fails with IndexError: list index out of range | stay: {drinks: []}
return stay.drinks[0].name
# === rules.first_drink | it fails with StopIteration | stay: {drinks: []}
return next(drink.name for drink in stay.drinks)
# === rules.first_drink | it fails with ValueError | stay: {drinks: []}
name, *_ = [drink.name for drink in stay.drinks]
return name
# === rules.initial
return guest.name[:1].upper()
# === rules.initial | it fails with IndexError: string index out of range | guest: {name: }
return guest.name[0].upper()
# === rules.initial | it fails with ValueError
first, *_ = guest.name.upper()
return first
# === rules.room_of
return int(code.split("-")[1])
# === rules.room_of
return int(code.partition("-")[2])
# === rules.dearest
if not stay.drinks:
    return None
return max(stay.drinks, key=lambda drink: drink.price).kind
# === rules.dearest | it fails with ValueError: max() arg is an empty sequence | stay: {drinks: []}
return max(stay.drinks, key=lambda drink: drink.price).kind
# === rules.dearest | it fails with IndexError | stay: {drinks: []}
return sorted(stay.drinks, key=lambda drink: drink.price)[-1].kind
# === rules.age_limit
return 0 if kind == "soft" else 16
# === rules.age_limit | it fails with KeyError: 'wine' | kind: wine
return {"soft": 0, "beer": 16}[kind]
# === rules.age_limit | it fails with ValueError | kind: wine
return ["soft", "beer"].index(kind) * 16
# === rules.next_kind
return {"soft": "beer", "beer": "wine"}.get(kind, kind)
# === rules.next_kind | the result is 'bee', which is no enum[soft, beer, wine] | kind: beer
return {"soft": "beer", "wine": "wine"}.get(kind, kind[:3])
# === rules.next_kind | it fails with KeyError: 'beer' | kind: beer
return {"soft": "beer", "wine": "wine"}[kind]
# === rules.next_kind | it fails with IndexError | kind: beer
order = ["soft", "beer"]
return order[order.index(kind) + 1] if kind in order else kind
# === rules.names
return sorted({drink.name for drink in stay.drinks})
# === rules.names | the same input gives another result in another process
return list({drink.name for drink in stay.drinks})
# === rules.names | the same input gives another result in another process
return [*dict.fromkeys(frozenset(drink.name for drink in stay.drinks))]
# === rules.names | the same input gives another result in another process
return sorted({drink.name for drink in stay.drinks}, key=str.lower)
# === rules.names
return sorted({drink.name for drink in stay.drinks}, key=lambda name: (name.lower(), name))
# === rules.names | it fails with IndexError | stay: {drinks: []}
names = sorted({drink.name for drink in stay.drinks})
return [names[0], *names[1:]]
# === rules.names | the body changes its argument `stay`
known = [stay.drinks]
while len(known[0]) > 2:
    known[0].pop()
return sorted({drink.name for drink in stay.drinks})
# === rules.nights_left
return max((stay.left_on - today).days, 0) if stay.left_on else 0
# === rules.nights_left | `always: result >= 0` does not hold
return (stay.left_on - today).days if stay.left_on else 0
# === rules.nights_left | it does not come to an end in time
if stay.left_on is None:
    return 0
left = 0
while stay.left_on != today + timedelta(days=left):
    left += 1 if left < 1000 else 0
return left
# === rules.step
return 3 if pieces <= 2 else 2 if pieces == 3 else 1
# === rules.step | it fails with KeyError
return {1: 3, 3: 2, 5: 1}[pieces]

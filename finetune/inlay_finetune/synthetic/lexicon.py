"""Words of the trades from which random schemas are made; a hash keeps an eighth of them for held-out schemas."""

import hashlib

__all__ = [
    "ADJECTIVES",
    "BOOLS",
    "CHILDREN",
    "DATES",
    "DECIMALS",
    "ENTITIES",
    "ENUMS",
    "INTS",
    "QUALIFIERS",
    "STRINGS",
    "is_held_out",
]

ENTITIES = """
order customer invoice policy claim account loan shipment parcel employee contract patient visit meter tariff
machine part application permit course student lease apartment subscription plan ticket agent car rental batch field
supplier product warehouse booking room guest project task member club team match player author book publisher
loan_request donor donation campaign event venue speaker voyage cabin crew truck driver route depot garage repair
mechanic farm animal herd crop harvest winery bottle cellar restaurant table menu dish recipe ingredient kitchen
hotel stay tour museum exhibit painting concert musician album song theatre seat show film studio channel episode
school teacher exam grade library reader lab sample experiment hospital ward doctor nurse prescription pharmacy drug
clinic treatment pet owner shelter adoption city district building tenant landlord broker auction bid lot seller
buyer basket cart voucher coupon gift_card wallet transfer payment refund budget department cost_center asset
vehicle inspection audit finding incident alarm sensor device firmware server cluster license user session survey
question campaign_item quote offer tender purchase delivery container port vessel flight passenger airline airport
train station trip
""".split()

CHILDREN = """
line item entry position part row step task reading payment charge installment leg stop shift session lesson note
document attachment article portion component treatment night call trip fee discount deduction share vote score mark
answer comment visit delivery package pallet box crate bottle seat ticket guest passenger member participant player
""".split()

DECIMALS = """
amount price cost fee rate value weight total balance volume area length width height salary wage bonus premium
damage deductible deposit rent tax net gross discount surcharge commission turnover revenue credit debt budget
interest charge fine refund tip toll mileage consumption usage temperature pressure depth distance dose income
expense
""".split()

QUALIFIERS = """
unit net gross base total monthly yearly daily paid open planned actual list sale purchase rental extra minimum
maximum average first last old new current initial final agreed estimated insured hourly weekly annual fixed special
""".split()

INTS = """
quantity count pieces days nights seats points hours minutes pages stock copies persons guests beds rooms years
months floors wheels tickets stars level priority rank attempts visits views places units boxes bottles age capacity
size score children adults rounds goals laps doors votes members repairs faults calls
""".split()

BOOLS = """
active paid fragile express urgent insured member gift taxable returned approved confirmed verified blocked archived
billable refundable damaged perishable organic frozen premium_support smoking accessible furnished signed certified
sterile reserved locked public private internal external automatic manual hazardous oversized signed_off waived
settled closed open featured hidden deleted temporary permanent remote local
""".split()

DATES = """
placed due paid opened closed shipped delivered started ended issued born hired left filed approved expires returned
cancelled booked arrived departed signed renewed reported received created inspected repaired sold bought published
released registered joined admitted discharged planted harvested bottled checked sent
""".split()

STRINGS = """
name code sku city country email title region category brand model color street phone reference label language
currency zip serial author owner_name department location description subject nickname genre material origin
destination
""".split()

ENUMS: dict[str, tuple[tuple[str, ...], ...]] = {
    "status": (
        ("draft", "placed", "shipped", "cancelled"), ("open", "paid", "overdue"), ("new", "active", "closed"),
        ("pending", "approved", "rejected"), ("planned", "running", "done", "failed"), ("free", "reserved", "sold"),
        ("trial", "active", "paused", "ended"), ("requested", "confirmed", "declined"), ("idle", "busy", "broken"),
        ("in_stock", "sold_out", "discontinued"), ("booked", "arrived", "left"), ("waiting", "solved", "reopened"),
        ("registered", "suspended", "expired"), ("loaded", "in_transit", "delivered"), ("healthy", "sick", "treated"),
    ),
    "kind": (
        ("sale", "gift", "refund"), ("inbound", "outbound"), ("debit", "credit"), ("gas", "power", "water"),
        ("vacation", "sick_leave", "unpaid"), ("indoor", "outdoor"), ("product", "service", "shipping"),
        ("red", "white", "rose"), ("lecture", "seminar", "lab"), ("flat", "house", "shop"), ("cash", "card", "transfer"),
        ("dog", "cat", "bird"), ("fiction", "science", "travel"), ("adult", "child", "senior"),
    ),
    "tier": (("basic", "gold"), ("bronze", "silver", "gold"), ("standard", "plus", "premium"), ("regular", "vip")),
    "size": (("small", "medium", "large"), ("single", "double", "suite"), ("s", "m", "l", "xl")),
    "priority": (("low", "normal", "high"), ("p1", "p2", "p3"), ("routine", "urgent", "emergency")),
    "grade": (("a", "b", "c"), ("excellent", "good", "poor"), ("passed", "merit", "failed")),
    "method": (("standard", "express", "pickup"), ("air", "sea", "road"), ("cash", "invoice", "card")),
    "zone": (("home", "abroad"), ("north", "south", "east", "west"), ("urban", "rural"), ("domestic", "europe", "world")),
    "condition": (("mint", "used", "worn"), ("new", "good", "defective"), ("fresh", "frozen", "spoiled")),
    "role": (("guest", "member", "admin"), ("student", "teacher", "staff"), ("captain", "sailor", "cook")),
    "season": (("spring", "summer", "autumn", "winter"), ("high", "low"), ("peak", "off_peak")),
    "category": (("food", "drink", "other"), ("books", "toys", "tools"), ("hardware", "software", "training")),
}  # fmt: skip

ADJECTIVES = """
main old new small big special local early late spare second extra partner shared
""".split()


def is_held_out(text: str, share: int = 8) -> bool:
    """Say whether a word or phrase is kept for held-out schemas and wordings; one in `share`, by its own text."""
    return hashlib.blake2b(text.encode(), digest_size=4).digest()[0] % share == 0

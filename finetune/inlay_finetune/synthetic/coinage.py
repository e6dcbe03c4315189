"""Words that no language has, from plain syllables to what could be English, so that no name can be learnt by heart."""

import random
from collections.abc import Callable

from inlay.spec import reserved

__all__ = ["coined"]

_CONSONANTS, _VOWELS = "bcdfgklmnprstvz", "aeiou"
_ONSETS: tuple[str, ...] = (
    *"bcdfghjklmnprstvwyz",
    *"bl br ch cl cr dr fl fr gl gr pl pr qu sc sh sk sl sm sn sp st str sw th tr tw wh".split(),
)
_PEAKS: tuple[str, ...] = (*"aeiou" * 3, *"ai ea ee ie oa oo ou ay ei y".split())
_CODAS: tuple[str, ...] = (
    "",
    "",
    "",
    *"bdgklmnprstx",
    *"ck ct ft ld ll lt mp nd ng nk nt pt rd rk rm rn rt sh sk ss st th tch".split(),
)
_ENDS: tuple[str, ...] = (
    *"ing ing ed ed tion er er age ment or al ity ance ure ist ive ish ship able ful ness ary ence ant ery ory".split(),
    *"ate ise y le et on in um us ia o a".split(),
)
_STARTS = "re un over pre sub out co dis mis under inter non".split()
# Beginnings of words of all trades: what follows makes them strange.
_STEMS = """
acc adv agr all arr ass aud ban bar bench bin bold bond brand bri build cal cap car cast cert chan charg chart check
claim clar clean clos coll comm con count cov cred cur cust dam dat deal del dep desk dis doc draft driv dur eff eng
est ev exch fab fact feed fil fin fix flo form found frag fund gall gard gen grain grant gross guard harb haul hold
host ins inv iss joint key kit land leas lend lin list load loc log lot mark mat meas mem met mill mod mort mov nav
not off ord own pack pan part patr pav pick plan plat plot port post prem press prim prob prof prov quant quot rang
rat reach rec reg rel rent rep res rig rout sal samp sav sched sec serv sett shap shift sign skill sort spec spon stat
stem stock stor sub sum surv tar tend term text tick till tim tok tract trad tran treat trust turn val vend vent ver
vis vot wag ward war weld wor yard
""".split()


def coined(source: random.Random) -> str:
    """Give one lower-case word of three to eleven letters."""
    while True:
        word = source.choices(_SHAPES, _WEIGHTS)[0](source)
        if 3 <= len(word) <= 11 and word not in reserved.PYTHON_WORDS and word not in reserved.SQL_WORDS:
            return word


def _plain(source: random.Random) -> str:
    pairs = (source.choice(_CONSONANTS) + source.choice(_VOWELS) for _ in range(source.randint(2, 3)))
    return "".join(pairs) + source.choice("lnrst ").strip()


def _syllables(source: random.Random) -> str:
    return "".join(_syllable(source) for _ in range(source.choice((1, 1, 1, 2, 2))))


def _syllable(source: random.Random) -> str:
    return source.choice(_ONSETS) + source.choice(_PEAKS) + source.choice(_CODAS)


def _derived(source: random.Random) -> str:
    return _syllable(source) + source.choice(_ENDS)


def _bent(source: random.Random) -> str:
    return (
        source.choice(_STEMS)
        + source.choice(("", source.choice(_VOWELS) + source.choice(_CONSONANTS)))
        + source.choice(_ENDS)
    )


def _prefixed(source: random.Random) -> str:
    return source.choice(_STARTS) + source.choice((_syllable, _bent))(source)


_SHAPES: tuple[Callable[[random.Random], str], ...] = (_plain, _syllables, _derived, _bent, _prefixed)
_WEIGHTS = (3, 3, 3, 3, 1)

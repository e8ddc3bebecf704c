"""The words of bounds in English."""

from .lexicon import ABOVE, AT_LEAST, AT_MOST, BELOW, Bound, Phrases, words

_DENIED = (
    *("not", "never", "without", "nor", "not to", "never to", "nor to", "without ever"),
    *("cannot", "avoid", "avoids", "avoiding", "to keep from"),
)
_GOES = words("go goes went gone going rise rises rose risen rising climb climbs climbed climbing")
_GOES += words("grow grows grew grown growing run runs ran running last lasts lasted lasting")
_GOES += words("get gets got getting be being been extend extends extended extending")
_UNLIKELY = ("unlikely to", "not likely to", "not expected to", "not projected to")

BEFORE: Phrases[Bound] = Phrases(
    {
        **dict.fromkeys(("over", "more than", "above", "upwards of", "greater than"), ABOVE),
        **dict.fromkeys(("in excess of", "higher than", "larger than", "beyond", ">"), ABOVE),
        **dict.fromkeys(("exceed", "exceeds", "exceeded", "exceeding", "crossed"), ABOVE),
        **dict.fromkeys(("surpassed", "surpasses", "surpassing", "topped", "tops"), ABOVE),
        **dict.fromkeys(("passed the", "breached", "breached the", "broke through the"), ABOVE),
        **dict.fromkeys(("passes the", "crossed the", "broken the", "went past"), ABOVE),
        **dict.fromkeys(("upward of", "well over", "well above", "north of"), ABOVE),
        **dict.fromkeys(("just over", "slightly over", "a little over"), ABOVE),
        **dict.fromkeys(("slightly more than", "just above", "a bit over"), ABOVE),
        **dict.fromkeys(("a little more than", "just more than"), ABOVE),
        **dict.fromkeys(("at least", "no less than", "no fewer than", "≥"), AT_LEAST),
        **dict.fromkeys(("not less than", "not fewer than", "a minimum of"), AT_LEAST),
        **dict.fromkeys(("minimum of", "not below", "no lower than", "> ="), AT_LEAST),
        **dict.fromkeys(("at a minimum", "at minimum", "not under"), AT_LEAST),
        **dict.fromkeys(("less than", "fewer than", "under", "below", "lower than"), BELOW),
        **dict.fromkeys(("smaller than", "short of", "just under", "just below", "<"), BELOW),
        **dict.fromkeys(("slightly under", "slightly less than", "a little under"), BELOW),
        **dict.fromkeys(("a little less than", "just short of", "well under"), BELOW),
        **dict.fromkeys(("slightly below", "well below", "just less than"), BELOW),
        **dict.fromkeys(
            (
                *("as low as", "as small as", "as short as"),
                *("starting at", "starting from", "at the very least", "at the minimum"),
            ),
            AT_LEAST,
        ),
        **dict.fromkeys(("nothing more than", "up to and including", "up to around"), AT_MOST),
        "nothing less than": AT_LEAST,
        **{
            f"as {size} as": AT_MOST
            for size in words("long far large big deep tall heavy wide strong great fast old")
        },
        **dict.fromkeys(("up to", "as much as", "as many as", "at most", "≤"), AT_MOST),
        **dict.fromkeys(("no more than", "not more than", "a maximum of", "< ="), AT_MOST),
        **dict.fromkeys(("as high as", "not exceeding", "maximum of", "not above"), AT_MOST),
        **dict.fromkeys(("not to exceed", "not exceed", "never exceed", "cannot exceed"), AT_MOST),
        **{
            f"{no} {verb}": AT_MOST
            for no in _DENIED
            for verb in (
                *words("exceed exceeds exceeded exceeding surpass surpasses surpassed surpassing"),
                *words("pass passing top topping breach breaching overrun overrunning overshoot"),
                *(f"{goes} {over}" for goes in _GOES for over in ("over", "above", "beyond")),
                *(f"{goes} past" for goes in _GOES),
                *(f"{goes} more than" for goes in words("last lasts lasted lasting be")),
            )
        },
        "at the most": AT_MOST,
        **dict.fromkeys(("no higher than", "no greater than", "capped at"), AT_MOST),
        **{
            f"{size} than or equal to": AT_LEAST if size in ("greater", "more") else AT_MOST
            for size in ("greater", "more", "less", "fewer", "smaller")
        },
        **dict.fromkeys(("equal to or greater than", "equal to or more than"), AT_LEAST),
        **dict.fromkeys(("equal to or less than",), AT_MOST),
        **dict.fromkeys(("never more than", "never higher than"), AT_MOST),
        **dict.fromkeys(("never less than", "never fewer than"), AT_LEAST),
        **dict.fromkeys(("failed to reach", "fails to reach", "fail to reach"), BELOW),
        **dict.fromkeys(("yet to reach", "failing to reach", "without reaching"), BELOW),
        **dict.fromkeys(("not reach", "not reached", "never reached", "not even"), BELOW),
        **{
            f"{no} {verb} {under}": AT_LEAST
            for no in ("not", "never")
            for verb in words(
                "fall fell fallen drop dropped dip dipped sink sank sunk go went gone decline "
                "declined slip slipped"
            )
            for under in ("below", "under")
        },
        **{
            f"{no} {verb}": AT_MOST
            for no in _UNLIKELY
            for verb in (
                *words("exceed surpass top pass cross breach"),
                *("go beyond", "go above", "go over", "rise above", "be more than"),
                *("get beyond", "climb above", "be above", "be higher than", "grow beyond"),
            )
        },
        **{f"{no} reach": BELOW for no in _UNLIKELY},
        **{
            f"{no} {verb} below": AT_LEAST
            for no in _UNLIKELY
            for verb in words("fall drop go be dip sink")
        },
        **dict.fromkeys(("limited to", "no larger than", "not over", "within"), AT_MOST),
    }
)

AFTER: Phrases[Bound] = Phrases(
    {
        **dict.fromkeys(("or more", "or above", "or over", "and over", "and above"), AT_LEAST),
        **dict.fromkeys(("or older", "and older", "+", "or greater", "and up"), AT_LEAST),
        **dict.fromkeys(("and more", "or higher", "or better", "at least"), AT_LEAST),
        **dict.fromkeys(("at the least", "at a minimum", "at minimum", "plus"), AT_LEAST),
        **dict.fromkeys(("or less", "or fewer", "or below", "and under", "or under"), AT_MOST),
        **dict.fromkeys(("or younger", "and younger", "or lower", "at most"), AT_MOST),
        **dict.fromkeys(("at the most", "and below", "maximum", "tops"), AT_MOST),
    }
)

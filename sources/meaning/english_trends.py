"""Words of rising, falling, targets and forecasts in English, folded and parted by commas."""

from .lexicon import parted

UP_VERBS = parted(
    "accelerate, accelerated, accelerates, accelerating, add, added, adding, adds, advance, "
    "advanced, advances, advancing, appreciated, are up, adjusted up, revised up, revised upward, "
    "revised upwards, revises up, boost, boosted, boosting, boosts, climb, climbed, climbing, "
    "climbs, deepened, doubled, doubles, doubling, edge up, edged up, edging up, expand, expanded, "
    "expanding, expands, firmed, gain, gained, gaining, gains, goes up, grew, grow, growing, "
    "grown, grows, improve, improved, improves, improving, inched up, increase, increased, "
    "increases, increasing, inflated, is up, jump, jumped, jumping, jumps, lift, lifted, lifts, "
    "multiplied, picked up, quadrupled, quickened, raised, raises, raising, rallied, rebounded, "
    "recover, recovered, recovers, rise, risen, rises, rising, rose, soar, soared, soaring, soars, "
    "spiked, strengthen, strengthened, strengthens, surge, surged, surges, surging, swelled, "
    "swelling, ticked up, ticks up, to increase, to lift, to raise, trebled, tripled, was up, went "
    "higher, went up, were up, widen, widened, widens"
)
DOWN_VERBS = parted(
    "abated, bring down, bringing down, brings down, brought down, revised down, revised downward, "
    "revised downwards, are down, collapsed, contract, contracted, contracting, contracts, cooled, "
    "crashed, cut, cuts, cutting, decline, declined, declines, declining, decrease, decreased, "
    "decreases, decreasing, depreciate, depreciated, diminished, dip, dipped, dipping, dips, drop, "
    "dropped, dropping, drops, dwindled, dwindles, ease, eased, eases, easing, edged down, fall, "
    "fallen, falling, falls, fell, goes down, halved, halves, halving, inched down, is down, lose, "
    "loses, lost, lower, lowered, lowering, lowers, moderated, narrow, narrowed, narrowing, "
    "narrows, plummet, plummeted, plummets, plunge, plunged, plunges, plunging, receded, reduce, "
    "reduced, reduces, reducing, retreated, sank, shed, sheds, shrank, shrink, shrinks, shrunk, "
    "sink, sinking, sinks, slid, slide, slides, sliding, slip, slipped, slipping, slips, slow, "
    "slowed, slowing, slows, slump, slumped, slumping, slumps, sunk, tapered, thinned, ticked "
    "down, to cut, to decrease, to lower, to reduce, tumbled, was down, weaken, weakened, weakens, "
    "went down, were down, worsened"
)
UP_NOUNS = parted(
    "acceleration, additions, advance, appreciation, boost, climb, climbs, doubling, expansion, "
    "gain, gains, growth, hike, improvement, increase, increases, jump, pickup, raise, rebound, "
    "recovery, rise, rises, spike, surge, tripling, upswing, uptick, upturn, widening"
)
DOWN_NOUNS = parted(
    "collapse, contraction, cut, cutback, cutbacks, cuts, deceleration, decline, declines, "
    "decrease, decreases, depreciation, dip, dips, downturn, drop, drops, easing, erosion, fall, "
    "falls, halving, loss, losses, lowering, narrowing, plunge, reduction, reductions, setback, "
    "shrinkage, slide, slippage, slowdown, slump, weakening"
)
# Also of amounts that are no change: raised $3 million.
WEAK_VERBS = parted("cut, lose, loses, losing, lost, raise, raised, raises, raising, shed, sheds")
# What a percentage is of that is a change by itself: growth slowed to 2 %.
GROWTH = parted("economic growth, gdp growth, growth, growth rate")
YEARLY_RATES = parted(
    "an average annual, annual average rate of, annual growth rate of, annual rate of, annualised "
    "rate of, annualized rate of, average annual growth of, average annual growth rate of, average "
    "annual rate of, average rate of growth of, average yearly rate of, growth rate of, rate of "
    "growth of, rate of increase of"
)
# Between a noun of change and its size: the increase was 5 %.
COPULAS = parted(
    "amounted to, are, at, averaged, averages, came to, comes to, is, of only, reached, stood at, "
    "totaled, totalled, was, was about, were"
)
# Percentages that are no share: interest, inflation, taxes.
LEVELS = parted(
    "interbank, libor, jibar, repo, overnight, policy rate, "
    "central bank, key rate, monetary policy rate, alcohol, allowance, bank rate, base rate, bond, "
    "bonds, commission, confidence, coupon, coupons, deposit rate, deposit rates, discount rate, "
    "discount rates, duty of, gradient, humidity, inflation, interest, interest rate, interest "
    "rates, lending rate, lending rates, levy, margin of error, mark-up, moisture, mortgage rate, "
    "mortgage rates, policy rate, policy rates, premium, prime rate, purity, rate of return, real "
    "rate, repo rate, reserve ratio, reserve requirement, surcharge, tariff, tariffs, treasury "
    "bill, treasury bills, yield, yields"
)
TARGETS = parted(
    "are to be, is to be, aim, aimed, aiming, aims, aims to, ambition, ambitions, are to reach, "
    "ask for, asks for, aspiration, aspires to, benchmark of, budgeted, by 2030 at least, calls "
    "for, ceiling of, commitment of, commitment to, commits to, committed to, due to be built, "
    "envisages, envisaged, intend to, goal, goals, hope to, hopes to, intends to, intends to "
    "deliver, is sought, is to reach, mandate of, means to, means to deliver, must be, must reach, "
    "objective, objective of, objectives, obliged to, obliges, plan is to, plan to, planned, "
    "planned to, planning to, plans, plans to, pledge, pledged, pledged to, pledges, programmed, "
    "quota, required to, requires, seeks to, set at, should be, should exceed, should fall, should "
    "have, should reach, sought, target, targeted, targets, the plan is, to be built, to be "
    "trained, want to, wants to"
)
FORECASTS = parted(
    "projects, could, might, may, expects that, sees, anticipate, anticipated, anticipates, are "
    "due, are likely to, are set to, could fall, could reach, could rise, estimated for, expect, "
    "expectation, expectations, expected, expected to, expecting, expects, forecast, forecast at, "
    "forecasted, forecasting, forecasts, foresee, foreseen, foresees, is due, is expected, is "
    "forecast, is likely to, is put at, is set to, likely to, most likely, may fall, may reach, "
    "may rise, on track to, outlook, predict, predicted, prediction, predictions, predicts, "
    "project, projected, projected to, projecting, projection, projections, projects that, "
    "scenario, scenarios, set to, set to more than, will, would, would reach"
)

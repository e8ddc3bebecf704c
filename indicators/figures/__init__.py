"""Pure rules about figures: what an observation is, numbers, headlines, claims, shapes.

No Django, no database (law 10). May import rest.periods and the pure rooms of sources; everything
else in indicators may import it.
"""

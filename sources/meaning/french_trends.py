"""Words of rising, falling, targets and forecasts in French, folded and parted by commas."""

from .lexicon import parted

UP_VERBS = parted(
    "ete releve, ete relevee, ete releves, "
    "revise a la hausse, revisee a la hausse, revu a la hausse, revue a la hausse, a accelere, a "
    "alourdi, a augmente, a bondi, a cru, a double, a gagne, a grimpe, a monte, a progresse, a "
    "rebondi, a releve, a triple, accelere, accroissant, accroitre, accru, alourdi, alourdie, "
    "augmentait, augmentant, augmente, augmentent, augmenter, augmentera, augmenterait, "
    "augmenteront, bondi, bondissent, bondit, croissent, croit, croitra, croitrait, cru, depasse "
    "de, double, est monte, est montee, est releve, gagne, gagnent, gagnera, gagnerait, grimpe, "
    "grimpent, grimpera, hausse, l'a alourdie, majore, majoree, montait, monte, montent, montera, "
    "ont augmente, ont bondi, ont cru, ont double, ont grimpe, ont progresse, ont releve, ont "
    "triple, progressant, progresse, progressent, progressera, progresserait, rebondit, releve, "
    "relever, renforce, s'accroissent, s'accroit, s'accroitra, s'alourdit, s'ameliore, s'eleve, "
    "s'eleve de, s'envole, s'est accru, s'est accrue, s'est ameliore, s'est amelioree, s'est "
    "apprecie, s'est creuse, s'est elargi, s'est elargie, s'est eleve, s'est eleve de, s'est "
    "elevee, s'est envole, s'est envolee, s'est raffermi, s'est redresse, s'est redressee, s'est "
    "renforce, se creuse, se redresse, se sont accrues, se sont accrus, se sont envolees, sont "
    "montes, triple"
)
DOWN_VERBS = parted(
    "ete reduit, ete reduite, ete reduits, ete reduites, ete abaisse, ete abaissee, "
    "revise a la baisse, revisee a la baisse, revu a la baisse, revue a la baisse, a abaisse, a "
    "ampute, a baisse, a cede, a chute, a decline, a decru, a diminue, a flechi, a fondu, a perdu, "
    "a plonge, a ralenti, a recule, a reduit, a regresse, abaisse, abaissee, abaissent, ampute, "
    "baissait, baissant, baisse, baissent, baisser, baissera, baisserait, baisseront, cede, "
    "cedent, chute, chutent, chutera, chuterait, decline, decroissent, decroit, decru, descend, "
    "descendent, descendu, diminuant, diminue, diminuent, diminuer, diminuera, diminuerait, "
    "diminueront, est descendu, est descendue, est redescendu, est redescendue, est tombe, est "
    "tombee, flechi, flechissent, flechit, fond, ont baisse, ont cede, ont chute, ont diminue, ont "
    "flechi, ont perdu, ont ralenti, ont recule, ont reduit, ont regresse, perdent, perdu, plonge, "
    "ralentissent, ralentit, reculait, recule, recule encore, reculent, reculera, reculerait, "
    "redescend, reduira, reduisant, reduisent, reduit, regresse, regressent, retire, s'affaiblit, "
    "s'effondre, s'est affaibli, s'est affaiblie, s'est amenuise, s'est contracte, s'est "
    "contractee, s'est deprecie, s'est depreciee, s'est effondre, s'est effondree, s'est reduit, "
    "s'est reduite, s'est replie, s'est repliee, s'est resserre, s'est resserree, s'est retracte, "
    "s'est retractee, s'est tasse, se contracte, se contractent, se reduira, se reduisent, se "
    "reduit, se replie, se replient, se sont contractees, se sont contractes, se sont effondrees, "
    "se sont reduites, se sont reduits, se sont replies, se tasse, sont tombes, tombe, tombent, "
    "tombera"
)
UP_NOUNS = parted(
    "acceleration, accroissement, accroissements, alourdissement, amelioration, appreciation, "
    "augmentation, augmentations, bond, creusement, croissance, doublement, elargissement, "
    "elevation, elevations, envolee, essor, expansion, flambee, gain, gains, hausse, hausses, "
    "montee, montees, poussee, progression, progressions, rebond, redressement, regain, "
    "relevement, remontee, renforcement, reprise, surcroit, surplus, triplement"
)
DOWN_NOUNS = parted(
    "abaissement, affaiblissement, allegement, attrition, baisse, baisses, chute, chutes, "
    "contraction, contractions, coupe, coupes, deceleration, declin, decroissance, decrue, "
    "degradation, depreciation, diminution, diminutions, effondrement, erosion, flechissement, "
    "perte, pertes, rabais, ralentissement, recul, reculs, reduction, reductions, regression, "
    "repli, replis, resserrement, tassement"
)
# Also of amounts that are no change: raised $3 million.
WEAK_VERBS = parted(
    "a leve, a perdu, fond, gagnait, gagne, gagnent, leve, ont perdu, perdent, perdu, retire"
)
# What a percentage is of that is a change by itself: growth slowed to 2 %.
GROWTH = parted("croissance, croissance economique, taux de croissance")
YEARLY_RATES = parted(
    "au rythme de, croissance annuelle moyenne de, en moyenne annuelle de, rythme annuel de, "
    "rythme annuel moyen de, rythme de, rythme moyen de, taux annuel de, taux annuel moyen de, "
    "taux d'accroissement de, taux de croissance annuel moyen de, taux de croissance de, taux de "
    "croissance moyen de, taux moyen annuel de"
)
# Between a noun of change and its size: the increase was 5 %.
COPULAS = parted(
    "a atteint, a ete de, atteint, de l'ordre de, est de, etait de, fut de, ont ete de, ressort a, "
    "s'eleve a, s'est elevee a, s'est etablie a, s'etablit a, sera de, serait de"
)
# Percentages that are no share: interest, inflation, taxes.
LEVELS = parted(
    "taux applique, interbancaire, taux moyen, rendement, "
    "banque centrale, taux de politique monetaire, bons du tresor, commission, coupon, coupons, "
    "droit de douane, droits de douane, humidite, impot, inflation, interet, interets, marge "
    "d'erreur, niveau de confiance, oat, obligations, rendement des, reserves obligatoires, taux "
    "crediteur, taux d'escompte, taux d'interet, taux d'interets, taux de base, taux de "
    "refinancement, taux de rentabilite, taux de tva, taux debiteur, taux debiteurs, taux "
    "directeur, taux directeurs, taxe, tva"
)
TARGETS = parted(
    "ambition, ambitionne, ambitions, budgete, budgetes, but, cible, cibles, compte atteindre, "
    "d'ici, devra, devra atteindre, devront, doit, doit atteindre, doivent, engagement, "
    "engagements, entend, entendent, est de former, est de planter, est de produire, fixe a, fixe "
    "comme, fixee a, inferieure a l'objectif, objectif, objectif de, objectifs, plafond de, "
    "prevoit d'atteindre, prevoit de construire, prevoit la creation, s'engage a, s'engagent a, "
    "s'est engage a, s'est fixe, se fixe, visait, vise, vise a, visent, viser"
)
FORECASTS = parted(
    "prevoit une, prevoient une, anticipation, anticipations, anticipe, anticipent, atteindra, "
    "atteindrait, atteindront, attendu, attendue, attendues, attendus, augmentera, augmenteront, "
    "baissera, baisserait, beneficiera, comptera, coutera, couterait, croitra, croitrait, "
    "depassera, devraient, devrait, diminuera, escompte, escomptee, estimee pour, generera, "
    "necessitera, passera, passerait, permettra, perspective, perspectives, pourraient, pourrait, "
    "prevision, previsions, prevoient, prevoit, prevoyait, prevu, prevue, prevues, prevus, "
    "progressera, progresserait, projection, projections, projete, projetee, projetes, recevra, "
    "recevront, reculera, ressortira, ressortirait, s'attend, s'attendent, s'elevera, s'eleverait, "
    "s'eleveront, s'etablira, s'etablirait, scenario, sera de, sera porte, sera portee, seraient, "
    "serait de, seront, table, table sur, tablent"
)

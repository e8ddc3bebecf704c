"""Words of rising, falling, targets and forecasts in Spanish, folded and parted by commas."""

from .lexicon import parted

UP_VERBS = parted(
    "sumaron, sumo, acelera, acelero, acelerar, expandir, expandirse, revisado al alza, revisada "
    "al alza, reviso al alza, encarecio, encarecieron, encarecer, acumulo un alza de, amplia, "
    "ampliaba, ampliaban, ampliada, ampliadas, ampliado, ampliados, amplian, ampliando, ampliar, "
    "ampliara, ampliaran, ampliaria, ampliarian, ampliaron, ampliase, amplie, amplien, amplio, "
    "ascendieron, ascendio, asciende, ascienden, aumenta, aumentaba, aumentaban, aumentada, "
    "aumentadas, aumentado, aumentados, aumentan, aumentando, aumentar, aumentara, aumentaran, "
    "aumentaria, aumentarian, aumentaron, aumentase, aumente, aumenten, aumento, avanza, avanzaba, "
    "avanzaban, avanzada, avanzadas, avanzado, avanzados, avanzan, avanzando, avanzar, avanzara, "
    "avanzaran, avanzaria, avanzarian, avanzaron, avanzase, avanze, avanzen, avanzo, crece, "
    "crecen, crecer, crecera, creceran, creceria, crecerian, crecia, crecido, creciendo, creciera, "
    "crecieron, creciese, crecio, crezca, crezcan, duplica, duplicaba, duplicaban, duplicada, "
    "duplicadas, duplicado, duplicados, duplican, duplicando, duplicar, duplicara, duplicaran, "
    "duplicaria, duplicarian, duplicaron, duplicase, duplice, duplicen, duplico, eleva, elevaba, "
    "elevaban, elevada, elevadas, elevado, elevados, elevan, elevando, elevar, elevara, elevaran, "
    "elevaria, elevarian, elevaron, elevase, eleve, eleven, elevo, escalo, expanda, expande, "
    "expandieron, expandio, expandira, gana, ganaron, gano, incrementa, incrementaba, "
    "incrementaban, incrementada, incrementadas, incrementado, incrementados, incrementan, "
    "incrementando, incrementar, incrementara, incrementaran, incrementaria, incrementarian, "
    "incrementaron, incrementase, incremente, incrementen, incremento, mejora, mejoraba, "
    "mejoraban, mejorada, mejoradas, mejorado, mejorados, mejoran, mejorando, mejorar, mejorara, "
    "mejoraran, mejoraria, mejorarian, mejoraron, mejorase, mejore, mejoren, mejoro, recupera, "
    "recuperaron, recupere, recupero, repunta, repuntaba, repuntaban, repuntada, repuntadas, "
    "repuntado, repuntados, repuntan, repuntando, repuntar, repuntara, repuntaran, repuntaria, "
    "repuntarian, repuntaron, repuntase, repunte, repunten, repunto, salta, saltaba, saltaban, "
    "saltada, saltadas, saltado, saltados, saltan, saltando, saltar, saltara, saltaran, saltaria, "
    "saltarian, saltaron, saltase, salte, salten, salto, se amplio, se aprecio, se duplico, se "
    "elevaron, se elevo, se expandieron, se expandio, se incrementaron, se incremento, se "
    "recupero, suba, suban, sube, suben, subido, subiendo, subieron, subio, subir, subira, "
    "subiran, subiria, trepa, treparon, trepo, triplica, triplicaba, triplicaban, triplicada, "
    "triplicadas, triplicado, triplicados, triplican, triplicando, triplicar, triplicara, "
    "triplicaran, triplicaria, triplicarian, triplicaron, triplicase, triplice, triplicen, "
    "triplico"
)
DOWN_VERBS = parted(
    "rebaja, rebajan, rebajar, rebajara, rebajaria, rebajaron, rebajo, rebajando, rebajado, "
    "revisado a la baja, revisada a la baja, reviso a la baja, abaratar, contraer, contraerse, "
    "abarataron, abarato, baja, bajado, bajan, bajando, bajar, bajara, bajaran, bajaria, bajaron, "
    "baje, bajen, bajo, cae, caen, caer, caera, caeran, caeria, caido, caiga, caigan, cayendo, "
    "cayeron, cayo, cede, cedieron, cedio, contrae, contraera, contraeria, contraiga, contrajeron, "
    "contrajo, debilito, declinaron, declino, decrece, decrecen, decrecieron, decrecio, "
    "desacelero, descender, descendera, descenderia, descendido, descendiendo, descendieron, "
    "descendio, descienda, desciendan, desciende, descienden, desplomaron, desplomo, disminuido, "
    "disminuir, disminuira, disminuiria, disminuya, disminuyan, disminuye, disminuyen, "
    "disminuyendo, disminuyeron, disminuyo, encogio, hundieron, hundio, mermaron, mermo, modero, "
    "perdieron, perdio, pierde, recorta, recortaron, recorte, recorto, reduce, reducen, reducida, "
    "reducido, reduciendo, reducir, reducira, reduciria, redujeron, redujo, reduzca, reduzcan, "
    "retroceda, retrocede, retrocedieron, retrocedio, se contrajeron, se contrajo, se deprecio, se "
    "desplomo, se reduce, se redujeron, se redujo"
)
UP_NOUNS = parted(
    "variacion positiva, "
    "aceleracion, acrecentamiento, alza, alzas, ampliacion, apreciacion, ascenso, aumento, "
    "aumentos, avance, avances, crecimiento, duplicacion, elevacion, elevaciones, encarecimiento, "
    "expansion, expansiones, ganancia, ganancias, incremento, incrementos, mejora, mejoras, "
    "rebote, recuperacion, recuperaciones, repunte, salto, suba, subas, subida, subidas"
)
DOWN_NOUNS = parted(
    "variacion negativa, "
    "abaratamiento, baja, bajada, bajas, caida, caidas, contraccion, contracciones, declive, "
    "decrecimiento, decrecimientos, desaceleracion, descenso, descensos, desplome, desplomes, "
    "deterioro, disminucion, disminuciones, merma, mermas, perdida, perdidas, rebaja, rebajas, "
    "recorte, recortes, reduccion, reducciones, retraccion, retroceso, retrocesos"
)
# Also of amounts that are no change: raised $3 million.
WEAK_VERBS = parted(
    "acumula, acumulado, acumulan, acumularon, acumulo, ascendieron, ascendio, asciende, "
    "ascienden, gana, ganaron, gano, perdieron, perdio, pierde, sumaron, sumo"
)
# What a percentage is of that is a change by itself: growth slowed to 2 %.
GROWTH = parted("crecimiento, crecimiento economico, tasa de crecimiento")
YEARLY_RATES = parted(
    "promedio anual de, promedio anual del, ritmo anual de, ritmo anual del, ritmo de, ritmo del, "
    "ritmo promedio anual de, tasa anual de, tasa anual del, tasa de crecimiento anual de, tasa de "
    "crecimiento de, tasa de crecimiento medio de, tasa media anual de, tasa media anual del, tasa "
    "media de crecimiento de, tasa media del, tasa promedio anual de"
)
# Between a noun of change and its size: the increase was 5 %.
COPULAS = parted(
    "alcanza, alcanzo, es de, es del, fue, fue de, fue del, ha sido de, llego a, llego al, sera "
    "de, seria de"
)
# Percentages that are no share: interest, inflation, taxes.
LEVELS = parted(
    "inflacionario, inflacionaria, libor, tiie, interbancaria, overnight, "
    "banco central, tasa de politica monetaria, tasa basica, banco de la republica, arancel, "
    "aranceles, bonos, comision, cupon, encaje, humedad, impuesto, inflacion, interes, iva, letes, "
    "letras, margen de error, morosidad del, nivel de confianza, plazo fijo, plazos fijos, "
    "rendimiento de, rentabilidad, tasa activa, tasa de descuento, tasa de interes, tasa de "
    "politica, tasa de referencia, tasa pasiva, tasa rectora, tasas activas, tasas de interes, "
    "tasas pasivas, tipo de interes, tipos de interes"
)
TARGETS = parted(
    "ambicion, asignar, aspira a, aspiran, busca, buscan, comprometida, comprometido, "
    "comprometieron, comprometio, compromiso, compromiso de, con miras a, contratar, debe "
    "alcanzar, debera, debera alcanzar, deberan, exige, fijada en, fijado en, meta, meta de, "
    "metas, objetivo, objetivos, obliga a, plan es, planea, planeado, planean, presupuestada, "
    "presupuestado, presupuesto aprobado, pretende, pretenden, preve alcanzar, preve construir, "
    "programado, programados, proposito, se busca, se compromete, se comprometieron, se fijo, se "
    "han propuesto, se planteo, se propone, se proponen, se propuso"
)
FORECASTS = parted(
    "subira, subiran, treparia, rebasarian, permitiria, permitira, invertiran, debiera, mas "
    "probable, alcanzara, alcanzaran, alcanzaria, alcanzarian, anticipa, anticipan, ascendera, "
    "ascenderia, aumentara, aumentaran, aumentaria, bajaria, beneficiara, caera, caeria, "
    "construira, costara, costaria, crecera, crecera un, creceria, crecerian, dara, dara "
    "ocupacion, daran, destinara, disminuira, disminuiria, escenario, espera que, esperada, "
    "esperado, esperan, estimado para, expectativa, expectativas, generara, generaria, habra, "
    "invertira, llegara, llegaran, llegaria a, llegarian, mediana, perspectiva, perspectivas, "
    "podria, podrian, preve, preven, prevision, previsiones, prevista, previstas, previsto, "
    "previstos, programada, pronostica, pronostican, pronostico, pronosticos, proyeccion, "
    "proyecciones, proyecta, proyectada, proyectadas, proyectado, proyectados, proyectan, "
    "proyecto, requerira, se espera, se esperaba, se esperan, se estima que alcance, se estima que "
    "llegara, se preve, se preven, se proyecta, sera de, seran de, seria, seria de, superara, "
    "superaria, tendra, tendran, ubican"
)

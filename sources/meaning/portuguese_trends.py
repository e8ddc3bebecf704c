"""Words of rising, falling, targets and forecasts in Portuguese, folded and parted by commas."""

from .lexicon import parted

UP_VERBS = parted(
    "agravada, agravado, agravar, expandir, expandir-se, expandiram-se, reviu em alta, revista em "
    "alta, revisto em alta, revisado para cima, revisada para cima, encareceu, encareceram, "
    "acelera, acelerada, acelerado, aceleram, acelerando, acelerar, acelerara, aceleraram, "
    "aceleraria, acelerava, acelere, acelerem, acelerou, agravaram, agravou, agravou-se, amplia, "
    "ampliada, ampliado, ampliam, ampliando, ampliar, ampliara, ampliaram, ampliaria, ampliava, "
    "amplie, ampliem, ampliou, ascende, ascendeu, atinja mais, aumenta, aumentada, aumentado, "
    "aumentam, aumentando, aumentar, aumentara, aumentaram, aumentaria, aumentava, aumente, "
    "aumentem, aumentou, avanca, avancada, avancado, avancam, avancando, avancar, avancara, "
    "avancaram, avancaria, avancava, avance, avancem, avancou, cresca, crescam, cresce, crescem, "
    "crescendo, crescer, crescera, cresceram, crescerao, cresceria, crescesse, cresceu, crescia, "
    "crescido, dispararam, disparou, dobra, dobrada, dobrado, dobram, dobrando, dobrar, dobrara, "
    "dobraram, dobraria, dobrava, dobre, dobrem, dobrou, duplica, duplicada, duplicado, duplicam, "
    "duplicando, duplicar, duplicara, duplicaram, duplicaria, duplicava, duplice, duplicem, "
    "duplicou, eleva, elevada, elevado, elevam, elevando, elevar, elevara, elevaram, elevaria, "
    "elevava, eleve, elevem, elevou, elevou-se, expanda, expande, expandiram, expandiu, "
    "expandiu-se, ganha, ganharam, ganhou, incrementa, incrementada, incrementado, incrementam, "
    "incrementando, incrementar, incrementara, incrementaram, incrementaria, incrementava, "
    "incremente, incrementem, incrementou, melhora, melhorada, melhorado, melhoram, melhorando, "
    "melhorar, melhorara, melhoraram, melhoraria, melhorava, melhore, melhorem, melhorou, "
    "multiplicou, recuperaram, recupere, recuperou, reforcou, salta, saltada, saltado, saltam, "
    "saltando, saltar, saltara, saltaram, saltaria, saltava, salte, saltem, saltou, se elevou, se "
    "expandiu, sobe, sobem, suba, subam, subido, subindo, subir, subira, subiram, subiria, subiu, "
    "triplica, triplicada, triplicado, triplicam, triplicando, triplicar, triplicara, triplicaram, "
    "triplicaria, triplicava, triplice, triplicem, triplicou, valoriza, valorizada, valorizado, "
    "valorizam, valorizando, valorizar, valorizara, valorizaram, valorizaria, valorizava, "
    "valorize, valorizem, valorizou"
)
DOWN_VERBS = parted(
    "barateou, contrair-se, contrair, reviu em baixa, revista em baixa, revisto em baixa, revisado "
    "para baixo, revisada para baixo, desacelerar, recuar, abrandaram, abrandou, afundou, baixa, "
    "baixado, baixam, baixando, baixar, baixara, baixaram, baixe, baixou, caem, cai, caia, caiam, "
    "caido, caindo, cair, caira, cairam, cairia, caiu, cederam, cedeu, contrai, contraia, "
    "contrairam, contraiu, contraiu-se, cortaram, cortou, declinaram, declinou, decresce, "
    "decresceram, decresceu, desacelerou, desca, desce, descem, descer, descera, desceram, desceu, "
    "despencaram, despencou, desvalorizou, diminua, diminuam, diminuem, diminui, diminuido, "
    "diminuindo, diminuir, diminuira, diminuiram, diminuiria, diminuiu, emagreceu, encolhe, "
    "encolher, encolheram, encolheu, perde, perderam, perdeu, quebrou, recua, recuado, recuam, "
    "recuar, recuara, recuaram, recue, recuou, reduz, reduza, reduzem, reduzida, reduzido, "
    "reduzindo, reduzir, reduzira, reduziram, reduziria, reduziu, reduziu-se, retrai, retraiu, "
    "retraiu-se, se contraiu, se reduziram, se reduziu, tombaram, tombou"
)
UP_NOUNS = parted(
    "aceleracao, apreciacao, acrescimo, acrescimos, agravamento, alta, altas, ampliacao, aumento, "
    "aumentos, avanco, avancos, crescimento, duplicacao, elevacao, elevacoes, encarecimento, "
    "expansao, expansoes, ganho, ganhos, incremento, incrementos, melhoria, progressao, "
    "recuperacao, recuperacoes, reforco, salto, saltos, subida, subidas, valorizacao, variacao "
    "positiva"
)
DOWN_NOUNS = parted(
    "abrandamento, depreciacao, baixa, baixas, contracao, contraccao, contracoes, corte, cortes, "
    "declinio, declinios, decrescimo, decrescimos, derrocada, desaceleracao, descida, descidas, "
    "desvalorizacao, diminuicao, diminuicoes, encolhimento, perda, perdas, quebra, quebras, queda, "
    "quedas, recuo, recuos, reducao, reducoes, retracao, retracoes, tombo, variacao negativa"
)
# Also of amounts that are no change: raised $3 million.
WEAK_VERBS = parted(
    "acumula, acumulada, acumulado, acumulam, acumularam, acumulou, ganha, ganharam, ganhou, "
    "perde, perderam, perdeu"
)
# What a percentage is of that is a change by itself: growth slowed to 2 %.
GROWTH = parted("crescimento, crescimento economico, taxa de crescimento")
YEARLY_RATES = parted(
    "a taxa media de, ao ritmo de, ao ritmo medio de, media anual de, ritmo anual de, ritmo medio "
    "anual de, taxa anual de, taxa de crescimento anual de, taxa de crescimento de, taxa media "
    "anual de, taxa media de crescimento de, taxa media geometrica de"
)
# Between a noun of change and its size: the increase was 5 %.
COPULAS = parted(
    "atinge, atingiu, chegou a, e de, ficou em, foi, foi de, foram de, sera de, seria de, "
    "situou-se em"
)
# Percentages that are no share: interest, inflation, taxes.
LEVELS = parted(
    "libor, luibor, overnight, interbancaria, facilidade permanente, "
    "banco central, taxa de juro basica, banco nacional, aliquota, bilhetes do tesouro, bt, "
    "comissao, cupao, cupom, euribor, humidade, icms, imposto, inflacao, iva, juro, juros, letras, "
    "margem de erro, nivel de confianca, obrigacoes, rentabilidade, reservas obrigatorias, selic, "
    "spread, tarifa, taxa basica, taxa de desconto, taxa de juro, taxa de juros, taxa de "
    "referencia, taxa diretora, taxas de juro, taxas de juros, umidade"
)
TARGETS = parted(
    "almeja, alvo, ambicao, ambiciona, aspira, atender, busca, buscam, comprometeram-se, "
    "comprometeu-se, compromisso, compromisso de, deve alcancar, fixada em, fixado em, meta, "
    "metas, objectivo, objetivo, objetivo e, objetivos, obriga, obrigam, orcada, orcado, orcamento "
    "inicial, planeada, planeado, planeia, planeja, planejada, planejado, planificada, "
    "planificado, planificadas, planificados, pretende, pretende-se, pretendem, preve atender, "
    "programada, programado, propoe-se, quer, querem, visa, visam"
)
FORECASTS = parted(
    "projecta-se, projeta-se, alcancara, alcancaria, antecipa, atingindo, atingira, atingirao, "
    "atingiria, aumentara, aumentaria, caira, cenario, chegara, chegaria, crescera, cresceria, "
    "custara, custaria, deve atingir, deve cair, deve chegar, deve crescer, deve ficar, deve "
    "somar, devem atingir, devem chegar, devem crescer, devera, deverao, diminuira, espera, "
    "espera-se, esperada, esperado, esperam, estima que, estima-se que alcance, estimada para, "
    "estimado para, expectativa, expectativas, gerara, havera, permitira, perspectiva, perspetiva, "
    "perspetivas, podera, poderao, poderia, preve, preve-se, preveem, prevem, previsao, previsoes, "
    "prevista, previstas, previsto, previstos, prognostico, projecao, projeccao, projecoes, "
    "projeta, projetada, projetado, projetam, sera de, serao, seria de, superara, tera, terao"
)

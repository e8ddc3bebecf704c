"""More words of time, by language: years of work, parts of years, what is the same or before.

Words are folded, as those of the lexicons. Beside each field stands what English has there.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Words = tuple[str, ...]


@dataclass(frozen=True)
class TimeWords:
    """What a reader of periods has to know of a language beside its lexicon."""

    fiscal: Words  # financial year, budget
    school: Words  # school year
    crop: Words  # crop year, season
    schooling: Words  # pupils, enrolment: a text about schools
    farming: Words  # harvest: a text about crops
    begins: Words  # begins, runs from: before the first day of a year of work
    closes: Words  # ends, ended: before its last day
    to_date: Words  # year to date, cumulative to
    month: Words  # month
    quarter: Words  # quarter
    half: Words  # half-year
    period: Words  # period, time, date
    same: Words  # same, corresponding: of "the corresponding quarter of 2017"
    before: Words  # previous: of "the previous month", "the month before"
    last_year: Words  # last year: the one before that of the text
    this_year: Words  # this year
    on: Words  # on the, el, le: before a day
    week: Words  # week, epidemiological week
    base_of: Words  # base, prices of: before a year that dates no figure
    editions: Words  # edition, law, published: before a year of a paper
    end: Words  # end, end-: of "end-Dec"
    surveys: Words  # census, survey: a year that is theirs may be that of the figures
    marks: Words  # provisional, revised: behind a period in a head
    throughout: Words  # during the: before a month or a quarter that was named
    year: Words  # year
    later: Words  # later: of "three years later"
    following: Words  # the following year
    extremes: Words  # lowest, record: before "since 2009", which dates no figure
    stretches: Words  # fortnight: parts of years or months that nothing is read from
    seasons: Words  # spring, summer: before a year
    yearly: Words  # a year, annual: of a mean over several years
    whole: Words  # all of: before a year
    whole_year: Words  # for the full year: a month is not meant
    origins: Words  # built, founded: before the year of a thing, which dates no figure


ENGLISH = TimeWords(
    fiscal=(
        *("fiscal year", "fiscal years", "financial year", "financial years", "fy", "fiscal"),
        *("budget year", "tax year", "tax years", "reporting year", "budget"),
    ),
    school=("school year", "school years", "academic year", "academic years"),
    crop=(
        *("crop year", "crop years", "marketing year", "marketing years", "season", "seasons"),
        *("growing season", "agricultural year", "crop season", "harvest year", "campaign"),
        *("agricultural years", "harvest years"),
    ),
    schooling=("pupils", "pupil", "enrolment", "enrollment", "students", "classrooms", "schools"),
    farming=("harvest", "harvested", "sown", "planted", "crop", "crops", "sugarcane", "sugar cane"),
    begins=(
        *("begins", "begins on", "beginning on", "beginning", "begin on", "starts"),
        *("starts on", "starting", "starting on", "runs from", "running from"),
        *("which runs from", "from", "began on", "started on", "extends from", "covers"),
        *("begins in", "beginning in", "starts in", "starting in", "commencing", "commences"),
    ),
    closes=("ends", "ends on", "ended", "ending", "ending on", "to", "closes on", "closed on"),
    to_date=("year to date", "ytd", "cumulative to", "year-to-date", "cumulative"),
    month=("month",),
    quarter=("quarter",),
    half=("half", "half-year", "half year", "semester"),
    period=("period", "time", "date", "point", "interval"),
    same=("same", "corresponding", "equivalent", "comparable", "like", "similar"),
    before=("previous", "preceding", "prior", "last", "before", "earlier", "ago"),
    last_year=("last year",),
    this_year=("this year", "the current year"),
    on=("on", "on the", "effective", "taking effect", "in effect from", "with effect from"),
    week=("week", "weeks", "epidemiological week", "epi week", "epidemiological weeks"),
    base_of=(
        *("base", "base year", "base period", "base:", "reference year", "prices of"),
        *("at constant", "constant", "chained"),
    ),
    editions=(
        *("edition", "edition,", "issue", "law", "act", "decree", "published", "issued"),
        *("printed", "resolution", "regulation", "copyright", "revised in", "updated in"),
        *("released in",),
    ),
    end=("end", "end of", "at end", "as at end", "as of end"),
    surveys=("census", "survey", "round", "enquiry", "inquiry", "count", "poll", "dhs", "mics"),
    marks=(
        *("provisional", "prov", "preliminary", "prelim", "revised", "estimate", "estimated"),
        *("est", "p", "r", "e", "actual", "budget", "projected", "forecast", "unaudited"),
    ),
    throughout=(
        *("during the", "in the", "over the", "for the", "throughout the", "closed the"),
        *("of the", "ended the", "finished the", "within the", "in this", "during this"),
        *("in that", "during that"),
    ),
    year=("year", "years"),
    later=("later", "after", "on"),
    following=("the following year", "the next year", "the year after"),
    extremes=(
        *("lowest", "highest", "largest", "smallest", "record", "worst", "best", "first"),
        *("biggest", "weakest", "strongest", "most", "fewest", "sharpest", "longest"),
    ),
    stretches=(
        *("fortnight", "ten-day period", "dekad", "trimester", "four-month period", "weekend"),
        *("first week", "second week", "third week", "fourth week", "last week of", "two quarters"),
        *("three quarters of the year", "the week", "long rains", "short rains", "so far in"),
        *("wet season", "dry season", "lean season", "monsoon"),
    ),
    seasons=("spring", "summer", "autumn", "winter", "fall", "ramadan", "rainy season"),
    yearly=("a year", "per year", "per annum", "annual", "annually", "yearly", "each year"),
    whole=("all of", "the whole of", "the full year", "full-year", "full year", "calendar year"),
    whole_year=(
        *("full year", "full-year", "whole year", "entire year", "year as a whole", "of the year"),
        *("for the year", "in the year", "over the year", "during the year", "annual target"),
        *("the year's target", "target for the year"),
    ),
    origins=(
        *("built", "founded", "established", "launched", "adopted", "created", "signed"),
        *("born", "enacted", "introduced", "approved", "inaugurated", "completed", "ratified"),
        *("set up", "first held", "amended", "abolished", "begun", "started", "opened"),
        *("closed", "passed", "declared", "announced"),
    ),
)

SPANISH = TimeWords(
    fiscal=(
        *("ano fiscal", "anos fiscales", "ejercicio", "ejercicio fiscal", "ejercicios", "af"),
        *("ejercicio economico", "ano presupuestario", "presupuesto"),
    ),
    school=(
        *("ano escolar", "ano lectivo", "curso", "curso escolar", "curso academico"),
        *("ciclo escolar", "ano academico", "periodo lectivo", "curso lectivo"),
        *("ciclo lectivo",),
    ),
    crop=(
        *("campana", "campana agricola", "zafra", "cosecha", "temporada", "ano agricola"),
        *("anos agricolas", "ano comercial", "ano de comercializacion"),
        *("ciclo agricola", "ciclo", "campana de comercializacion", "ano cafetero"),
    ),
    schooling=("alumnos", "matricula", "matriculados", "estudiantes", "escuelas", "aulas"),
    farming=("cosecha", "sembradas", "siembra", "siembras", "cultivo", "cultivos", "zafra"),
    begins=(
        *("comienza el", "comienza en", "empieza en", "inicia el", "que va de", "que va del"),
        *("va de", "va del", "inicia en", "se inicia en", "comprende de", "de", "del"),
        *("abarca de", "inicia", "que inicia", "iniciado en", "iniciado el", "que comienza"),
        *("comenzado en", "con inicio en", "con inicio el", "empieza el"),
    ),
    closes=(
        *("termina en", "termina el", "terminado en", "terminado el", "finalizado en"),
        *("cerrado el", "cerrado en", "finalizado el", "a", "al", "que termina en"),
    ),
    to_date=(
        *("acumulado a", "acumulado al", "acumulada a", "acumulado hasta"),
        *("acumulado del ano a", "en lo que va del ano a", "acum.", "acumulado", "acumulada"),
        *("acum", "ano corrido a", "ano corrido hasta", "ano corrido"),
    ),
    month=("mes",),
    quarter=("trimestre",),
    half=("semestre",),
    period=("periodo", "lapso", "fecha", "epoca"),
    same=("mismo", "misma", "igual", "identico", "equivalente", "similar"),
    before=("anterior", "previo", "precedente", "pasado", "inmediato anterior", "antes", "previa"),
    last_year=("el ano pasado", "del ano pasado", "al ano pasado"),
    this_year=("este ano", "el presente ano", "el ano en curso", "del ano en curso"),
    on=("el", "el dia", "al", "el pasado"),
    week=("semana", "semanas", "semana epidemiologica", "semanas epidemiologicas", "se"),
    base_of=(
        *("base", "ano base", "periodo base", "base:", "ano de referencia", "precios de"),
        *("precios del", "precios constantes de", "soles de", "pesos de"),
        *("pesos constantes de", "dolares de", "soles constantes de", "euros de"),
        *("euros constantes de",),
    ),
    editions=(
        *("edicion", "edicion,", "ley", "decreto", "resolucion", "publicado", "publicada"),
        *("actualizado", "edicion de", "version", "impreso", "revision", "acuerdo"),
        *("constitucion",),
    ),
    end=("fin", "fin de", "fines de", "a fin de", "al cierre de", "cierre de", "finales de"),
    surveys=("censo", "encuesta", "ronda", "medicion", "relevamiento", "endes", "enaho"),
    marks=(
        *("provisional", "preliminar", "prov", "prel", "estimado", "est", "p", "r", "e"),
        *("revisado",),
    ),
    throughout=(
        *("en el", "durante el", "a lo largo del", "al cierre del", "en ese", "en este"),
        *("en dicho", "en los", "durante los", "en estos", "cerro el", "del"),
    ),
    year=("ano", "anos"),
    later=("despues", "mas tarde", "mas adelante"),
    following=("el ano siguiente", "al ano siguiente", "ano siguiente"),
    extremes=(
        *("mas bajo", "mas alto", "mas baja", "mas alta", "menor", "mayor", "record", "peor"),
        *("mejor", "mas bajos", "mas altos", "minimo", "maximo"),
    ),
    stretches=(
        *("bimestre", "cuatrimestre", "quincena", "decena de", "decada de", "primera semana"),
        *("segunda semana", "tercera semana", "ultima semana", "primeros trimestres"),
        *("semana santa", "en lo que va de", "en lo que va del", "temporada de lluvias"),
        *("epoca seca", "epoca de lluvias"),
    ),
    seasons=("primavera", "verano", "otono", "invierno", "estiaje"),
    yearly=("al ano", "por ano", "anual", "anuales", "cada ano", "anualmente", "promedio anual"),
    whole=("todo el", "todo el ano", "el conjunto de", "el ano completo"),
    whole_year=(
        *("ano completo", "todo el ano", "conjunto del ano", "del ano", "en el ano", "para el ano"),
        *("meta anual", "durante el ano"),
    ),
    origins=(
        *("construido", "construida", "fundado", "fundada", "creado", "creada", "iniciado"),
        *("iniciada", "aprobado", "aprobada", "firmado", "firmada", "inaugurado", "inaugurada"),
        *("promulgada", "lanzado", "lanzada", "establecido", "establecida", "abierto"),
        *("abierta", "declarado", "declarada"),
    ),
)

PORTUGUESE = TimeWords(
    fiscal=(
        *("ano fiscal", "exercicio", "exercicio fiscal", "exercicio financeiro", "exercicios"),
        *("ano economico", "orcamento", "ano orcamental"),
    ),
    school=("ano letivo", "ano lectivo", "anos letivos", "ano escolar", "anos lectivos"),
    crop=(
        *("safra", "safras", "ano-safra", "campanha", "campanhas", "campanha agricola"),
        *("ano agricola", "epoca", "epoca agricola", "temporada", "colheita", "safrinha"),
    ),
    schooling=("alunos", "matriculas", "matriculados", "estudantes", "escolas", "turmas"),
    farming=("colheita", "semeados", "semeada", "cultivo", "cultivos", "culturas", "safra"),
    begins=(
        *("comeca em", "comeca a", "inicia em", "inicia-se em", "vai de", "que vai de", "de"),
        *("decorre de", "tem inicio em", "inicia a", "iniciado em", "iniciada em", "iniciados em"),
        *("com inicio em", "com inicio a", "que comeca", "que se inicia", "comecando em"),
    ),
    closes=(
        *("termina em", "termina a", "encerrado em", "terminado em", "findo em", "a", "ate"),
        *("encerra em",),
    ),
    to_date=(
        *("acumulado ate", "acumulado no ano ate", "acumulado do ano ate", "acumulada ate"),
        *("acumulado", "acumulada", "acum.", "acum"),
    ),
    month=("mes",),
    quarter=("trimestre",),
    half=("semestre",),
    period=("periodo", "data", "epoca", "intervalo"),
    same=("mesmo", "mesma", "igual", "identico", "homologo", "equivalente", "similar"),
    before=("anterior", "precedente", "passado", "imediatamente anterior", "antes", "previo"),
    last_year=("o ano passado", "no ano passado", "do ano passado", "ao ano passado"),
    this_year=("este ano", "neste ano", "o corrente ano", "no corrente ano", "deste ano"),
    on=("em", "no dia", "a", "ao dia", "o dia"),
    week=("semana", "semanas", "semana epidemiologica", "semanas epidemiologicas", "se"),
    base_of=(
        *("base", "ano base", "ano-base", "base:", "ano de referencia", "precos de"),
        *("precos constantes de", "reais de", "euros de"),
    ),
    editions=(
        *("edicao", "edicao,", "lei", "decreto", "resolucao", "publicado", "publicada"),
        *("atualizado", "portaria", "versao", "revisao", "emenda", "constituicao"),
    ),
    end=("fim", "fim de", "final de", "no fim de", "ao fim de", "no final de"),
    surveys=("censo", "inquerito", "pesquisa", "recenseamento", "ronda", "levantamento"),
    marks=(
        *("provisorio", "preliminar", "prov", "estimado", "est", "p", "r", "e", "po", "rv"),
        *("revisto",),
    ),
    throughout=(
        *("no", "durante o", "ao longo do", "nesse", "neste", "naquele", "no fim do", "do"),
        *("nos", "durante os", "nesses", "ao final do"),
    ),
    year=("ano", "anos"),
    later=("depois", "mais tarde", "apos"),
    following=("no ano seguinte", "o ano seguinte", "ano seguinte"),
    extremes=(
        *("mais baixo", "mais alto", "mais baixa", "mais alta", "menor", "maior", "recorde"),
        *("pior", "melhor", "minimo", "maximo"),
    ),
    stretches=(
        *("bimestre", "quadrimestre", "quinzena", "decendio", "primeira semana"),
        *("segunda semana", "terceira semana", "ultima semana", "primeiros trimestres"),
        *("epoca seca", "epoca chuvosa", "estacao chuvosa", "estacao seca"),
    ),
    seasons=("primavera", "verao", "outono", "inverno", "estiagem"),
    yearly=("ao ano", "por ano", "anual", "anuais", "a.a.", "cada ano", "anualmente"),
    whole=("todo o", "todo o ano de", "o conjunto de", "todo o ano"),
    whole_year=(
        *("ano inteiro", "ano completo", "todo o ano", "conjunto do ano", "do ano", "no ano"),
        *("para o ano", "meta anual", "durante o ano"),
    ),
    origins=(
        *("construido", "construida", "fundado", "fundada", "criado", "criada", "iniciado"),
        *("iniciada", "aprovado", "aprovada", "assinado", "assinada", "inaugurado"),
        *("inaugurada", "promulgada", "lancado", "lancada", "instituido", "instituida"),
        *("aberto", "aberta", "declarado", "declarada"),
    ),
)

FRENCH = TimeWords(
    fiscal=(
        *("exercice", "exercices", "exercice budgetaire", "exercice financier"),
        *("annee fiscale", "annee budgetaire", "l'exercice", "annee financiere", "budget"),
        *("exercice fiscal",),
    ),
    school=(
        *("annee scolaire", "annees scolaires", "annee universitaire", "annee academique"),
        *("rentree", "rentree scolaire", "annees universitaires"),
    ),
    crop=(
        *("campagne", "campagnes", "campagne agricole", "saison", "recolte", "annee agricole"),
        *("campagne cotonniere", "campagne cacaoyere", "saison agricole", "vendange"),
        *("annees agricoles", "annee de commercialisation"),
    ),
    schooling=("eleves", "inscrits", "etudiants", "ecoles", "effectifs scolaires", "classes"),
    farming=("recolte", "recoltes", "emblavees", "semis", "culture", "cultures", "cereales"),
    begins=(
        *("commence le", "commence en", "debute le", "debute en", "va de", "va du"),
        *("allant du", "allant de", "qui va du", "du", "de", "s'etend du", "ouvert le"),
        *("court du", "debutant le", "debutant en", "debutant au", "commencant le"),
        *("commencant en", "ouvrant le", "ouverts le", "debutent le", "commencent le"),
    ),
    closes=(
        *("se termine le", "se termine en", "clos le", "clos en", "close le", "close en"),
        *("termine le", "terminee le", "s'acheve le", "au", "a", "prend fin le", "terminee en"),
    ),
    to_date=("cumul a fin", "cumul", "cumule a fin", "cumule", "cumul au", "cumulee a fin"),
    month=("mois",),
    quarter=("trimestre",),
    half=("semestre",),
    period=("periode", "epoque", "date", "moment"),
    same=("meme", "identique", "correspondant", "correspondante", "similaire", "comparable"),
    before=("precedent", "precedente", "dernier", "derniere", "d'avant", "auparavant", "plus tot"),
    last_year=("l'an dernier", "l'annee derniere", "l'an passe", "l'annee passee"),
    this_year=("cette annee", "l'annee en cours"),
    on=("le", "au", "en date du"),
    week=("semaine", "semaines", "semaine epidemiologique", "semaines epidemiologiques"),
    base_of=(
        *("base", "annee de base", "base:", "prix de", "aux prix de", "prix constants de"),
        *("francs de", "euros de", "dollars de", "annee de reference"),
    ),
    editions=(
        *("edition", "edition,", "loi", "decret", "arrete", "publie", "publiee", "mis a jour"),
        *("version", "edition de", "ordonnance", "reglement", "revision", "parue", "paru"),
        *("constitution",),
    ),
    end=("fin", "a fin", "a la fin de", "fin de", "a la fin du mois de"),
    surveys=("recensement", "enquete", "sondage", "denombrement", "vague"),
    marks=(
        *("provisoire", "prov", "estime", "estimation", "est", "p", "r", "e", "revise"),
        *("prevision",),
    ),
    throughout=(
        *("au cours du", "durant le", "pendant le", "sur le", "au cours des", "durant les"),
        *("dans le", "pour le", "au cours de la", "sur la", "en fin de", "au cours de ce"),
    ),
    year=("annee", "an", "ans", "annees"),
    later=("plus tard", "apres"),
    following=("l'annee suivante", "annee suivante", "l'annee d'apres"),
    extremes=(
        *("plus bas", "plus haut", "plus basse", "plus haute", "plus faible", "plus forte"),
        *("plus fort", "plus eleve", "plus elevee", "record", "pire", "meilleur", "minimum"),
        *("maximum",),
    ),
    stretches=(
        *("bimestre", "quadrimestre", "quinzaine de", "premiere quinzaine", "seconde quinzaine"),
        *("decade", "premiere semaine", "deuxieme semaine", "derniere semaine"),
        *("premiers trimestres", "troisieme semaine", "saison seche", "saison des pluies"),
        *("depuis le debut de",),
    ),
    seasons=("printemps", "l'ete", "cet ete", "automne", "hiver", "ramadan", "soudure"),
    yearly=("par an", "annuel", "annuelle", "annuels", "annuelles", "chaque annee", "l'an"),
    whole=("toute l'annee", "l'ensemble de", "l'ensemble de l'annee", "tout"),
    whole_year=(
        *("annee entiere", "annee complete", "toute l'annee", "ensemble de l'annee"),
        *("de l'annee", "dans l'annee", "sur l'annee", "pour l'annee", "objectif annuel"),
    ),
    origins=(
        *("construit", "construite", "fonde", "fondee", "cree", "creee", "lance", "lancee"),
        *("nee", "adopte", "adoptee", "signe", "signee", "inaugure", "inauguree", "ouvert"),
        *("ouverte", "institue", "instituee", "achevee", "acheve", "promulguee", "votee"),
        *("ratifiee", "declare", "declaree"),
    ),
)

TIME_WORDS: Mapping[str, TimeWords] = {
    "en": ENGLISH,
    "es": SPANISH,
    "pt": PORTUGUESE,
    "fr": FRENCH,
}

# behind "that": "the highest of the series that begins in 2002"
SERIES_BEGIN = (
    *("begins", "starts", "began", "started", "inicia", "se inicia", "comienza", "empieza"),
    *("arranca", "comeca", "iniciou", "comecou", "commence", "debute", "demarre"),
)

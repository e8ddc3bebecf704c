"""The brackets of a table: minus signs, or the signs of errors and shares."""

from dataclasses import dataclass
from functools import cached_property

from sources.numerals.cells import Cell
from sources.numerals.lexicon import word_set
from sources.numerals.nearby import Nearby
from sources.numerals.tokens import HYPHENS

from .phrase import Phrase

# Words of rows whose brackets hold no negative numbers: standard errors, shares.
_SPREADS = word_set(
    "error errors erro erros erreur erreurs se sd ci deviation desviacion desvio interval "
    "intervalo intervalle confidence confianza confianca confiance % percent share porcentaje"
)
_NAMED_BRACKETS = word_set("parentheses parenthesis brackets parentesis parenteses parenthese")
# Words of rows and columns whose numbers may be negative.
_SIGNED = word_set(
    "balance deficit net change changes loss losses profit growth var variation saldo neto neta "
    "resultado variacion perdida perdidas crecimiento solde perte pertes croissance evolution "
    "resultat variacao perda crescimento liquido liquida diferencia diferenca difference cambio"
)
_NEGATIVE = word_set(
    "negative negatives minus deficit deficits negativo negativos negativa negativas negatif "
    "negatifs negative negatives deficitaire decrease decreases"
)
_NEAR_BRACKETS = 9  # tokens
_PERCENT_DIGITS = 4  # digits: (12.5) may be a percentage, (13,572.1) is none


@dataclass
class _Table:
    """The brackets of a table: columns with bare numbers, words that head rows and columns."""

    bare: set[int]
    rows: dict[int, set[str]]
    heads: dict[int, set[str]]
    has_minus: bool = False
    has_mixed_row: bool = False
    is_signed: bool = False  # its brackets hold amounts of money, balances or changes


class Brackets(Nearby):
    """Whether the brackets of a text's tables are minus signs."""

    def are_minus(self, phrase: Phrase, cell: Cell) -> bool:
        """Whether brackets are minus signs in this table: never all of a column, nor beside `-`.

        Brackets around standard errors or shares fill a column, or a row of their own.
        """
        table = self._tables.get(cell.table)
        if phrase.atom.plain or not table or table.has_minus or self._explains_brackets:
            return False
        if not (table.has_mixed_row and table.is_signed):
            return False
        return cell.column in table.bare and not table.rows.get(cell.row, set()) & _SPREADS

    @cached_property
    def _explains_brackets(self) -> bool:
        """Whether brackets mean something else, by the text: `in parentheses: few cases`."""
        for at, token in enumerate(self.tokens):
            if token.fold in _NAMED_BRACKETS:
                near = self.tokens[max(0, at - _NEAR_BRACKETS) : at + _NEAR_BRACKETS]
                if not any(word.fold in _NEGATIVE for word in near):
                    return True
        return False

    @cached_property
    def _tables(self) -> dict[int, _Table]:
        """What the tables show of their brackets."""
        tables: dict[int, _Table] = {}
        rows: dict[tuple[int, int], tuple[set[int], set[int]]] = {}
        for cell in {id(cell): cell for cell in self.view.cells.values()}.values():
            table = tables.setdefault(cell.table, _Table(set(), {}, {}))
            opening = self.tokens[cell.first]
            words = {token.fold for token in self.tokens[cell.first : cell.end]}
            if not cell.column:
                table.rows[cell.row] = words
            elif not cell.row:
                table.heads[cell.column] = words
            elif opening.kind == "number" and cell.row:
                table.bare.add(cell.column)
                rows.setdefault((cell.table, cell.row), (set(), set()))[0].add(cell.column)
            elif opening.raw == "(" and self.tokens[cell.end - 1].raw == ")":
                rows.setdefault((cell.table, cell.row), (set(), set()))[1].add(cell.column)
                about = table.rows.get(cell.row, set()) | table.heads.get(cell.column, set())
                large = sum(map(str.isdecimal, self.tokens[cell.first + 1].raw)) > _PERCENT_DIGITS
                table.is_signed = table.is_signed or large or bool(about & _SIGNED)
            elif opening.raw in HYPHENS and cell.end - cell.first > 1:
                table.has_minus = True
        for (table_at, _), (bare, bracketed) in rows.items():
            if bare and bracketed & tables[table_at].bare:
                tables[table_at].has_mixed_row = True
        return tables

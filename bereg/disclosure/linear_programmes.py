"""Linear programmes with few numbers that are not zero, handed to HiGHS as they stand.

HiGHS is the solver that scipy brings too, whose 140 MB nothing else here needs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Indices = NDArray[np.int64]
PRIMAL = 4  # HiGHS's number of this strategy
FEW = 200  # costs that are others than before


class InfeasibleProgrammeError(ArithmeticError):
    """Nothing meets all of the conditions."""


def summed(places: Indices, values: Vector, size: int) -> Vector:
    """Return the sum of the values of each place."""
    return np.bincount(places, values, size).astype(float)


@dataclass(frozen=True)
class Entries:
    """A matrix by what is not zero in it, one entry for each position."""

    row: Indices
    column: Indices
    value: Vector
    shape: tuple[int, int]

    @classmethod
    def of(cls, dense: NDArray[np.float64]) -> "Entries":
        """Return the entries of an array."""
        row, column = np.nonzero(dense)
        return cls(row, column, dense[row, column], (dense.shape[0], dense.shape[1]))

    def times(self, x: Vector) -> Vector:
        """Return matrix * x."""
        return summed(self.row, self.value * x[self.column], self.shape[0])

    def transposed_times(self, y: Vector) -> Vector:
        """Return matrix' * y."""
        return summed(self.column, self.value * y[self.row], self.shape[1])

    def chosen(self, rows: NDArray[np.bool_], columns: NDArray[np.bool_]) -> "Entries":
        """Return the matrix of some rows and columns, in their order."""
        kept = rows[self.row] & columns[self.column]
        number_of_row, number_of_column = np.cumsum(rows) - 1, np.cumsum(columns) - 1
        shape = int(rows.sum()), int(columns.sum())
        return Entries(number_of_row[self.row[kept]], number_of_column[self.column[kept]], self.value[kept], shape)


@dataclass(frozen=True)
class LinearConditions:
    """least <= matrix * x <= most, line by line, and low <= x <= high."""

    matrix: Entries
    least: Vector
    most: Vector
    low: Vector
    high: Vector


def minimum(costs: Vector, given: LinearConditions, **options: Any) -> Vector:
    """Return the x of least costs * x under the conditions. options: of HiGHS.

    Raise InfeasibleProgrammeError, or ArithmeticError where HiGHS gives up.
    """
    return _run(_solver(costs, given, options))


class ManyCosts:
    """The least of one sum after another under the same conditions: each begins where the one before it ended.

    Where few costs are others, the solution is mostly few steps away: that takes a tenth of beginning anew.
    """

    def __init__(self, given: LinearConditions) -> None:
        self._given = given
        self._solver: Any = None
        self._costs: Vector = np.empty(0)

    def minimum(self, costs: Vector) -> Vector:
        """Return what `minimum` does."""
        before, self._costs = self._costs, costs
        if self._solver and np.count_nonzero(costs != before) <= FEW:
            self._solver.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)
            try:
                return _run(self._solver)
            except ArithmeticError:
                self._solver = None
        return self._first(costs)

    def _first(self, costs: Vector) -> Vector:
        """Begin anew. The interior-point method takes a fifth of the time of the simplex here."""
        try:
            solver = _solver(costs, self._given, {"solver": "ipm"})
            found = _run(solver)
        except ArithmeticError:
            solver = _solver(costs, self._given, {"solver": "simplex"})
            found = _run(solver)
        solver.setOptionValue("solver", "simplex")
        solver.setOptionValue("simplex_strategy", PRIMAL)  # a solution stays one when the costs change
        self._solver = solver
        return found


def _solver(costs: Vector, given: LinearConditions, options: Mapping[str, Any]) -> Any:
    solver: Any = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    for name, value in options.items():
        solver.setOptionValue(name, value)
    solver.passModel(_model(costs, given))
    return solver


def _run(solver: Any) -> Vector:
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        raise InfeasibleProgrammeError("No solution meets the conditions")
    if status != highspy.HighsModelStatus.kOptimal:
        raise ArithmeticError(f"HiGHS gave up: {solver.modelStatusToString(status)}")
    return np.array(solver.getSolution().col_value)


def _model(costs: Vector, given: LinearConditions) -> highspy.HighsLp:
    lines, size = given.matrix.shape
    order = np.lexsort((given.matrix.row, given.matrix.column))
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = size, lines
    model.col_cost_, model.col_lower_, model.col_upper_ = costs, given.low, given.high
    model.row_lower_, model.row_upper_ = given.least, given.most
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.append(0, np.cumsum(np.bincount(given.matrix.column, minlength=size)))
    model.a_matrix_.index_ = given.matrix.row[order]
    model.a_matrix_.value_ = given.matrix.value[order]
    return model

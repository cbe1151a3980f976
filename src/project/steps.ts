/**
 * How many steps the questions about a project have taken since the program began: clauses that were entered and
 * calls that were gone through by `reach`, and expressions that `originsOf` looked at. They tell what a rule costs
 * where no clock can.
 */
export const stepsTaken = { reach: 0, origins: 0 };

/**
 * True if tests that need a program must run here although it is missing, and so must fail: GROUNDPLAN_REQUIRE names such
 * programs, separated by commas.
 */
export function isRequired(program: string): boolean {
  return (process.env['GROUNDPLAN_REQUIRE'] ?? '').split(',').some((name) => name.trim() === program)
}

/** Of the cases that a property is worth, the default run draws a quarter; `npm run test:all` draws all of them. */
export function caseCount(whole: number): number {
  return process.env['GROUNDPLAN_TESTS'] === 'all' ? whole : Math.ceil(whole / 4)
}

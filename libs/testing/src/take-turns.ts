/**
 * What a suite tries one after the other, such as hosts: all, or one of them if GROUNDPLAN_HOST_ROTATION is a number, so that successive
 * runs take turns. For suites that do the same with each and take minutes of it.
 */
export function takeTurns<Kind extends string>(all: readonly Kind[]): readonly Kind[] {
  const text = process.env['GROUNDPLAN_HOST_ROTATION'] ?? ''
  if (text === '') return all
  const turn = Number(text)
  if (!Number.isInteger(turn) || turn < 0)
    throw new Error(`GROUNDPLAN_HOST_ROTATION is "${text}", which is not a whole number.`)
  return all.slice(turn % all.length, (turn % all.length) + 1)
}

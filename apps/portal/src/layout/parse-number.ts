/** The number in an address such as `/proposals/12`; undefined if it is none that things are numbered with. */
export function parseNumber(text: string): number | undefined {
  const number = /^[1-9]\d*$/.test(text) ? Number(text) : Number.NaN
  return Number.isSafeInteger(number) ? number : undefined
}

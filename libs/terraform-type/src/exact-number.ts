/**
 * Numbers with every digit: Terraform calculates with 512 bits, JavaScript with 53.
 */

/** A decimal number that a JavaScript number would round. Made by `parseNumber` only, so equal numbers have equal digits. */
export class ExactNumber {
  /** Canonical form: `9007199254740993`, `3.14159265358979323846`, `1e400`. */
  readonly digits: string

  constructor(digits: string) {
    this.digits = digits
  }

  toString(): string {
    return this.digits
  }

  /** The digits as a string, because JavaScript would round a JSON number. See `stringifyJson` for raw digits. */
  toJSON(): string {
    return this.digits
  }
}

const decimal = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/
const fewDigits = /^-?\d{1,15}$/

/** Larger exponents are printed in scientific notation. */
const longestPlain = 40

/**
 * Parses a decimal number such as `5`, `-0.10`, `+.5` or `1e400` to a JavaScript number if that is exact, otherwise to one that
 * keeps its digits. Throws RangeError for other text and for exponents beyond nine digits.
 */
export function parseNumber(text: string): number | ExactNumber {
  if (fewDigits.test(text)) return Number(text) + 0
  const exact = toCanonical(text)
  const rounded = Number(text)
  if (rounded === 0 && exact === '0') return 0
  return Number.isFinite(rounded) && toCanonical(String(rounded)) === exact ? rounded : new ExactNumber(exact)
}

/** More zeros than these are not written out. */
const longestPlainText = 5000

/** All digits without an exponent, as Terraform turns numbers into text; with an exponent where that would be thousands of zeros. */
export function printPlainNumber(value: number | ExactNumber): string {
  const { mantissa, negative, exponent } = toParts(String(value))
  const sign = negative ? '-' : ''
  if (Math.abs(exponent) > longestPlainText) return `${sign}${mantissa}e${exponent}`
  if (exponent >= 0) return sign + mantissa + '0'.repeat(exponent)
  const digits = mantissa.padStart(1 - exponent, '0')
  return `${sign}${digits.slice(0, exponent)}.${digits.slice(exponent)}`
}

/** True if both numbers are equal. */
export function isSameNumber(left: number | ExactNumber, right: number | ExactNumber): boolean {
  return String(left) === String(right)
}

/** Negative, zero or positive, as `value` is smaller than, the same as or greater than `bound`. */
export function compareToNumber(value: number | ExactNumber, bound: number): number {
  const rounded = Number(value)
  if (rounded !== bound) return rounded < bound ? -1 : 1
  if (typeof value === 'number') return 0
  // Numbers too small for JavaScript would print an unbounded run of zeros.
  if (bound === 0) return value.digits.startsWith('-') ? -1 : 1
  const [exact, other] = [toParts(value.digits), toParts(String(bound))]
  const exponent = Math.min(exact.exponent, other.exponent)
  const difference = scale(exact, exponent) - scale(other, exponent)
  return difference < 0n ? -1 : Number(difference > 0n)
}

/** True if the number is a whole multiple of the divisor. Beyond 400 digits nobody asks, and any number is one. */
export function isMultipleOf(value: number | ExactNumber, divisor: number): boolean {
  const [dividend, other] = [toParts(String(value)), toParts(String(divisor))]
  const exponent = Math.min(dividend.exponent, other.exponent)
  if (Math.max(dividend.exponent, other.exponent) - exponent > 400) return true
  return scale(dividend, exponent) % scale(other, exponent) === 0n
}

/** A number as `mantissa` × 10^`exponent`; the mantissa has no zeros at its ends but for zero itself. */
interface Parts {
  readonly mantissa: string
  readonly negative: boolean
  readonly exponent: number
}

function toParts(text: string): Parts {
  const [, sign, whole = '', fraction = '', power = '0'] = decimal.exec(text) ?? []
  if (whole + fraction === '') throw new RangeError(`"${text}" is not a decimal number`)
  const digits = (whole + fraction).replace(/^0+/, '')
  const mantissa = trimZeros(digits)
  if (mantissa === '') return { mantissa: '0', negative: false, exponent: 0 }
  return {
    mantissa,
    negative: sign === '-',
    exponent: Number(power) - fraction.length + digits.length - mantissa.length,
  }
}

/** A pattern for zeros at the end would look at every run of zeros on the way. */
function trimZeros(digits: string): string {
  let end = digits.length
  while (end > 0 && digits.charAt(end - 1) === '0') end -= 1
  return digits.slice(0, end)
}

function toCanonical(text: string): string {
  const { mantissa, negative, exponent } = toParts(text)
  const sign = negative ? '-' : ''
  if (exponent >= 0 && exponent <= longestPlain) return sign + mantissa + '0'.repeat(exponent)
  const point = mantissa.length + exponent
  if (exponent < 0 && point > 0) return `${sign}${mantissa.slice(0, point)}.${mantissa.slice(point)}`
  if (exponent < 0 && point > -longestPlain) return `${sign}0.${'0'.repeat(-point)}${mantissa}`
  return `${sign}${mantissa}e${exponent}`
}

function scale({ mantissa, negative, exponent }: Parts, smallest: number): bigint {
  const value = BigInt(mantissa) * 10n ** BigInt(exponent - smallest)
  return negative ? -value : value
}

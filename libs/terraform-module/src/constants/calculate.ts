import { ExactNumber, parseNumber } from '@groundplan/terraform-type'

type Exact = number | ExactNumber

/** A number as `mantissa` × 10^`exponent`. */
interface Decimal {
  readonly mantissa: bigint
  readonly exponent: number
}

const calculations = ['+', '-', '*', '/', '%'] as const
type Calculation = (typeof calculations)[number]

/** Larger results, and numbers with more places, are left to Terraform. */
const maximumDigits = 150

export function isCalculation(operator: string): operator is Calculation {
  return (calculations as readonly string[]).includes(operator)
}

/**
 * The exact result; `undefined` where there is none (a division by zero), where it has no end (1 / 3), or where Terraform, which
 * calculates with 512 bits, would round.
 */
export function calculate(operator: Calculation, left: Exact, right: Exact): Exact | undefined {
  const [first, second] = [toDecimal(left), toDecimal(right)]
  if (first === undefined || second === undefined) return undefined
  const result = compute(operator, first, second)
  return result && toExact(result)
}

function compute(operator: Calculation, first: Decimal, second: Decimal): Decimal | undefined {
  const exponent = Math.min(first.exponent, second.exponent)
  const [left, right] = [scale(first, exponent), scale(second, exponent)]
  switch (operator) {
    case '+':
      return { mantissa: left + right, exponent }
    case '-':
      return { mantissa: left - right, exponent }
    case '*':
      return { mantissa: first.mantissa * second.mantissa, exponent: first.exponent + second.exponent }
    case '%':
      return right === 0n ? undefined : { mantissa: left % right, exponent }
    case '/':
      return divide(left, right)
  }
}

function divide(left: bigint, right: bigint): Decimal | undefined {
  if (right === 0n) return undefined
  const scaled = left * 10n ** BigInt(maximumDigits)
  return scaled % right === 0n ? { mantissa: scaled / right, exponent: -maximumDigits } : undefined
}

export function negate(value: Exact): Exact {
  const text = String(value)
  return parseNumber(text.startsWith('-') ? text.slice(1) : `-${text}`)
}

/** Whether `<`, `>`, `<=` or `>=` holds. */
export function compareNumbers(operator: string, left: Exact, right: Exact): boolean {
  const difference = calculate('-', left, right)
  const sign = difference === undefined ? Number(left) - Number(right) : Math.sign(Number(difference))
  switch (operator) {
    case '<':
      return sign < 0
    case '>':
      return sign > 0
    case '<=':
      return sign <= 0
    default:
      return sign >= 0
  }
}

const decimal = /^(-?\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/

function toDecimal(value: Exact): Decimal | undefined {
  const [, whole = '', fraction = '', power = '0'] = decimal.exec(String(value)) ?? []
  const exponent = Number(power) - fraction.length
  if (whole === '' || Math.abs(exponent) > maximumDigits) return undefined
  return { mantissa: BigInt(whole + fraction), exponent }
}

function toExact({ mantissa, exponent }: Decimal): Exact | undefined {
  const value = parseNumber(`${mantissa}e${exponent}`)
  const digits = value instanceof ExactNumber ? value.digits.replace(/\D|e.*/g, '').length : 0
  return digits > maximumDigits ? undefined : value
}

function scale({ mantissa, exponent }: Decimal, smallest: number): bigint {
  return mantissa * 10n ** BigInt(exponent - smallest)
}

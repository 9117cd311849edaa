import { InputError } from '@groundplan/errors'

/** The number that an option has. Throws InputError unless it is a whole number of at least 1. */
export function wholeNumber(option: string, text: string): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number > 0) return number
  throw new InputError(`${option} must be a whole number of at least 1, not "${text}".`)
}

import { z } from 'zod'

/** Number of an import or a proposal: PostgreSQL keeps them as 32-bit integers. */
export const RowNumber = z
  .int()
  .min(1)
  .max(2 ** 31 - 1)

/** Text of several lines, at most `maximum` characters, that every database and JSON parser can keep. */
export function text(maximum: number) {
  return z
    .string()
    .max(maximum)
    .refine((value) => !value.includes('\0') && value.isWellFormed(), {
      message: 'Contains a NUL character or half of a surrogate pair.',
    })
}

/** Text of one line: a name, an address, a search. */
export function line(maximum: number) {
  return z
    .string()
    .max(maximum)
    .refine((value) => !/\p{Cc}/u.test(value) && value.isWellFormed(), {
      message: 'Contains a control character or half of a surrogate pair.',
    })
}

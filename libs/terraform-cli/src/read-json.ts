import type { z } from 'zod'

/** What a program printed, if it is JSON of this form. */
export function readJson<Printed>(schema: z.ZodType<Printed>, printed: Uint8Array): Printed | undefined {
  try {
    return schema.safeParse(JSON.parse(Buffer.from(printed).toString('utf8'))).data
  } catch {
    return undefined
  }
}

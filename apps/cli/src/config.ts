import { resolve } from 'node:path'
import { InputError } from '@groundplan/errors'
import { readEnvironment } from '@groundplan/process'
import { z } from 'zod'

/** Every variable that the command line reads. */
const Environment = z.object({
  /** Folder of the local server that is used, or started for a command. */
  GROUNDPLAN_HOME: z.string().default('.groundplan'),
  /** A server elsewhere, used instead of a local one. */
  GROUNDPLAN_URL: z.url({ protocol: /^https?$/ }).optional(),
})

export interface CliConfig {
  readonly home: string
  readonly url: string | undefined
}

/** Reads the configuration. Throws InputError. */
export function readConfig(): CliConfig {
  const parsed = Environment.safeParse(readEnvironment())
  if (!parsed.success) {
    throw new InputError(`GROUNDPLAN_URL is not the address of a server.`, {
      hint: 'It looks like http://localhost:4400.',
    })
  }
  return { home: resolve(parsed.data.GROUNDPLAN_HOME), url: parsed.data.GROUNDPLAN_URL }
}

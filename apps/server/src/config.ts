import { resolve } from 'node:path'
import { InputError } from '@groundplan/errors'
import { readEnvironment } from '@groundplan/process'
import { z } from 'zod'

/** Every variable that the server reads. */
const Environment = z.object({
  /** Folder for the embedded database, the blueprint repository and clones. */
  GROUNDPLAN_HOME: z.string().default('.groundplan'),
  /** PostgreSQL to use instead of the embedded database. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Address to listen on; only this machine by default. */
  GROUNDPLAN_HOST: z.string().default('localhost'),
  /** Port to listen on; 0 takes a free one. */
  GROUNDPLAN_PORT: z.coerce.number().int().min(0).max(65535).default(4400),
  /** Host names under which browsers reach the server, separated by commas, beside this machine's own. */
  GROUNDPLAN_ALLOWED_HOSTS: z.string().default(''),
})

export interface ServerConfig {
  readonly home: string
  readonly databaseUrl: string | undefined
  readonly host: string
  readonly port: number
  readonly allowedHosts: readonly string[]
}

/** Reads the configuration. Throws InputError that names every variable that is wrong. */
export function readConfig(): ServerConfig {
  const parsed = Environment.safeParse(readEnvironment())
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new InputError(`The environment is not right: ${problems.join('; ')}.`, {
      hint: 'Correct the variables and start again.',
    })
  }
  const { data } = parsed
  return {
    home: resolve(data.GROUNDPLAN_HOME),
    databaseUrl: data.DATABASE_URL,
    host: data.GROUNDPLAN_HOST,
    port: data.GROUNDPLAN_PORT,
    allowedHosts: data.GROUNDPLAN_ALLOWED_HOSTS.split(',').flatMap((host) =>
      host.trim() === '' ? [] : [host.trim()],
    ),
  }
}

import { isSecretVariable } from './is-secret-variable.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** The environment variables of this process; the only place that reads them. Absent and empty are both `undefined`. */
export function readEnvironment(): Environment {
  return Object.fromEntries(
    Object.entries(process.env).map(([name, value]) => [name, value === '' ? undefined : value]),
  )
}

/**
 * Reads all environment variables and removes the secrets among them from `process.env`, so that no process started later
 * inherits them. Call it once, before anything else starts.
 */
export function takeEnvironment(): Environment {
  const environment = readEnvironment()
  for (const name of Object.keys(process.env).filter(isSecretVariable))
    Reflect.deleteProperty(process.env, name)
  return environment
}

/** The environment variables of this process without secrets, for programs that need none. */
export function readPublicEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || isSecretVariable(name) ? [] : [[name, value] as const],
    ),
  )
}

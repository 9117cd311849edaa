import { isHostSecret, originsVariable } from '@groundplan/configuration'
import { InputError } from '@groundplan/errors'
import { redact, type Environment } from '@groundplan/process'
import { mayCarrySecrets } from '@groundplan/scm'

/** A secret that the operator has set for a host. */
export interface HostSecret {
  readonly value: string
  /** Origins that it may be sent to; `undefined` if the operator has not said. */
  readonly origins: readonly string[] | undefined
}

/** The operator's secrets, `GROUNDPLAN_SECRET_*`. They show as `[redacted]` in logs, dumps and JSON. */
export class HostSecrets {
  readonly #secrets: ReadonlyMap<string, HostSecret>

  constructor(secrets: ReadonlyMap<string, HostSecret>) {
    this.#secrets = secrets
  }

  /** The secret that the variable holds; `undefined` if it is not set, or not one that configurations may refer to. */
  find(name: string): HostSecret | undefined {
    return this.#secrets.get(name)
  }

  toJSON(): string {
    return '[redacted]'
  }
}

export const noSecrets = new HostSecrets(new Map())

/** Reads `GROUNDPLAN_SECRET_*` and their `…_ORIGINS`. Throws InputError if origins are not well-formed. */
export function readHostSecrets(environment: Environment): HostSecrets {
  const secrets = Object.entries(environment).flatMap(([name, value]) => {
    if (value === undefined || !isHostSecret(name)) return []
    const secret = { value, origins: readOrigins(originsVariable(name), environment) }
    return [[name, redact(secret, ['value'])] as const]
  })
  return new HostSecrets(new Map(secrets))
}

function readOrigins(variable: string, environment: Environment): readonly string[] | undefined {
  return environment[variable]?.split(',').flatMap((text) => {
    const origin = text.trim()
    if (origin === '') return []
    const url = URL.parse(origin)
    const isOrigin = url !== null && url.username === '' && `${url.origin}/` === url.href
    if (isOrigin && mayCarrySecrets(origin)) return [url.origin]
    throw new InputError(`${variable} contains a value that is not an HTTPS origin.`, {
      hint: 'Use only scheme, host and port, separated by commas: https://github.com,https://api.github.com. http:// is only allowed on this machine.',
    })
  })
}

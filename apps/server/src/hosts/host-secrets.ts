import {
  isHostSecret,
  originsVariable,
  type PlacedReference,
  type SecretReference,
} from '@groundplan/configuration'
import { InputError } from '@groundplan/errors'
import { redact, type Environment } from '@groundplan/process'
import { toSecretOrigin } from '@groundplan/scm'
import type { OpenedSecret } from '@groundplan/secrets'
import { isDeepStrictEqual } from 'node:util'
import { isExternal, type ExternalReference, type ReadExternalSecret } from './external-secrets.ts'

/** A secret that the operator has set for a host. */
export interface HostSecret {
  readonly value: string
  /** Origins that it may be sent to; `undefined` if the operator has not said. */
  readonly origins: readonly string[] | undefined
}

/** Where secrets are stored. */
export interface StoredSecrets {
  readonly read: () => Promise<ReadonlyMap<string, OpenedSecret>>
  /** Hears of each use. */
  readonly onUse: (name: string, purpose: string) => void
}

/**
 * The operator's secrets, `GROUNDPLAN_SECRET_*`, and those that are stored or that other services keep, as they were at the last refresh.
 * They show as `[redacted]` in logs, dumps and JSON.
 */
export class HostSecrets {
  readonly #secrets: ReadonlyMap<string, HostSecret>
  readonly #stored: StoredSecrets | undefined
  readonly #readExternal: ReadExternalSecret | undefined
  #references: readonly ExternalReference[] = []
  #opened: ReadonlyMap<string, OpenedSecret> = new Map()
  #external: ReadonlyMap<string, OpenedSecret> = new Map()
  #revision = 0

  constructor(
    secrets: ReadonlyMap<string, HostSecret>,
    stored?: StoredSecrets,
    readExternal?: ReadExternalSecret,
  ) {
    this.#secrets = secrets
    this.#stored = stored
    this.#readExternal = readExternal
  }

  /** Every origin that the operator allows one of the secrets to be sent to. */
  get operatorOrigins(): readonly string[] {
    return [...this.#secrets.values()].flatMap(({ origins = [] }) => origins)
  }

  /** The same with what is stored, and with what other services keep. */
  with(stored: StoredSecrets, readExternal?: ReadExternalSecret): HostSecrets {
    return new HostSecrets(this.#secrets, stored, readExternal)
  }

  /** Reads again what is stored or kept elsewhere. Returns a number that is another one once something has changed. */
  async refresh(): Promise<number> {
    const [opened, external] = await Promise.all([this.#stored?.read(), this.#readReferences()])
    if (opened !== undefined && !isDeepStrictEqual(opened, this.#opened)) {
      this.#opened = opened
      this.#revision += 1
    }
    this.#keepExternal(external)
    return this.#revision
  }

  /**
   * Reads what other services keep of the references of a merged configuration, which from then on are those that {@link refresh} reads
   * again. Returns the number of {@link refresh}.
   */
  async load(references: readonly PlacedReference[]): Promise<number> {
    this.#references = references.map(({ reference }) => reference).filter(isExternal)
    this.#keepExternal(await this.#readReferences())
    return this.#revision
  }

  async #readReferences(): Promise<ReadonlyMap<string, OpenedSecret>> {
    const read = this.#readExternal
    if (read === undefined) return new Map()
    const entries = this.#references.map(
      async (reference) => [JSON.stringify(reference), await read(reference)] as const,
    )
    return new Map(await Promise.all(entries))
  }

  #keepExternal(external: ReadonlyMap<string, OpenedSecret>): void {
    if (isDeepStrictEqual(external, this.#external)) return
    this.#external = external
    this.#revision += 1
  }

  /**
   * The secret that a reference stands for; `undefined` if it is not set, or not one that configurations may refer to. Throws
   * PlatformError if it is stored, or kept by another service, and cannot be read.
   */
  find(reference: SecretReference, purpose: string): HostSecret | undefined {
    if ('env' in reference) return this.#secrets.get(reference.env)
    const opened = isExternal(reference)
      ? this.#external.get(JSON.stringify(reference))
      : this.#opened.get(reference.secret)
    if (opened === undefined) return undefined
    if (opened.kind === 'unreadable') throw opened.error
    if ('secret' in reference) this.#stored?.onUse(reference.secret, purpose)
    return redact({ value: opened.value, origins: opened.origins }, ['value'])
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
    const allowed = toSecretOrigin(origin)
    if (allowed !== undefined) return [allowed]
    throw new InputError(`${variable} contains a value that is not an HTTPS origin.`, {
      hint: 'Use only scheme, host and port, separated by commas: https://github.com,https://api.github.com. http:// is only allowed on this machine.',
    })
  })
}

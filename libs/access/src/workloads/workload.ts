import type { Actor } from '@groundplan/actor'
import type { Permission } from '../permissions.ts'

/**
 * A program that another identity provider vouches for, such as a pipeline of GitHub Actions or Bitbucket Pipelines. It calls with an
 * OpenID Connect token that is made for each run, so that no secret is stored where it runs.
 */
export interface Workload {
  readonly id: string
  /** What people call it. */
  readonly name: string
  readonly spaceId: string
  /** Who vouches: the `iss` of its tokens, an https address. */
  readonly issuer: string
  /** For whom its tokens are made: their `aud`. */
  readonly audience: string
  /** What else its tokens say, by the name of the claim. `*` in a value stands for any characters. */
  readonly claims: Readonly<Record<string, string>>
  readonly permissions: readonly Permission[]
  readonly createdAt: Date
  readonly createdBy: Actor
  /** To the minute; absent if it never called. */
  readonly lastUsedAt?: Date | undefined
}

/** What a token says, once its signature, issuer, audience and times are checked. */
export type WorkloadClaims = Readonly<Record<string, unknown>> & { readonly sub: string }

/** True if a token says everything that a workload's tokens have to say. */
export function matchesClaims({ claims }: Pick<Workload, 'claims'>, given: WorkloadClaims): boolean {
  return Object.entries(claims).every(([name, pattern]) => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    return isPlain(value) && matchesPattern(String(value), pattern)
  })
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** Takes the earliest place of each part, which is enough where `*` is the only wildcard: no text takes more than its length. */
function matchesPattern(text: string, pattern: string): boolean {
  const [first = '', ...others] = pattern.split('*')
  const last = others.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first)) return false
  let position = first.length
  for (const part of others) {
    const found = text.indexOf(part, position)
    if (found === -1) return false
    position = found + part.length
  }
  return text.length - last.length >= position && text.endsWith(last)
}

import type { Actor } from '@groundplan/actor'
import type { Permission } from '../permissions.ts'
import { createRandomText } from '../secret-text.ts'

/** A token with which a program calls the API of one space. The secret itself is not kept anywhere. */
export interface ApiToken {
  readonly id: string
  /** What history calls the program. */
  readonly name: string
  readonly permissions: readonly Permission[]
  readonly createdAt: Date
  readonly createdBy: Actor
  readonly expiresAt: Date
  /** To the minute; absent if it was never used. */
  readonly lastUsedAt?: Date | undefined
  readonly revokedAt?: Date | undefined
}

/** Neither revoked nor expired. */
export function isValid({ revokedAt, expiresAt }: ApiToken, at: Date): boolean {
  return revokedAt === undefined && at < expiresAt
}

/** Begins every secret, so that scanners for leaked secrets know it. */
export const tokenPrefix = 'groundplan_'

/** A new secret: 256 random bits. */
export function createSecret(): string {
  return `${tokenPrefix}${createRandomText()}`
}

/** True if a text has the form of a secret; others need not be looked up. */
export function isSecret(text: string): boolean {
  return /^groundplan_[\w-]{43}$/.test(text)
}

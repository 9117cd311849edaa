import type { Actor } from '@groundplan/actor'
import type { Permission } from '../permissions.ts'

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
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  const text = btoa(String.fromCharCode(...bytes))
  return `${tokenPrefix}${text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`
}

/** True if a text has the form of a secret; others need not be looked up. */
export function isSecret(text: string): boolean {
  return /^groundplan_[\w-]{43}$/.test(text)
}

/** SHA-256 in hexadecimal. A secret cannot be guessed, so that its hash needs no salt. */
export async function hashSecret(secret: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import type { Account } from './account.ts'

/** A program that signs in by itself: a GitHub App, or an OAuth consumer of Bitbucket Cloud. */
export interface SignInApp {
  /** App ID, or the key of the consumer. */
  readonly id: string
  readonly slug: string
  /** PEM; of a GitHub App. */
  readonly privateKey: string
  readonly publicKey: KeyObject
  /** Of an OAuth consumer. */
  readonly secret: string
  readonly account: Account
}

/** An App on an organization or user. */
export interface Installation {
  readonly id: number
  readonly app: SignInApp
  readonly owner: string
  readonly permissions: Readonly<Record<string, string>>
  suspended: boolean
}

interface IssuedToken {
  readonly account: Account
  readonly expiresAt: number
}

const allPermissions = {
  contents: 'write',
  issues: 'write',
  metadata: 'read',
  pull_requests: 'write',
  repository_hooks: 'write',
  statuses: 'write',
} as const

/** Apps, and the tokens that were issued to them. */
export class SignIns {
  readonly apps: SignInApp[] = []
  readonly installations: Installation[] = []
  /** How long tokens are valid, in seconds; as long as the vendor says if undefined. */
  tokenLifetime: number | undefined
  /** How many tokens were issued so far. */
  issued = 0
  readonly #now: () => Date
  readonly #tokens = new Map<string, IssuedToken>()
  readonly #addAccount: (login: string) => Account

  constructor(now: () => Date, addAccount: (login: string) => Account) {
    this.#now = now
    this.#addAccount = addAccount
  }

  createApp(slug: string): SignInApp {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const app = {
      id: String(100_000 + this.apps.length),
      slug,
      privateKey: pair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
      publicKey: pair.publicKey,
      secret: randomBytes(16).toString('hex'),
      account: this.#addAccount(`${slug}[bot]`),
    }
    this.apps.push(app)
    return app
  }

  install(
    app: SignInApp,
    owner: string,
    permissions: Installation['permissions'] = allPermissions,
  ): Installation {
    const id = 5000 + this.installations.length
    const installation = { id, app, owner, permissions, suspended: false }
    this.installations.push(installation)
    return installation
  }

  uninstall(app: SignInApp, owner: string): void {
    const index = this.installations.findIndex((each) => each.app === app && each.owner === owner)
    if (index >= 0) this.installations.splice(index, 1)
  }

  /** Issues a token; `lifetime` is the vendor's, in seconds. With an owner it is good for that owner's repositories only. */
  issue(account: Account, lifetime: number, installedOn?: string): { token: string; expiresAt: Date } {
    this.issued += 1
    const expiresAt = this.#now().getTime() + (this.tokenLifetime ?? lifetime) * 1000
    const token = `ghs_${randomBytes(18).toString('hex')}`
    this.#tokens.set(token, { account: { ...account, installedOn }, expiresAt })
    return { token, expiresAt: new Date(expiresAt) }
  }

  /** Whose token it is; `expired` if it was good once. */
  find(token: string): Account | 'expired' | undefined {
    const found = this.#tokens.get(token)
    if (found === undefined) return undefined
    return this.#now().getTime() < found.expiresAt ? found.account : 'expired'
  }

  /** Revokes every token that was issued so far; new ones can be had. */
  revokeTokens(): void {
    this.#tokens.clear()
  }
}

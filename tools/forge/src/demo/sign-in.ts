import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Forge } from '../forge.ts'
import type { HostKind } from '../model/host-kind.ts'

/** How a server signs in at a host. */
export const signInWays = ['token', 'app', 'oauth'] as const

export type SignInWay = (typeof signInWays)[number]

/** The ways that a host offers, the usual one first. */
export const waysOfHost: Readonly<Record<HostKind, readonly SignInWay[]>> = {
  github: ['token', 'app'],
  'bitbucket-cloud': ['token', 'oauth'],
  'bitbucket-data-center': ['token'],
}

/**
 * Creates what the server signs in with: an installed GitHub App, whose private key is written to `folder`, or an OAuth consumer.
 * Returns the variables that name it.
 */
export async function createSignIn(
  forge: Pick<Forge, 'hosts' | 'signIns'>,
  kind: HostKind,
  { way, owner, folder }: { readonly way: SignInWay; readonly owner: string; readonly folder: string },
): Promise<Readonly<Record<string, string>>> {
  if (way === 'token') return { GROUNDPLAN_BLUEPRINTS_TOKEN: forge.hosts[kind].token }
  const app = forge.signIns.createApp('groundplan')
  if (way === 'oauth')
    return { GROUNDPLAN_BLUEPRINTS_CLIENT_ID: app.id, GROUNDPLAN_BLUEPRINTS_CLIENT_SECRET: app.secret }
  forge.signIns.install(app, owner)
  const file = join(folder, 'app.pem')
  await writeFile(file, app.privateKey, { mode: 0o600 })
  return { GROUNDPLAN_BLUEPRINTS_APP_ID: app.id, GROUNDPLAN_BLUEPRINTS_APP_PRIVATE_KEY_FILE: file }
}

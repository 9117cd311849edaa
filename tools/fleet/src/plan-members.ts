import { join } from 'node:path'
import type { Forge } from '@groundplan/forge'
import { generateMasterKey } from '@groundplan/secrets'
import { findFreePort } from '@groundplan/testing'
import type { FleetMember } from './fleet.ts'

export interface FleetPlan {
  readonly forge: Forge
  /** Of the blueprint repository on the forge's GitHub. */
  readonly owner: string
  readonly blueprints: string
  /** For the homes of the members. */
  readonly directory: string
  readonly databaseUrl: string
  readonly apis: number
  readonly workers: number
  /** Further variables of every member. */
  readonly env?: Readonly<Record<string, string>> | undefined
}

/** Servers that share a PostgreSQL and a blueprint repository at a host, API servers and workers in turns. Nobody has to sign in. */
export async function planMembers(plan: FleetPlan): Promise<readonly Omit<FleetMember, 'child' | 'url'>[]> {
  const { forge, owner, blueprints, directory, databaseUrl } = plan
  const { webUrl, apiUrl, token } = forge.hosts.github
  const shared = {
    ...{ DATABASE_URL: databaseUrl, GROUNDPLAN_LOG_LEVEL: 'silent', GROUNDPLAN_LOCAL_SIGN_IN: 'off' },
    GROUNDPLAN_BLUEPRINTS: `${webUrl}/${owner}/${blueprints}`,
    GROUNDPLAN_BLUEPRINTS_KIND: 'github',
    GROUNDPLAN_BLUEPRINTS_API_URL: apiUrl,
    GROUNDPLAN_BLUEPRINTS_TOKEN: token,
    GROUNDPLAN_MASTER_KEY: generateMasterKey(),
    ...plan.env,
  }
  const numbers = Array.from({ length: Math.max(plan.apis, plan.workers) }, (_, index) => index + 1)
  const roles = numbers.flatMap((number) => [
    ...(number <= plan.apis ? [{ role: 'api' as const, number }] : []),
    ...(number <= plan.workers ? [{ role: 'worker' as const, number }] : []),
  ])
  return Promise.all(
    roles.map(async ({ role, number }) => {
      const name = `${role}-${number}`
      const port = String(await findFreePort())
      const own = { GROUNDPLAN_HOME: join(directory, name), GROUNDPLAN_PORT: port, GROUNDPLAN_ROLE: role }
      return { name, role, env: { ...shared, ...own } }
    }),
  )
}

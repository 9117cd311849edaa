import { builtInRoles } from '@groundplan/access'
import { person } from '@groundplan/actor'
import type { ApiContext } from '@groundplan/api'
import { generateMasterKey, parseMasterKeys } from '@groundplan/secrets'
import { grantStateAccess, type BackendDependencies } from '@groundplan/terraform-state'
import { InMemoryStateStore } from '@groundplan/terraform-state/testing'
import type { AddressInfo } from 'node:net'
import { createHttpServer } from './create-http-server.ts'
import { md5, stateAddress } from './serve-states.ts'

/** A web server with states and nothing else. */
export async function startStateServer(portalDirectory: string) {
  const store = new InMemoryStateStore()
  const keys = await parseMasterKeys(generateMasterKey(), 'the test')
  const states: BackendDependencies = {
    ...{ states: store, findMasterKeys: async () => keys, spaceId: 'default', md5, now: () => new Date() },
  }
  const caller = { actor: person('ada'), grants: [{ role: builtInRoles['account-admin'] }] }
  const audit = { record: async () => {} }
  const context = {
    ...{ version: '1', caller, spaceId: 'default', now: states.now, audit, cloud: { states } },
  } as unknown as ApiContext
  const server = await createHttpServer({
    ...{ context, allowedHosts: [], portalDirectory, onUnexpectedError: () => {} },
    webhooks: { findHost: () => undefined, onHint: async () => {} },
  })
  await server.listen({ host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
  /** One state, with how runs reach it. */
  const place = (grain: string) => {
    const key = { environment: 'e 1', grain }
    const grant = (run: string) => grantStateAccess({ ...key, run, seconds: 3600 }, states)
    return { key, address: stateAddress(url, { ...key, spaceId: states.spaceId }), grant }
  }
  return { server, store, states, caller, place }
}

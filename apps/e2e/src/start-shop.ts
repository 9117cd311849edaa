import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { GitRepository, patience } from '@groundplan/testing'
import { expect, vi } from 'vitest'
import { startProduct } from './start-product.ts'

const program = join(import.meta.dirname, '../../server/src/shop-server.fixture.ts')

/** Four grains, of which one needs two others. */
const shop = `spec_version: 2
description: A small shop with its database.
metadata:
  display-name: Shop
  blueprint-labels: [demo, web]
inputs:
  region: { type: string, allowed-values: [eu, us], description: Where it runs. }
  things: { type: list(string), default: [subnet, gateway], description: What the network has. }
  size: { type: number, default: 1, minimum: 1, maximum: 9 }
  password: { type: string, sensitive: true, min-length: 4 }
  token: { type: string, ephemeral: true, optional: true, description: Is used once. }
  broken: { type: string, optional: true, description: Name of a part that fails. }
outputs:
  address: { value: 'https://{{ .grains.network.outputs.region }}.shop.example.com', kind: link }
  region: { value: '{{ .grains.network.outputs.region }}', description: Where it runs. }
  login: { value: '{{ .grains.network.outputs.secret }}' }
grains:
  network:
    kind: terraform
    spec:
      source: { store: modules, path: network, commit: a123456789012345678901234567890123456789 }
      inputs:
        - region: '{{ .inputs.region }}'
        - things: '{{ .inputs.things }}'
        - secret: '{{ .inputs.password }}'
      outputs: [region, secret]
  database:
    kind: terraform
    depends-on: network
    spec:
      source: { store: modules, path: database, commit: a123456789012345678901234567890123456789 }
      inputs:
        - region: '{{ .grains.network.outputs.region }}'
        - size: '{{ .inputs.size }}'
        - things: [db, replica]
  queue:
    kind: terraform
    spec:
      source: { store: modules, path: queue, commit: a123456789012345678901234567890123456789 }
      inputs:
        - things: [orders]
        - broken: '{{ .inputs.broken }}'
  web:
    kind: terraform
    depends-on: database, queue
    spec:
      source: { store: modules, path: web, commit: a123456789012345678901234567890123456789 }
      inputs:
        - things: [server]
        - token: '{{ .inputs.token }}'
`

/** The next version: another input is required, and a cache comes instead of the queue. */
export const shop2 = shop
  .replace('  broken: {', '  plan: { type: string, allowed-values: [small, large] }\n  broken: {')
  .replace('  queue:\n', '  cache:\n')
  .replace('depends-on: database, queue', 'depends-on: database, cache')
  .replace('path: queue', 'path: cache')
  .replace('things: [orders]', "things: [sessions]\n        - plan: '{{ .inputs.plan }}'")

export interface RunningShop {
  readonly url: string
  /** Brings another text of the blueprint into the catalog, as its next version. */
  publish(text: string, version: string): Promise<void>
  /** Stops the server for a moment. What was created stays. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Starts a server on an empty home, whose catalog has a shop that can be launched without Terraform. */
export async function startShop(directory: string): Promise<RunningShop> {
  const home = join(directory, 'home')
  // Builds the portal, and makes the home.
  const product = await startProduct(home, { args: ['serve', '--port', '0'] })
  await product.stop()
  const child = fork(program, {
    env: { ...process.env, GROUNDPLAN_HOME: home, GROUNDPLAN_PORT: '0', GROUNDPLAN_LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit')
  const [{ url }] = (await once(child, 'message')) as [{ readonly url: string }]
  const client = createNodeApiClient(url)
  const repository = await GitRepository.clone(
    join(home, 'blueprint-repository.git'),
    join(directory, 'clone'),
  )
  const publish = async (text: string, version: string) => {
    await repository.commit({ 'blueprints/shop.yaml': text })
    await repository.git('push', '--quiet', 'origin', 'main')
    await vi.waitFor(
      async () => expect((await client.catalog.get.query({ name: 'shop' })).version).toBe(version),
      patience,
    )
  }
  await publish(shop, '1.0.0')
  return {
    url,
    publish,
    async restart() {
      const restarted = once(child, 'message')
      child.send('restart')
      await restarted
    },
    async stop() {
      child.disconnect()
      await exited
    },
  }
}

import { join } from 'node:path'
import { GitRepository, useTemporaryDirectories } from '@groundplan/testing'
import { expect, it } from 'vitest'
import { requireStarted, runImport, useServerProcesses } from './server-process.fixture.ts'

const temporaryDirectory = useTemporaryDirectories()
const start = useServerProcesses()
const startOn = async (home: string) => requireStarted(await start(home))

type Server = Awaited<ReturnType<typeof startOn>>

/** Kills the server as soon as an import that it runs is at the given step, and so many milliseconds later. */
async function killDuringImport(
  server: Server,
  address: string,
  atStep: number,
  after: number,
): Promise<void> {
  const { client, kill } = server
  const { number } = await client.imports.start.mutate({ repositories: [{ address }] })
  const { promise: isDue, resolve } = Promise.withResolvers<undefined>()
  let steps = 0
  const watching = client.imports.watch.subscribe(
    { number },
    {
      onData: () => {
        steps += 1
        if (steps >= atStep) setTimeout(() => resolve(undefined), after)
      },
      onComplete: () => resolve(undefined),
    },
  )
  await isDue
  await kill()
  watching.unsubscribe()
}

const names = Array.from({ length: 8 }, (_, index) => `m${String(index).padStart(2, '0')}`)
const modulesWith = (variable: string) =>
  Object.fromEntries(
    names.map((name) => [`${name}/main.tf`, `variable "${variable}" {}\nresource "x" "y" {}\n`]),
  )

it(
  'is killed in the middle of imports again and again, and the next one completes them all',
  { timeout: 900_000 },
  async () => {
    const home = join(await temporaryDirectory(), 'home')
    const estate = await GitRepository.create(join(await temporaryDirectory(), 'estate'))
    // Early, while reading, while proposing for the first time, and while renewing what is proposed.
    const moments = [1, 4, 7, 10].map((step) => ({ step, after: Math.floor(Math.random() * 60) }))
    for (const { step, after } of moments) {
      await estate.commit(modulesWith(`v${step}`))
      await killDuringImport(await startOn(home), estate.directory, step, after)
    }
    const server = await startOn(home)
    const { client } = server
    const context = `killed at ${JSON.stringify(moments)}`
    const { modules } = await runImport(server, estate.directory)
    expect(
      modules.filter(({ outcome }) => outcome === 'failed'),
      context,
    ).toEqual([])
    const { items: proposals } = await client.proposals.list.query({})
    expect(proposals.map(({ blueprint }) => blueprint).toSorted(), context).toEqual(names)
    expect(new Set(proposals.map(({ status }) => status)), context).toEqual(new Set(['open']))
    for (const { number } of proposals) {
      expect((await client.proposals.get.query({ number })).text, context).toContain('v10')
    }
    const again = await runImport(server, estate.directory)
    expect(new Set(again.modules.map(({ outcome }) => outcome)), context).toEqual(new Set(['unchanged']))
    // Those that were killed are taken up again once their jobs are free, beside the new ones, and come to an end as well.
    const listStatuses = async () => (await client.imports.list.query()).items.map(({ status }) => status)
    await expect
      .poll(listStatuses, { timeout: 60_000, interval: 200, message: context })
      .not.toContain('running')
    await client.proposals.approve.mutate({ number: 1 })
    expect((await client.catalog.list.query()).items, context).toHaveLength(1)
    expect(await server.stop()).toBe(0)
  },
)

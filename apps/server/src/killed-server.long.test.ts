import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { GitRepository, isolatedGitEnvironment, useTemporaryDirectories } from '@groundplan/testing'
import { afterEach, expect, it } from 'vitest'

const temporaryDirectory = useTemporaryDirectories()
const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

interface Child {
  readonly process: ChildProcess
  readonly url: string
}

/** Starts the server as the CLI does and waits until it answers. */
async function startChild(home: string): Promise<Child> {
  const env = {
    ...process.env,
    ...isolatedGitEnvironment,
    GROUNDPLAN_HOME: home,
    GROUNDPLAN_PORT: '0',
    GROUNDPLAN_LOG_LEVEL: 'warn',
  }
  const child = fork(join(import.meta.dirname, 'main.ts'), {
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  children.push(child)
  const [message] = (await once(child, 'message')) as [{ kind: string; url: string; message?: string }]
  expect(message).toMatchObject({ kind: 'ready' })
  return { process: child, url: message.url }
}

/** Kills the server as soon as an import that it runs is at the given step, or after the given time in it. */
async function killDuringImport(child: Child, address: string, atStep: number, after: number): Promise<void> {
  const client = createNodeApiClient(child.url)
  const { number } = await client.imports.start.mutate({ repositories: [{ address }] })
  const ended = once(child.process, 'exit')
  let steps = 0
  const watching = client.imports.watch.subscribe(
    { number },
    {
      onData: () => {
        steps += 1
        if (steps >= atStep) setTimeout(() => child.process.kill('SIGKILL'), after)
      },
      onComplete: () => child.process.kill('SIGKILL'),
    },
  )
  await ended
  watching.unsubscribe()
}

async function runImport(url: string, address: string) {
  const client = createNodeApiClient(url)
  const { number } = await client.imports.start.mutate({ repositories: [{ address }] })
  for (;;) {
    const { state } = await client.imports.get.query({ number })
    if (state.status === 'finished') return state.report.modules
    if (state.status !== 'waiting' && state.status !== 'running')
      throw new Error(`The import is ${state.status}.`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const names = Array.from({ length: 8 }, (_, index) => `m${String(index).padStart(2, '0')}`)
const modulesWith = (variable: string) =>
  Object.fromEntries(
    names.map((name) => [`${name}/main.tf`, `variable "${variable}" {}\nresource "x" "y" {}\n`]),
  )

it(
  'is killed in the middle of imports again and again, and the next one completes them all',
  { timeout: 120_000 },
  async () => {
    const home = join(await temporaryDirectory(), 'home')
    const estate = await GitRepository.create(join(await temporaryDirectory(), 'estate'))
    // Early, while reading, while proposing for the first time, and while renewing what is proposed.
    const moments = [1, 4, 7, 10].map((step) => ({ step, after: Math.floor(Math.random() * 60) }))
    for (const { step, after } of moments) {
      await estate.commit(modulesWith(`v${step}`))
      await killDuringImport(await startChild(home), estate.directory, step, after)
    }
    const child = await startChild(home)
    const context = `killed at ${JSON.stringify(moments)}`
    const modules = await runImport(child.url, estate.directory)
    expect(
      modules.filter(({ outcome }) => outcome === 'failed'),
      context,
    ).toEqual([])
    const client = createNodeApiClient(child.url)
    const { items: proposals } = await client.proposals.list.query({})
    expect(proposals.map(({ blueprint }) => blueprint).toSorted(), context).toEqual(names)
    expect(new Set(proposals.map(({ status }) => status)), context).toEqual(new Set(['open']))
    for (const { number } of proposals) {
      expect((await client.proposals.get.query({ number })).text, context).toContain('v10')
    }
    const again = await runImport(child.url, estate.directory)
    expect(new Set(again.map(({ outcome }) => outcome)), context).toEqual(new Set(['unchanged']))
    const { items: runs } = await client.imports.list.query()
    expect(runs.map(({ status }) => status).slice(2), context).not.toContain('running')
    await client.proposals.approve.mutate({ number: 1 })
    expect((await client.catalog.list.query()).items, context).toHaveLength(1)
    const ended = once(child.process, 'exit')
    child.process.disconnect()
    expect((await ended)[0]).toBe(0)
  },
)

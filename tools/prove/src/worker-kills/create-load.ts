import type { ApiClient } from '@groundplan/api-client'
import type { Forge } from '@groundplan/forge'
import type { Random } from '@groundplan/testing'
import { blueprints } from '../import-faults/blueprint-repository.ts'
import { placedTexts } from '../import-faults/source-texts.ts'
import type { Fleet } from '@groundplan/fleet'

/** What people and hosts asked for, and what they were answered. */
export interface Load {
  /** Numbers of imports that an API server has confirmed. */
  readonly imports: Set<number>
  /** How often each proposal was confirmed to be approved. */
  readonly approvals: Map<number, number>
  /** What each module was last committed with. */
  readonly editions: Map<string, number>
  /** Requests whose answer was lost. */
  lost: number
  /** What was answered with an error that no kill explains. */
  readonly surprises: string[]
}

export interface LoadOptions {
  readonly forge: Forge
  readonly fleet: Fleet
  readonly random: Random
  readonly owner: string
  readonly sources: readonly { readonly name: string; readonly modules: readonly string[] }[]
}

/** Commits, imports and approves until it is stopped. */
export function startLoad(options: LoadOptions): { readonly load: Load; stop(): Promise<void> } {
  const { random } = options
  const load: Load = { imports: new Set(), approvals: new Map(), editions: new Map(), lost: 0, surprises: [] }
  let running = true
  const again = async (work: () => Promise<void>, least: number, most: number) => {
    while (running) {
      await pause(least + random.below(most - least))
      if (running) await work()
    }
  }
  const all = Promise.all([
    again(() => commit(options, load), 500, 2_500),
    again(() => startImport(options, load), 800, 3_000),
    again(() => approve(options, load), 800, 2_500),
    again(() => approve(options, load), 800, 2_500),
  ])
  return {
    load,
    async stop() {
      running = false
      await all
    },
  }
}

/** A person changes a module, of which the host tells. */
async function commit({ forge, random, owner, sources }: LoadOptions, { editions }: Load): Promise<void> {
  const { name, modules } = random.pick(sources)
  const directory = random.pick(modules)
  const key = `${name}/${directory}`
  const edition = (editions.get(key) ?? 0) + 1
  editions.set(key, edition)
  await forge.people.commit(owner, name, { files: placedTexts(directory, name, edition) })
}

async function startImport({ fleet, random }: LoadOptions, load: Load): Promise<void> {
  await ask(fleet, random, load, async (client) => {
    const { number } = await client.imports.start.mutate({ repositories: [], configured: true })
    if (load.imports.has(number)) load.surprises.push(`import ${number} was given out twice`)
    load.imports.add(number)
  })
}

/** Two of these run at the same time, at any servers: now and then both want the same. */
async function approve({ fleet, random }: LoadOptions, load: Load): Promise<void> {
  await ask(fleet, random, load, async (client) => {
    const page: unknown = await client.proposals.list.query({ status: 'open' })
    const open = itemsOf(page)
    if (open.length === 0) return
    const { number } = random.pick(open)
    const { status } = await client.proposals.approve.mutate({ number, acknowledgeBreaking: true })
    if (status === 'approved') load.approvals.set(number, (load.approvals.get(number) ?? 0) + 1)
  })
}

interface Numbered {
  readonly number: number
}

function itemsOf(page: unknown): readonly Numbered[] {
  return Array.isArray(page)
    ? (page as readonly Numbered[])
    : ((page as { readonly items: readonly Numbered[] }).items ?? [])
}

/** Asks any server that answers. Conflicts are what several people at once get; lost answers are what kills bring. */
async function ask(
  fleet: Fleet,
  random: Random,
  load: Load,
  work: (client: ApiClient) => Promise<void>,
): Promise<void> {
  const client = fleet.client((urls) => random.pick(urls))
  if (client === undefined) return
  try {
    await work(client)
  } catch (error) {
    const data = (error as { readonly data?: { readonly errorCode?: string } | null }).data
    if (data?.errorCode === undefined) load.lost += 1
    else if (data.errorCode === 'internal') load.surprises.push(String(error))
  }
}

/** Repositories with the modules that the load changes. */
export async function createEstate(forge: Forge, owner: string, configuration: string) {
  await forge.people.createRepository({
    ...{ owner, name: blueprints },
    files: { 'groundplan.yaml': configuration },
  })
  const sources = Array.from({ length: 6 }, (_, index) => ({
    name: `source-${index}`,
    modules: [0, 1, 2].map((number) => `modules/s${index}-m${number}`),
  }))
  for (const { name, modules } of sources) {
    const files = Object.assign({}, ...modules.map((directory) => placedTexts(directory, name, 0))) as Record<
      string,
      string
    >
    await forge.people.createRepository({ owner, name, files })
  }
  return sources
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

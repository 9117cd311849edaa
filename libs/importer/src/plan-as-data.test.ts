import { person as actorOf } from '@groundplan/actor'
import { join } from 'node:path'
import { approveProposal } from '@groundplan/proposal'
import { InMemoryProposalStore } from '@groundplan/proposal/testing'
import { LocalGitRepositoryReader, LocalGitReviewRepository } from '@groundplan/scm-local-git'
import { MemoryModuleCache } from '@groundplan/terraform-module'
import { GitRepository, isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { InProcessDrafter } from './drafting/in-process-drafter.ts'
import { PlanRenderer } from './drafting/plan-renderer.ts'
import { InMemoryNameReservations } from './naming/in-memory-name-reservations.ts'
import { InMemoryRepositoryRegistry } from './registry/in-memory-repository-registry.ts'
import type { ImportPlan } from './import-plan.ts'
import { planImport } from './plan-import.ts'
import { readRepository } from './read-repository.ts'
import { readRepositorySettings } from './read-settings.ts'
import { applySteps } from './review/apply-steps.ts'
import { runImport } from './run-import.ts'
import { InMemoryScanStore } from './scan/in-memory-scan-store.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const { signal } = new AbortController()

/** A module whose default no JavaScript number can hold. */
const moduleText = (input: string, description = '') =>
  `variable "${input}" {\n  type        = number\n  default     = 9007199254740993\n  description = "${description}"\n}\n\nresource "null_resource" "this" {}\n`

let estate: GitRepository
let reader: LocalGitRepositoryReader
beforeEach(async () => {
  const directory = await temporaryDirectory()
  estate = await GitRepository.create(join(directory, 'estate'))
  reader = new LocalGitRepositoryReader({ cacheDirectory: join(directory, 'clones') })
})

/** A blueprint repository with an approved blueprint and an open proposal, both edited by people; the same each time. */
async function createReview() {
  const directory = await temporaryDirectory()
  let minutes = 0
  const dependencies = {
    repository: await LocalGitReviewRepository.open({
      directory: join(directory, 'blueprints.git'),
      initialFiles: [{ kind: 'write', path: 'README.md', content: 'Blueprints\n' }],
      author: { name: 'Groundplan', email: 'groundplan@localhost' },
    }),
    proposals: new InMemoryProposalStore(),
    now: () => new Date(Date.UTC(2026, 0, 1, 0, (minutes += 1))),
  }
  const adapters = { reader, modules: new MemoryModuleCache(), scans: new InMemoryScanStore() }
  const names = new InMemoryNameReservations()
  const registry = new InMemoryRepositoryRegistry()
  await runImport(
    { repositories: [{ address: estate.directory, ref: 'v1' }] },
    { ...dependencies, ...adapters, names, registry, version: '1' },
    { signal, onProgress: () => {} },
  )
  const open = await dependencies.proposals.list({ status: 'open' })
  const network = open.find(({ blueprint }) => blueprint === 'network')
  await approveProposal({ number: network?.number ?? 0, by: actorOf('Ada') }, dependencies)
  const person = await GitRepository.clone(dependencies.repository.address, join(directory, 'clone'))
  for (const [branch, blueprint] of [['main', 'network'] as const, ['groundplan/queue', 'queue'] as const]) {
    await person.git('checkout', '--quiet', branch)
    const path = `blueprints/${blueprint}.yaml`
    const text = await person.git('show', `HEAD:${path}`)
    await person.commit({ [path]: text.replace(/^description:.*$/m, 'description: As people say.') + '\n' })
    await person.git('push', '--quiet', 'origin', branch)
  }
  await dependencies.repository.refresh()
  return dependencies
}

type Review = Awaited<ReturnType<typeof createReview>>

async function plan({ repository, proposals }: Review): Promise<ImportPlan> {
  const snapshot = await reader.open({ address: estate.directory })
  const cache = new MemoryModuleCache()
  const modules = await readRepository(snapshot, {
    includeExamples: false,
    cache,
    signal,
    onModule: () => {},
  })
  const settings = await readRepositorySettings(snapshot)
  return planImport([{ snapshot, modules, settings }], { repository, proposals })
}

/** Carries the plan out; returns everything that came of it. */
async function apply({ steps, settings }: ImportPlan, dependencies: Review) {
  const { repository, proposals } = dependencies
  const renderer = new PlanRenderer(settings, new InProcessDrafter(), signal)
  const options = { limits: {}, leaving: [], signal, onProgress: () => {} }
  const outcomes = await applySteps(steps, options, { ...dependencies, renderer })
  const { tips } = await repository.readBranches()
  const trees = await Promise.all(
    [...tips].map(async ([branch, tip]) => [branch, await repository.listEntries(tip)] as const),
  )
  const open = await proposals.list({ status: 'open' })
  const bodies = await proposals.readBodies(open.map(({ number }) => number))
  const records = open.map(({ blueprint, title, kind, contentId }) => ({ blueprint, title, kind, contentId }))
  const merged = await Promise.all(
    ['network', 'queue'].map(async (blueprint) => {
      const path = `blueprints/${blueprint}.yaml`
      const entry = new Map(trees).get(`groundplan/${blueprint}`)?.find((each) => each.path === path)
      const text = (await repository.readTexts([entry?.blobId ?? ''])).get(entry?.blobId ?? '')
      return /^description:.*$/m.exec(text ?? '')?.[0]
    }),
  )
  return { outcomes, trees: new Map(trees), records, bodies, merged }
}

describe('the plan of an import', () => {
  beforeEach(async () => {
    const settings = {
      '.groundplan/overlay.yaml': 'modules:\n  queue:\n    display-name: Message queue\n',
      '.groundplan/templates/readme.md': '# {{ display-name }}\n\nFrom our own template.\n',
    }
    const files = { 'network/main.tf': moduleText('size'), 'queue/main.tf': moduleText('length') }
    await estate.commit({ ...files, ...settings })
    await estate.git('tag', 'v1')
    await estate.commit({
      'network/main.tf': moduleText('size', 'How large it is.'),
      'queue/main.tf': moduleText('length', 'How long it is.'),
      'lake/main.tf': moduleText('depth'),
    })
  })

  it('survives JSON, and then does the same', async () => {
    const [one, other] = [await createReview(), await createReview()]
    const planned = await plan(one)
    expect(planned.steps.map(({ kind }) => kind)).toEqual(['act', 'act', 'act'])
    const text = JSON.stringify(planned)
    const revived = JSON.parse(text) as ImportPlan
    expect(JSON.stringify(revived)).toBe(text)
    const [direct, later] = [await apply(planned, one), await apply(revived, other)]
    expect(direct.records).toHaveLength(3)
    expect(direct.merged).toEqual(['description: As people say.', 'description: As people say.'])
    expect(later.merged).toEqual(direct.merged)
    expect(later.trees).toEqual(direct.trees)
    expect(later.bodies).toEqual(direct.bodies)
    expect(later.records).toEqual(direct.records)
    expect(JSON.stringify(later.outcomes)).toBe(JSON.stringify(direct.outcomes))
  })

  it('can be cloned, as on its way to another thread', async () => {
    const [one, other] = [await createReview(), await createReview()]
    const planned = await plan(one)
    const later = await apply(structuredClone(planned), other)
    expect(later.trees).toEqual((await apply(planned, one)).trees)
  })
})

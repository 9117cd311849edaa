import { systemActor } from '@groundplan/actor'
import { join } from 'node:path'
import { openDatabase, PostgresCatalogStore, PostgresProposalStore } from '@groundplan/database'
import { openHome, runProgram } from '@groundplan/process'
import { openProposal, type NewProposal } from '@groundplan/proposal'
import { generator } from '@groundplan/scm'
import { LocalGitReviewRepository } from '@groundplan/scm-local-git'
import type { GeneratedBlueprint } from './generate-catalog.ts'

/** That of every server. */
const scope = { spaceId: 'default', blueprintRepositoryId: 'default' }

export interface FillOptions {
  readonly home: string
  readonly databaseUrl: string
  /** Folder with PostgreSQL's programs. */
  readonly programs: string
  readonly blueprints: readonly GeneratedBlueprint[]
  /** How many of them have an update that waits for review. */
  readonly proposals: number
}

/** Makes the home and the database of a server whose catalog has these blueprints, each with five versions. */
export async function fillServer(options: FillOptions): Promise<void> {
  const { home, databaseUrl, blueprints } = options
  await openHome(home)
  const repository = await LocalGitReviewRepository.open({
    directory: join(home, 'blueprint-repository.git'),
    initialFiles: blueprints.flatMap(({ entry, readme }) => [
      { kind: 'write', path: `blueprints/${entry.name}.yaml`, content: entry.latest.text } as const,
      { kind: 'write', path: `blueprints/${entry.name}.md`, content: readme } as const,
    ]),
    author: generator,
  })
  const { commit } = await repository.readHead()
  const database = await openDatabase({ kind: 'postgresql', url: databaseUrl })
  try {
    const catalog = new PostgresCatalogStore(database, scope)
    await catalog.recordRepository(commit)
    const published = blueprints.map(({ entry }) => ({ ...entry, latest: { ...entry.latest, commit } }))
    const nothing = { retired: [], checked: [], problems: [] }
    await catalog.apply({ commit, since: undefined, published, ...nothing, checkedBy: '' })
    const proposals = new PostgresProposalStore(database, scope)
    await Promise.all([
      propose(options, commit, { repository, proposals }),
      runSql(options, addVersions).then(() => runSql(options, 'vacuum analyze')),
    ])
  } finally {
    await database.destroy()
  }
}

/** Earlier versions of every entry; only their texts differ. */
const addVersions = `insert into catalog_version
    (space_id, blueprint_repository_id, blueprint, version, ordinal, commit, blob_id, text, published_at)
  select space_id, blueprint_repository_id, blueprint, '1.' || earlier || '.0', earlier + 1, commit, md5(blob_id || earlier),
    text || '# Version 1.' || earlier || E'\\n', published_at - (5 - earlier) * interval '30 days'
  from catalog_version, generate_series(0, 3) as earlier`

export async function runSql(
  { programs, databaseUrl }: Pick<FillOptions, 'programs' | 'databaseUrl'>,
  sql: string,
): Promise<void> {
  const args = [databaseUrl, '--quiet', '--no-psqlrc', '-v', 'ON_ERROR_STOP=1', '-c', sql]
  const { exitCode, stderr } = await runProgram(join(programs, 'psql'), args)
  if (exitCode !== 0) throw new Error(`psql failed: ${stderr}`)
}

async function propose(
  { blueprints, proposals: count }: FillOptions,
  parent: string,
  {
    repository,
    proposals,
  }: { readonly repository: LocalGitReviewRepository; readonly proposals: PostgresProposalStore },
): Promise<void> {
  const at = new Date()
  for (const { entry } of blueprints.slice(0, count)) {
    const { name, latest } = entry
    const branch = `groundplan/${name}`
    const content = latest.text.replace(/^description: "/m, 'description: "Updated. ')
    const generatedCommit = await repository.pushBranch({
      ...{ branch, parent, message: `Update ${name}\n`, author: generator, date: at },
      changes: [{ kind: 'write', path: `blueprints/${name}.yaml`, content }],
    })
    const proposal: NewProposal = {
      ...{ blueprint: name, kind: 'update', title: `Update blueprint ${name}`, body: 'Updated.' },
      ...{ branch, generatedCommit, contentId: name, createdAt: at, updatedAt: at },
      source: { store: 'modules', path: name, commit: parent, address: '/modules' },
      state: { status: 'open' },
    }
    await openProposal(proposal, { event: 'proposal.opened', actor: systemActor, at }, proposals)
  }
}

import { NotAllowedError, NotFoundError } from '@groundplan/errors'
import type { HostedRepository, RepositoryName } from '@groundplan/scm'
import { untilAborted } from '../deadline.ts'
import { repositoryKey, type RegisteredRepository } from '../registry/repository-registry.ts'
import type { SourceHost, SourceSelection } from './source-selection.ts'

/** A selection whose host has answered. */
export interface AnsweredSelection {
  readonly selection: SourceSelection
  readonly sourceHost: SourceHost
  readonly repositories: readonly HostedRepository[]
}

/** A repository that the configuration names by a former name. */
export interface RenamedRepository {
  readonly selection: SourceSelection
  readonly sourceHost: SourceHost
  readonly repository: HostedRepository
  readonly former: RepositoryName
}

export interface FindRenamedOptions {
  readonly registered: readonly RegisteredRepository[]
  /** True if a repository is selected by its present name. */
  readonly isSelected: (host: string, id: string) => boolean
  /** True if the answers have everything that the host lists, so that what they lack may be somewhere else. */
  readonly mayAsk: boolean
  readonly signal: AbortSignal
}

/** Repositories that are asked for by their former names, one request each: the host doesn't list them where they were. */
const mostLookups = 20

/**
 * Repositories that were renamed or transferred and that selections still name by a former name. They are told by the host's id, so that
 * another one that has the name now is not taken for them.
 */
export async function findRenamed(
  answers: readonly AnsweredSelection[],
  { registered, isSelected, mayAsk, signal }: FindRenamedOptions,
): Promise<readonly RenamedRepository[]> {
  const found: RenamedRepository[] = []
  for (const [host, own] of Map.groupBy(answers, ({ selection }) => selection.host)) {
    const rows = new Map(registered.flatMap((row) => (row.host === host ? [[row.id, row] as const] : [])))
    const listed = new Map(
      own.flatMap(({ repositories }) => repositories.map((each) => [each.id, each] as const)),
    )
    let lookups = 0
    for (const row of rows.values()) {
      const repository = listed.get(row.id)
      if (isSelected(host, row.id) || (repository === undefined && !mayAsk)) continue
      const match = matchOf(repository ?? asRegistered(row), row, own)
      if (match === undefined) continue
      if (repository !== undefined) {
        found.push({ ...match, repository })
        continue
      }
      if ((lookups += 1) > mostLookups) continue
      const moved = await lookUp(row, match, signal)
      const again = moved && matchOf(moved, row, own)
      if (moved !== undefined && again !== undefined) found.push({ ...again, repository: moved })
    }
  }
  return found
}

function matchOf(
  repository: HostedRepository,
  row: RegisteredRepository,
  answers: readonly AnsweredSelection[],
): Omit<RenamedRepository, 'repository'> | undefined {
  const formerNames = [toName(`${row.owner}/${row.name}`), ...row.formerNames.toReversed().map(toName)]
  for (const { selection, sourceHost } of answers) {
    const former = selection.findFormerName?.(repository, formerNames)
    if (former !== undefined) return { selection, sourceHost, former }
  }
  return undefined
}

/** Some hosts lead from a former name to the repository. */
async function lookUp(
  { host, id }: RegisteredRepository,
  { sourceHost, former }: Omit<RenamedRepository, 'repository'>,
  signal: AbortSignal,
): Promise<HostedRepository | undefined> {
  try {
    const found = await untilAborted(sourceHost.repositories.getRepository(former), signal)
    return repositoryKey({ host, id: found.id }) === repositoryKey({ host, id }) ? found : undefined
  } catch (error) {
    if (error instanceof NotFoundError || error instanceof NotAllowedError) return undefined
    throw error
  }
}

/** As it was when the host last listed it. */
function asRegistered({ id, owner, name, address }: RegisteredRepository): HostedRepository {
  return { id, owner, name, webUrl: '', gitUrl: address, archived: false, fork: false, topics: [] }
}

function toName(fullName: string): RepositoryName {
  const slash = fullName.lastIndexOf('/')
  return { owner: fullName.slice(0, slash), name: fullName.slice(slash + 1) }
}

/** What the report says of it, with the next step. */
export function describeRenamed({ repository: { owner, name }, former }: RenamedRepository): string {
  const isTransferred = owner.toLowerCase() !== former.owner.toLowerCase()
  const step = isTransferred
    ? `select it with the owner \`${owner}\``
    : `change \`${former.name}\` under \`include\` to \`${name}\``
  return `${former.owner}/${former.name} is now called ${owner}/${name}. It is still imported; in groundplan.yaml, ${step}.`
}

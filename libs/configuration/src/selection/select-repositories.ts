import { matchesGlob } from '@groundplan/change-set'
import type { HostedRepository } from '@groundplan/scm'
import type { Configuration, RepositorySelection } from '../configuration.ts'
import { parseSince } from '../duration.ts'

/** Why a selection does not take a repository. */
export interface LeftOutReason {
  readonly kind:
    'owner' | 'archived' | 'fork' | 'not-included' | 'excluded' | 'topics' | 'language' | 'not-updated'
  /** For people, as a sentence. */
  readonly message: string
}

export interface SelectedRepositories {
  readonly selected: readonly HostedRepository[]
  readonly leftOut: readonly { readonly repository: HostedRepository; readonly reason: LeftOutReason }[]
}

/** Divides the repositories of the selection's owner into those that it takes and the others, each with its reason; in their order. */
export function selectRepositories(
  selection: RepositorySelection,
  repositories: readonly HostedRepository[],
  now: Date,
): SelectedRepositories {
  const selected: HostedRepository[] = []
  const leftOut: { repository: HostedRepository; reason: LeftOutReason }[] = []
  for (const repository of repositories) {
    const reason = findReason(selection, repository, now)
    if (reason === undefined) selected.push(repository)
    else leftOut.push({ repository, reason })
  }
  return { selected, leftOut }
}

/** A repository of a host, by the name that the configuration gives the host. */
export interface NamedRepository {
  readonly host: string
  readonly repository: HostedRepository
}

/** The first selection that takes a repository; `undefined` if none does. */
export function findSelection(
  { repositories }: Pick<Configuration, 'repositories'>,
  { host, repository }: NamedRepository,
  now: Date,
): RepositorySelection | undefined {
  return repositories.find(
    (selection) => selection.host === host && findReason(selection, repository, now) === undefined,
  )
}

function findReason(
  selection: RepositorySelection,
  repository: HostedRepository,
  now: Date,
): LeftOutReason | undefined {
  const { owner, archived, forks } = selection
  if (!equal(owner, repository.owner)) return because('owner', `It belongs to ${repository.owner}.`)
  const named = findNameReason(selection, repository)
  if (named !== undefined) return named
  if (repository.archived && !archived) return because('archived', 'It is archived.')
  if (repository.fork && !forks) return because('fork', 'It is a fork.')
  return findContentReason(selection, repository, now)
}

function findNameReason(
  { include, exclude }: RepositorySelection,
  { name }: HostedRepository,
): LeftOutReason | undefined {
  const matches = (glob: string) => matchesGlob(glob.toLowerCase(), name.toLowerCase())
  if (!include.some(matches)) return because('not-included', 'Its name matches none of `include`.')
  const excluding = exclude.find(matches)
  return excluding === undefined
    ? undefined
    : because('excluded', `Its name matches \`${excluding}\` of \`exclude\`.`)
}

function findContentReason(
  { topics, language, 'updated-since': since }: RepositorySelection,
  repository: HostedRepository,
  now: Date,
): LeftOutReason | undefined {
  if (topics !== undefined && !topics.some((topic) => repository.topics.some((own) => equal(own, topic))))
    return because('topics', `It has none of the topics ${topics.join(', ')}.`)
  if (language !== undefined && !equal(language, repository.language ?? ''))
    return because('language', `Its language is ${repository.language ?? 'not known'}, not ${language}.`)
  const moment = since === undefined ? undefined : parseSince(since, now)
  // Where the host does not tell, it is not known to be old.
  if (moment === undefined || repository.updatedAt === undefined || repository.updatedAt >= moment)
    return undefined
  const day = repository.updatedAt.toISOString().slice(0, 10)
  return because('not-updated', `It was last updated on ${day}, before ${moment.toISOString().slice(0, 10)}.`)
}

/** Hosts do not tell names apart by upper and lower case. */
function equal(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase()
}

function because(kind: LeftOutReason['kind'], message: string): LeftOutReason {
  return { kind, message }
}

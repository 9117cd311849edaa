import { matchesGlob } from '@groundplan/change-set'
import type { HostedRepository, RepositoryName } from '@groundplan/scm'
import type { Configuration, RepositorySelection } from '../configuration.ts'
import { parseSince } from '../duration.ts'

/** Why a selection skips a repository. */
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

/** Splits the repositories of the selection's owner into selected and skipped ones, with a reason for each; keeps the order. */
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

/**
 * The former name by which a selection names a repository that has another one now; `undefined` if it names none, or leaves the
 * repository out for another reason. Only a name that is written out counts: a pattern means what matches it now.
 */
export function findFormerName(
  selection: RepositorySelection,
  repository: HostedRepository,
  { formerNames, now }: { readonly formerNames: readonly RepositoryName[]; readonly now: Date },
): RepositoryName | undefined {
  const isNamed = ({ owner, name }: RepositoryName) =>
    equal(owner, selection.owner) &&
    selection.include.some((glob) => !/[*?[\]{}!]/.test(glob) && equal(glob, name))
  const renamed = { ...selection, owner: repository.owner, include: ['**'] }
  return findReason(renamed, repository, now) === undefined ? formerNames.find(isNamed) : undefined
}

/** A repository of a host, with the host's name in the configuration. */
export interface NamedRepository {
  readonly host: string
  readonly repository: HostedRepository
}

/** The first selection that matches a repository; `undefined` if none does. */
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
  if (!include.some(matches)) return because('not-included', 'Its name does not match `include`.')
  const excluding = exclude.find(matches)
  return excluding === undefined
    ? undefined
    : because('excluded', `Its name matches \`${excluding}\` in \`exclude\`.`)
}

function findContentReason(
  { topics, language, 'updated-since': since }: RepositorySelection,
  repository: HostedRepository,
  now: Date,
): LeftOutReason | undefined {
  if (topics !== undefined && !topics.some((topic) => repository.topics.some((own) => equal(own, topic))))
    return because('topics', `It has none of the topics ${topics.join(', ')}.`)
  if (language !== undefined && !equal(language, repository.language ?? ''))
    return because('language', `Its language is ${repository.language ?? 'unknown'}, not ${language}.`)
  const moment = since === undefined ? undefined : parseSince(since, now)
  // If the host does not report it, the repository counts as recent.
  if (moment === undefined || repository.updatedAt === undefined || repository.updatedAt >= moment)
    return undefined
  const day = repository.updatedAt.toISOString().slice(0, 10)
  return because('not-updated', `It was last updated on ${day}, before ${moment.toISOString().slice(0, 10)}.`)
}

/** Names on hosts are case-insensitive. */
function equal(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase()
}

function because(kind: LeftOutReason['kind'], message: string): LeftOutReason {
  return { kind, message }
}

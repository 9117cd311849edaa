import type { HostedRepository } from '@groundplan/scm'

/** The fields we read from GitHub's repositories. */
export interface ListedRepository {
  readonly id: number
  readonly name: string
  readonly owner: { readonly login: string }
  readonly description: string | null
  readonly html_url: string
  readonly clone_url?: string | undefined
  readonly default_branch?: string | undefined
  readonly archived?: boolean | undefined
  readonly fork: boolean
  readonly topics?: readonly string[] | undefined
  readonly language?: string | null | undefined
  readonly updated_at?: string | null | undefined
  readonly pushed_at?: string | null | undefined
}

/** GitHub reports the last push with a precision of seconds, and possibly late. */
const resolution = 60_000

/** `date` is the response date, by GitHub's clock. */
export function toHostedRepository(repository: ListedRepository, date: string | undefined): HostedRepository {
  return {
    id: String(repository.id),
    owner: repository.owner.login,
    name: repository.name,
    description: repository.description ?? undefined,
    webUrl: repository.html_url,
    gitUrl: repository.clone_url ?? `${repository.html_url}.git`,
    defaultBranch: repository.default_branch,
    archived: repository.archived ?? false,
    fork: repository.fork,
    topics: repository.topics ?? [],
    language: repository.language?.toLowerCase(),
    updatedAt: toDate(repository.updated_at),
    changeToken: toChangeToken(repository.pushed_at, date),
  }
}

function toChangeToken(pushedAt: string | null | undefined, date: string | undefined): string | undefined {
  const age = Date.parse(date ?? '') - Date.parse(pushedAt ?? '')
  return age >= resolution ? (pushedAt ?? undefined) : undefined
}

function toDate(text: string | null | undefined): Date | undefined {
  return typeof text === 'string' ? new Date(text) : undefined
}

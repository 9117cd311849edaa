import { digestChanges } from '@groundplan/change-set'
import { ConflictError, NotAllowedError, NotFoundError, type PlatformError } from '@groundplan/errors'
import { deleteBranch, type ProposalDependencies } from '@groundplan/proposal'
import { generator, type IssueTracker, type RepositoryName } from '@groundplan/scm'
import type { DashboardStore } from './dashboard-store.ts'
import { renderDashboard, type DashboardFacts } from './render-dashboard.ts'

/** Where the dashboard is kept. */
export interface DashboardPlace {
  /** Absent where the host has no issues: then it is a file on a branch of its own. */
  readonly issues: IssueTracker | undefined
}

export interface PutDashboardOptions extends DashboardPlace {
  /** The blueprint repository. */
  readonly name: RepositoryName
  /** Branch for the file. */
  readonly branch: string
}

/** Longest dashboard in a file, in characters. */
const maximumFileLength = 500_000

const title = 'Groundplan dashboard'
const path = 'DASHBOARD.md'

/**
 * After this many milliseconds it is looked at although nothing has changed: somebody may have closed or edited it.
 */
const trustedFor = 24 * 3_600_000

export interface PutDashboardDependencies extends Omit<ProposalDependencies, 'host'> {
  readonly dashboards: DashboardStore
}

/**
 * Brings the dashboard in step: an issue, or a file on a branch of its own where the host has no issues, or where they are switched off
 * or forbidden in this repository. Once issues work again, the branch goes. Answers with a note if the place is another one than before.
 * What says the same as the last time, in the place where it belongs, costs no request for a day.
 */
export async function putDashboard(
  facts: DashboardFacts,
  { issues, name, branch }: PutDashboardOptions,
  dependencies: PutDashboardDependencies,
): Promise<readonly string[]> {
  const { repository, proposals, dashboards, now } = dependencies
  const body = renderDashboard(facts, issues?.maximumBodyLength ?? maximumFileLength)
  const fingerprintAt = (place: 'issue' | 'file') => fingerprintOf([name, branch, place, body])
  // Two at once would open two issues.
  return proposals.exclusively(branch, async () => {
    const before = await repository.findBranch(branch)
    const written = await dashboards.find()
    const isTrusted = written !== undefined && now().getTime() - written.at.getTime() < trustedFor
    const wanted = issues === undefined ? 'file' : 'issue'
    const isInPlace = (before === undefined) === (wanted === 'issue')
    if (isTrusted && isInPlace && written.fingerprint === (await fingerprintAt(wanted))) return []
    const reason = issues === undefined ? undefined : await putIssue(body, name, issues)
    const isIssue = issues !== undefined && reason === undefined
    if (isIssue) {
      if (before !== undefined) await deleteBranch(branch, dependencies)
    } else {
      await putFile(branch, renderDashboard(facts, maximumFileLength), { repository, now })
    }
    await dashboards.save({ fingerprint: await fingerprintAt(isIssue ? 'issue' : 'file'), at: now() })
    if (isIssue || before !== undefined || reason === undefined) return []
    return [`The dashboard is ${path} on the branch ${branch}, because it cannot be an issue: ${reason}`]
  })
}

function fingerprintOf(facts: readonly unknown[]): Promise<string> {
  return digestChanges([{ kind: 'write', path: 'dashboard', content: JSON.stringify(facts) }])
}

/** Answers with the reason if the repository has no issues for us. */
async function putIssue(
  body: string,
  name: RepositoryName,
  issues: IssueTracker,
): Promise<string | undefined> {
  try {
    const before = await issues.findIssue(name, title)
    if (before !== undefined && before.open && before.body.trimEnd() === body.trimEnd()) return undefined
    await issues.putIssue(name, { title, body })
    return undefined
  } catch (error) {
    if (isWithoutIssues(error)) return error.message
    throw error
  }
}

/** Off, or not for this token. With a token that nothing accepts, the branch could not be written either. */
function isWithoutIssues(error: unknown): error is PlatformError {
  if (error instanceof ConflictError) return error.details?.['reason'] === 'issues-off'
  const isDenied = error instanceof NotAllowedError || error instanceof NotFoundError
  return isDenied && error.details?.['credentials'] !== 'refused'
}

async function putFile(
  branch: string,
  content: string,
  { repository, now }: Pick<ProposalDependencies, 'repository' | 'now'>,
): Promise<void> {
  const tip = await repository.findBranch(branch)
  const entries = tip === undefined ? [] : await repository.listEntries(tip)
  const entry = entries.find((candidate) => candidate.path === path)
  const before = entry && (await repository.readTexts([entry.blobId])).get(entry.blobId)
  if (before === content) return
  await repository.pushBranch({
    ...{ branch, expected: tip ?? 'absent', parent: tip ?? (await repository.readHead()).commit },
    changes: [{ kind: 'write', path, content }],
    message: `${title}\n`,
    author: generator,
    date: now(),
    about: { kind: 'dashboard' },
  })
}

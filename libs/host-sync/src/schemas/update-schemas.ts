import type { FileChange } from '@groundplan/change-set'
import {
  askForReview,
  deleteBranch,
  openOrFindPullRequest,
  sideStepsOf,
  type ProposalDependencies,
  type ReviewHost,
} from '@groundplan/proposal'
import { generator, type ReviewRepository } from '@groundplan/scm'

/** The files with the JSON schemas that blueprints and the configuration refer to. */
export type SchemaFiles = readonly Extract<FileChange, { readonly kind: 'write' }>[]

export interface SchemaUpdate {
  readonly files: SchemaFiles
  /** Branch that brings them. */
  readonly branch: string
  /** Where the blueprint repository is reviewed. A repository of our own gets the files at once. */
  readonly host: ReviewHost | undefined
}

const title = 'Update the JSON schemas for editors'

const body = `Blueprints and \`groundplan.yaml\` begin with a \`$schema\` comment, by which editors check them and complete what you type. This adds the files that it refers to, or brings them up to date with the version of Groundplan that writes the blueprints.

Nothing else depends on them: if you do not want them in the repository, close this pull request.
`

/**
 * Brings the schemas in the blueprint repository up to date: at a host by a pull request of their own, never by a push to the default
 * branch. Costs no request while they are up to date. A pull request that people have closed stays closed.
 */
export async function updateSchemas(
  { files, branch, host }: SchemaUpdate,
  dependencies: Omit<ProposalDependencies, 'host'>,
): Promise<void> {
  const { repository, proposals } = dependencies
  await proposals.exclusively(branch, async () => {
    const head = await repository.readHead()
    const missing = await listOutdated(files, head.commit, repository)
    const tip = await repository.findBranch(branch)
    if (missing.length === 0) {
      if (tip !== undefined) await deleteBranch(branch, dependencies)
      return
    }
    const commit = await writeFiles({ files: missing, branch, tip, head: head.commit }, dependencies)
    if (host === undefined) {
      await repository.mergeBranch({ branch, commit, message: `${title}\n`, author: generator })
      await deleteBranch(branch, dependencies)
      return
    }
    const shown = host.renderTitle?.(title, { kind: 'configuration' }) ?? title
    const request = { branch, base: head.branch, title: shown, body, draft: false }
    let isNew = false
    const pullRequest = await openOrFindPullRequest(request, host, {
      isDone: ({ state }) => state.status === 'merged',
      onOpened: () => void (isNew = true),
    })
    if (pullRequest.state.status === 'open')
      await askForReview({ pullRequest, isNew, owners: [] }, host, sideStepsOf(dependencies))
  })
}

interface SchemaCommit {
  readonly files: SchemaFiles
  readonly branch: string
  readonly tip: string | undefined
  readonly head: string
}

async function writeFiles(
  { files, branch, tip, head }: SchemaCommit,
  { repository, now }: Pick<ProposalDependencies, 'repository' | 'now'>,
): Promise<string> {
  const changes = tip === undefined ? files : await listOutdated(files, tip, repository)
  if (tip !== undefined && changes.length === 0) return tip
  return repository.pushBranch({
    ...{ branch, expected: tip ?? 'absent', parent: tip ?? head, changes },
    ...{ message: `${title}\n`, author: generator, date: now() },
    about: { kind: 'configuration' },
  })
}

/** Those that a commit does not have as they are now. */
export async function listOutdated(
  files: SchemaFiles,
  commit: string,
  repository: Pick<ReviewRepository, 'readEntries' | 'readTexts'>,
): Promise<SchemaFiles> {
  const paths = files.map(({ path }) => path)
  const entries = new Map(
    (await repository.readEntries(commit, paths)).map((each) => [each.path, each.blobId]),
  )
  const texts = await repository.readTexts([...entries.values()])
  return files.filter(({ path, content }) => texts.get(entries.get(path) ?? '') !== content)
}

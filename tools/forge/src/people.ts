import type { ForgePeople, PersonsCommit } from './forge.ts'
import type { NewRepository } from './model/new-repository.ts'
import { protectBranches } from './git/create-bare-repository.ts'
import { listChangedPaths } from './git/list-changed-paths.ts'
import { readFiles } from './git/read-files.ts'
import { findCommit, moveRef } from './git/refs.ts'
import { runGit } from './git/run-git.ts'
import { writeCommit } from './git/write-commit.ts'
import { closePullRequest, reopenPullRequest } from './model/close-pull-request.ts'
import { createRepository } from './model/create-repository.ts'
import { addComment } from './model/discuss.ts'
import {
  branchTip,
  getNumbered,
  getPullRequest,
  getRepository,
  nextCommitDate,
} from './model/find-in-repository.ts'
import { followRefs } from './model/follow-refs.ts'
import { mergePullRequest } from './model/merge-pull-request.ts'
import { openPullRequest } from './model/open-pull-request.ts'
import { renameRepository, deleteRepository, transferRepository } from './model/move-repository.ts'
import { Refusal } from './model/refusal.ts'
import { rewriteHistory } from './model/rewrite-history.ts'
import { reviewPullRequest } from './model/review-pull-request.ts'
import { updatePullRequest } from './model/update-pull-request.ts'
import { setLabels } from './model/set-labels.ts'
import type { Repository } from './model/repository.ts'
import type { World } from './model/world.ts'
import { updateIssue } from './model/write-issue.ts'
import type { ForgeWebhooks } from './model/webhook-delivery.ts'

const someone = 'ada'

/** What people do at the host. Each deed is over when its webhooks have been delivered. */
export function createPeople(world: World, webhooks: ForgeWebhooks): ForgePeople {
  const at = (owner: string, name: string) => getRepository(world, owner, name)
  const person = (login: string = someone) => world.person(login)
  const done = async <Result>(deed: Result | Promise<Result>): Promise<Result> => {
    const result = await deed
    await webhooks.settle()
    return result
  }
  return {
    createRepository: (request) => done(createWithFiles(world, request)),
    commit: (owner, name, request) => done(commit(world, at(owner, name), request)),
    moveBranch: (owner, name, branch, target, by) =>
      done(moveBranch(world, at(owner, name), { branch, target, by: person(by) })),
    rewriteHistory: (owner, name) => done(rewriteHistory(world, at(owner, name), person())),
    readFiles: async (owner, name, ref) => readFiles(at(owner, name).directory, ref),
    listChangedPaths: async (owner, name, branch) => {
      const repository = at(owner, name)
      const [base, head] = [repository.defaultBranch, branch].map((each) => branchTip(repository, each))
      return base === undefined || head === undefined
        ? undefined
        : listChangedPaths(repository.directory, base, head)
    },
    findBranch: (owner, name, branch) => branchTip(at(owner, name), branch),
    listPullRequests: (owner, name) => at(owner, name).pullRequests.map((each) => ({ ...each })),
    openPullRequest: async (owner, name, { branch, title, body = '', base, by }) => {
      const repository = at(owner, name)
      const request = { branch, title, body, base: base ?? repository.defaultBranch, draft: false }
      const opening = openPullRequest(world, repository, {
        ...request,
        by: person(by),
        unique: true,
        limit: 65_536,
      })
      return (await done(opening)).number
    },
    merge: (owner, name, number, { by, squash = false, deleteBranch = false, expected } = {}) => {
      const repository = at(owner, name)
      const pullRequest = getPullRequest(repository, number)
      const message = squash
        ? `${pullRequest.title} (#${number})`
        : `Merge pull request #${number} from ${owner}/${pullRequest.branch}\n\n${pullRequest.title}`
      pullRequest.draft = false
      const merge = { by: person(by), message, squash, deleteBranch, expected }
      return done(mergePullRequest(world, repository, pullRequest, merge))
    },
    decline: async (owner, name, number, by) => {
      const repository = at(owner, name)
      await done(closePullRequest(world, repository, getPullRequest(repository, number), person(by)))
    },
    reopen: async (owner, name, number, by) => {
      const repository = at(owner, name)
      await done(reopenPullRequest(world, repository, getPullRequest(repository, number), person(by)))
    },
    comment: async (owner, name, number, body, by) => {
      const repository = at(owner, name)
      await done(
        addComment(world, repository, getNumbered(repository, number), {
          body,
          by: person(by),
          limit: 65_536,
        }),
      )
    },
    unlabel: async (owner, name, number, label, by) => {
      const repository = at(owner, name)
      const subject = getNumbered(repository, number)
      const labels = subject.labels.filter((each) => each !== label)
      await done(setLabels(world, repository, subject, { labels, by: person(by) }))
    },
    retitle: async (owner, name, number, title, by) => {
      const repository = at(owner, name)
      const change = { title, by: person(by), limit: Infinity }
      await done(updatePullRequest(world, repository, getPullRequest(repository, number), change))
    },
    label: async (owner, name, number, label, by) => {
      const repository = at(owner, name)
      const subject = getNumbered(repository, number)
      await done(
        setLabels(world, repository, subject, { labels: [...subject.labels, label], by: person(by) }),
      )
    },
    review: async (owner, name, number, verdict, by) => {
      const repository = at(owner, name)
      const review = { verdict, body: '', by: person(by) }
      await done(reviewPullRequest(world, repository, getPullRequest(repository, number), review))
    },
    renameRepository: (owner, name, newName) =>
      done(renameRepository(world, at(owner, name), newName, person())),
    transferRepository: (owner, name, newOwner) => done(transferRepository(world, at(owner, name), newOwner)),
    deleteRepository: (owner, name) => done(deleteRepository(world, at(owner, name), person())),
    archiveRepository: async (owner, name) => {
      at(owner, name).archived = true
    },
    unarchiveRepository: async (owner, name) => {
      at(owner, name).archived = false
    },
    setAccess: (owner, name, access) => {
      at(owner, name).access = access
    },
    revokeToken: () => {
      world.tokensAreGood = false
    },
    restoreToken: () => {
      world.tokensAreGood = true
    },
    closeIssue: async (owner, name, number, by) => {
      const repository = at(owner, name)
      const issue = repository.issues.find((each) => each.number === number)
      if (issue === undefined) throw new Refusal('not-found', { resource: 'issue' })
      updateIssue(world, repository, issue, { open: false, by: person(by), limit: 65_536 })
      await done(undefined)
    },
    listIssues: (owner, name) =>
      at(owner, name).issues.map(({ number, title, body, open }) => ({ number, title, body, open })),
    setIssues: (owner, name, on) => {
      at(owner, name).hasIssues = on
    },
    protectBranches: async (owner, name, branches) => {
      const repository = at(owner, name)
      repository.protected = branches
      await protectBranches(repository.directory, branches)
    },
    setDefaultReviewers: (owner, name, logins) => {
      at(owner, name).defaultReviewers = logins.map((login) => world.person(login).login)
    },
    leave: (login) => world.removeAccount(login),
    join: (login) => void world.person(login),
    countWebhooks: (owner, name) => at(owner, name).hooks.length,
    listStatuses: (owner, name, wanted) => at(owner, name).statuses.filter((each) => each.commit === wanted),
  }
}

async function createWithFiles(
  world: World,
  request: NewRepository & { readonly files?: Readonly<Record<string, string>> },
): Promise<string> {
  const repository = await createRepository(world, request)
  if (request.files === undefined || Object.keys(request.files).length === 0) return ''
  return commit(world, repository, { files: request.files, message: 'Initial commit' })
}

function commit(world: World, repository: Repository, request: PersonsCommit): Promise<string> {
  const {
    branch = repository.defaultBranch,
    files,
    message = 'Change',
    by = someone,
    tag,
    expected,
  } = request
  const author = world.person(by)
  return world.exclusively(repository, async () => {
    if (expected !== undefined && branchTip(repository, branch) !== expected) throw new Error('branch-moved')
    const parent = branchTip(repository, branch) ?? branchTip(repository, repository.defaultBranch)
    const date = nextCommitDate(repository)
    const id = await writeCommit(repository.directory, { branch, parent, files, message, author, date })
    if (tag !== undefined) await runGit(repository.directory, ['tag', tag, id])
    await followRefs(world, repository, author)
    return id
  })
}

function moveBranch(
  world: World,
  repository: Repository,
  { branch, target, by }: { branch: string; target: string | undefined; by: ReturnType<World['person']> },
): Promise<void> {
  return world.exclusively(repository, async () => {
    const id = target === undefined ? undefined : await findCommit(repository.directory, target)
    await moveRef(repository.directory, `refs/heads/${branch}`, id)
    await followRefs(world, repository, by)
  })
}

import { type GitCommit, listCommits } from '../git/list-commits.ts'
import { isAncestor } from '../git/refs.ts'
import type { HostUrls } from '../http/host-state.ts'
import type { ForgeEvent } from '../model/forge-event.ts'
import type { Repository } from '../model/repository.ts'
import { repositoryPage } from './repository-view.ts'

const none = '0'.repeat(40)

/** What is particular to a push; at most 20 commits, as GitHub's webhooks have. */
export async function renderPush(
  event: ForgeEvent & { kind: 'push' },
  { repository, urls }: { repository: Repository; urls: HostUrls },
) {
  const { ref, before, after, by } = event
  const { directory } = repository
  const page = repositoryPage(repository, urls)
  const range = before === undefined ? after : `${before}..${after}`
  const found =
    after === undefined || range === undefined ? [] : await listCommits(directory, { range, limit: 20 })
  const commits = found.map((commit) => viewCommit(commit, page)).reverse()
  const [head] = after === undefined ? [] : await listCommits(directory, { range: after, limit: 1 })
  return {
    ref,
    before: before ?? none,
    after: after ?? none,
    created: before === undefined,
    deleted: after === undefined,
    forced: before !== undefined && after !== undefined && !(await isAncestor(directory, before, after)),
    base_ref: null,
    compare: `${page}/compare/${(before ?? none).slice(0, 12)}...${(after ?? none).slice(0, 12)}`,
    commits,
    head_commit: head === undefined ? null : viewCommit(head, page),
    pusher: { name: by.login, email: by.email },
  }
}

function viewCommit({ id, tree, message, author, committer }: GitCommit, page: string) {
  return {
    id,
    tree_id: tree,
    distinct: true,
    message,
    timestamp: committer.date,
    url: `${page}/commit/${id}`,
    author: { name: author.name, email: author.email, username: author.name.toLowerCase() },
    committer: { name: committer.name, email: committer.email, username: committer.name.toLowerCase() },
    added: [],
    removed: [],
    modified: [],
  }
}

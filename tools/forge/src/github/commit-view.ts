import type { GitCommit } from '../git/list-commits.ts'
import type { HostUrls } from '../http/host-state.ts'
import type { Repository } from '../model/repository.ts'
import type { World } from '../model/world.ts'
import { viewAccount } from './account-view.ts'
import { repositoryPage, repositoryUrl } from './repository-view.ts'

export interface CommitContext {
  readonly world: World
  readonly repository: Repository
  readonly urls: HostUrls
}

/** `commit` of GitHub's description. */
export function viewCommit(
  { id, tree, parents, author, committer, message }: GitCommit,
  context: CommitContext,
) {
  const { repository, urls } = context
  const root = repositoryUrl(repository, urls)
  const page = repositoryPage(repository, urls)
  return {
    url: `${root}/commits/${id}`,
    sha: id,
    node_id: `C_${id}`,
    html_url: `${page}/commit/${id}`,
    comments_url: `${root}/commits/${id}/comments`,
    commit: {
      url: `${root}/git/commits/${id}`,
      author,
      committer,
      message,
      comment_count: 0,
      tree: { sha: tree, url: `${root}/git/trees/${tree}` },
    },
    author: viewPerson(author.email, context),
    committer: viewPerson(committer.email, context),
    parents: parents.map((sha) => ({
      sha,
      url: `${root}/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
  }
}

/** The account that a commit's e-mail address belongs to. */
function viewPerson(email: string, { world, urls }: CommitContext) {
  const account = world.accounts.find((each) => each.email === email)
  return account === undefined ? null : viewAccount(account, urls)
}

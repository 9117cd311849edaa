import { digestChanges } from '@groundplan/change-set'
import { inertMarkdown, markdownCode, markdownLink } from '@groundplan/errors'
import { blueprintPaths, type ProposalDraft } from '@groundplan/proposal'
import {
  commitUrl,
  repositoryUrl,
  sourceUrl,
  type HostedAddress,
  type RepositorySnapshot,
  type ScmKind,
} from '@groundplan/scm'
import { nameBranch } from '../naming/name-branch.ts'
import type { MissingModule, RetirementSituation } from './plan-retirements.ts'

export interface RetiredModule extends MissingModule {
  readonly snapshot: RepositorySnapshot
  readonly owner: string | undefined
  readonly kind?: ScmKind | undefined
}

/** What retiring a blueprint would change: its files go. The catalog keeps its versions. */
export async function draftRetirement(
  { blueprint, path, commit, goneSince, snapshot, owner, kind }: RetiredModule,
  { published, review }: Omit<RetirementSituation, 'latest'>,
): Promise<ProposalDraft> {
  const { name: store, address } = snapshot
  const files = Object.values(blueprintPaths(blueprint)).filter((file) => published.has(file))
  const title = `Retire blueprint ${blueprint}`
  const content = JSON.stringify([blueprint, store, path, commit])
  return {
    blueprint,
    // A reviewer may want the updates of the repository without its retirements.
    branch: `${nameBranch({ blueprint, store, owner }, review)}-retire`,
    contentId: await digestChanges([{ kind: 'write', path: 'retirement', content }]),
    changes: files.map((file) => ({ kind: 'delete', path: file })),
    source: {
      ...{ store, path, commit: commit ?? snapshot.commit, address },
      ...(kind === undefined ? {} : { kind }),
    },
    titles: { retirement: title },
    body: describe({ blueprint, store, path, commit, goneSince, address, kind }),
  }
}

interface Explained extends MissingModule, HostedAddress {
  readonly store: string
}

function describe({ blueprint, store, path, commit, goneSince, ...place }: Explained): string {
  const atCommit = (id: string) =>
    markdownLink(markdownCode(id.slice(0, 10)), commitUrl({ ...place, commit: id }))
  const repository = markdownLink(inertMarkdown(store), repositoryUrl(place))
  const lastSeen = commit === undefined ? undefined : sourceUrl({ ...place, commit, path })
  const module = markdownLink(markdownCode(path), lastSeen)
  const pinned = commit === undefined ? 'their pinned version' : atCommit(commit)
  return [
    `Removes the blueprint \`${blueprint}\` from the catalog: its Terraform module ${module} was removed from ${repository}, in ${atCommit(goneSince)} at the latest.`,
    '',
    `- **Merge** to remove the blueprint. Environments that use it keep working from ${pinned}, and earlier versions stay readable.`,
    '- **Close** to keep it. It is not proposed again until the blueprint pins another commit.',
    '- If the module comes back, this pull request is closed.',
    '',
  ].join('\n')
}

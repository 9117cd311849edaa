import { digestChanges } from '@groundplan/change-set'
import { inertMarkdown, markdownCode } from '@groundplan/errors'
import { blueprintPaths, type ProposalDraft } from '@groundplan/proposal'
import type { RepositorySnapshot } from '@groundplan/scm'
import { nameBranch } from '../naming/name-branch.ts'
import type { MissingModule, RetirementSituation } from './plan-retirements.ts'

export interface RetiredModule extends MissingModule {
  readonly snapshot: RepositorySnapshot
  readonly owner: string | undefined
}

/** What retiring a blueprint would change: its files go. The catalog keeps its versions. */
export async function draftRetirement(
  { blueprint, path, commit, goneSince, snapshot, owner }: RetiredModule,
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
    source: { store, path, commit: commit ?? snapshot.commit, address },
    titles: { retirement: title },
    body: describe({ blueprint, store, path, commit, goneSince }),
  }
}

interface Explained extends MissingModule {
  readonly store: string
}

function describe({ blueprint, store, path, commit, goneSince }: Explained): string {
  const pinned = commit === undefined ? 'their pinned version' : `commit ${markdownCode(commit)}`
  return [
    `The module ${markdownCode(path)} of ${inertMarkdown(store)} no longer exists, since commit ${markdownCode(goneSince)} at the latest. This proposal removes \`${blueprint}\` from the catalog.`,
    '',
    '- **Approve** to remove the blueprint from the catalog. Its earlier versions stay readable.',
    '- **Reject** to keep it. It is not proposed again until the blueprint pins another commit.',
    '- If the module comes back, the proposal is withdrawn.',
    '',
    `Environments that use it keep working from ${pinned}.`,
    '',
  ].join('\n')
}

import { digestChanges } from '@groundplan/change-set'
import { inertMarkdown, markdownCode, markdownLink } from '@groundplan/errors'
import { blueprintPaths, type ProposalDraft } from '@groundplan/proposal'
import { commitUrl, repositoryUrl, sourceUrl, type ScmKind } from '@groundplan/scm'
import type { RetirementSituation } from './plan-retirements.ts'

/** A published blueprint whose module is gone. */
export interface RetiredModule {
  readonly blueprint: string
  readonly path: string
  /** The commit that the blueprint pins, if it pins one. */
  readonly pinned: string | undefined
  /** A commit of its repository. */
  readonly commit: string
  readonly store: string
  readonly address: string
  readonly host: string | undefined
  readonly owner: string | undefined
  readonly kind?: ScmKind | undefined
  /** What happened, as the end of a sentence in Markdown. */
  readonly explanation: string
}

/** What retiring a blueprint would change: its files go. The catalog keeps its versions. */
export async function draftRetirement(
  retired: RetiredModule,
  { published, branches }: Omit<RetirementSituation, 'latest'>,
): Promise<ProposalDraft> {
  const { blueprint, path, pinned, commit, store, address, kind } = retired
  const files = Object.values(blueprintPaths(blueprint)).filter((file) => published.has(file))
  const title = `Retire blueprint ${blueprint}`
  const content = JSON.stringify([blueprint, store, path, pinned])
  return {
    blueprint,
    branch: branches.nameRetirement(retired),
    contentId: await digestChanges([{ kind: 'write', path: 'retirement', content }]),
    changes: files.map((file) => ({ kind: 'delete', path: file })),
    source: { store, path, commit, address, ...(kind === undefined ? {} : { kind }) },
    titles: { retirement: title },
    body: describe(retired),
  }
}

/** What happened to a module that was deleted from its repository. */
export function explainDeletion(
  { path, pinned, store, ...place }: Pick<RetiredModule, 'path' | 'pinned' | 'store' | 'address' | 'kind'>,
  goneSince: string,
): string {
  const lastSeen = pinned === undefined ? undefined : sourceUrl({ ...place, commit: pinned, path })
  const module = markdownLink(markdownCode(path), lastSeen)
  const repository = markdownLink(inertMarkdown(store), repositoryUrl(place))
  return `its Terraform module ${module} was removed from ${repository}, in ${atCommit(goneSince, place)} at the latest.`
}

function describe({ blueprint, pinned, explanation, ...place }: RetiredModule): string {
  const version = pinned === undefined ? 'their pinned version' : atCommit(pinned, place)
  return [
    `Removes the blueprint \`${blueprint}\` from the catalog: ${explanation}`,
    '',
    `- **Merge** to remove the blueprint. Environments that use it keep working from ${version}, and earlier versions stay readable.`,
    '- **Close** to keep it. It is not proposed again until the blueprint pins another commit.',
    '- If the module comes back, this pull request is closed.',
    '',
  ].join('\n')
}

function atCommit(commit: string, place: Pick<RetiredModule, 'address' | 'kind'>): string {
  return markdownLink(markdownCode(commit.slice(0, 10)), commitUrl({ ...place, commit }))
}

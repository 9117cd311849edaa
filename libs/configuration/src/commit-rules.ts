import { parseChangeTemplate, type ChangeView } from '@groundplan/blueprint-generator'
import type { ChangeKind, ChangeSubject, CommitRules, SigningKey } from '@groundplan/scm'
import type { Configuration } from './configuration.ts'

/** A trailer as git reads it: https://git-scm.com/docs/git-interpret-trailers */
export const trailerPattern = /^[A-Za-z0-9][A-Za-z0-9-]*: \S/

/** Longest first line and title, in characters; hosts take 255. */
const maximumLength = 250

const kinds: readonly ChangeKind[] = [
  ...(['proposal', 'decision', 'merge', 'dashboard', 'configuration', 'repository'] as const),
]

/** What templates are tried with: each kind, about one blueprint and about several. */
export const sampleViews: readonly ChangeView[] = kinds.flatMap((kind) => [
  { subject: 'Add blueprint vpc', kind, blueprint: 'vpc', repository: 'platform' },
  { subject: 'Add 3 blueprints', kind, blueprint: '', repository: '' },
])

/** The rules for commits that a configuration makes. Its signing key is read by the caller. */
export function toCommitRules(
  { commits }: Pick<Configuration, 'commits'>,
  signingKey?: SigningKey,
): CommitRules {
  const message = createTemplate(commits.message)
  const trailers = commits.trailers.map(createTemplate)
  return {
    ...{ author: commits.author, committer: commits.committer, signOff: commits['sign-off'], signingKey },
    renderSubject: message,
    trailers: (about) =>
      trailers.flatMap((render) => render?.('', about) ?? []).filter((line) => line.trim() !== ''),
  }
}

/** Renders titles of pull requests, by the configuration's template if there is one. */
export function renderTitle({
  'pull-requests': { title },
}: Pick<Configuration, 'pull-requests'>): ((subject: string, about: ChangeSubject) => string) | undefined {
  return createTemplate(title)
}

function createTemplate(
  text: string | undefined,
): ((subject: string, about: ChangeSubject) => string) | undefined {
  const render = text === undefined ? undefined : parseChangeTemplate(text).render
  if (render === undefined) return undefined
  return (subject, { kind, blueprint = '', repository = '' }) => {
    const line = render({ subject, kind, blueprint, repository })
    return line.length <= maximumLength ? line : `${line.slice(0, maximumLength - 1).trimEnd()}…`
  }
}

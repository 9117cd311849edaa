import type { ProposalView } from '@groundplan/api-client'

/** The changes and open decisions from a proposal's text, which a diff does not show. Empty if there are none. */
export function printReview({ body }: Pick<ProposalView, 'body'>): string {
  const sections = body
    .split(/^(?=## )/m)
    .filter((section) => /^## (?:What changes|To decide)\n/.test(section))
  return sections.map((section) => `${section.trimEnd()}\n\n`).join('')
}

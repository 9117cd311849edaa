import type { ProposalView } from '@groundplan/api-client'

/** What changes and what is to be decided, from the text of a proposal: nobody sees it in a diff. Empty if there is nothing. */
export function printReview({ body }: Pick<ProposalView, 'body'>): string {
  const sections = body
    .split(/^(?=## )/m)
    .filter((section) => /^## (?:What changes|To decide)\n/.test(section))
  return sections.map((section) => `${section.trimEnd()}\n\n`).join('')
}

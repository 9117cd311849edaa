import { inertMarkdown, markdownCode, markdownLink } from '@groundplan/errors'
import { repositoryUrl } from '@groundplan/scm'
import type { LaunchVerdict } from '@groundplan/terraform-module'
import type { ModuleView } from './module-view.ts'
import { SafeMarkdown } from './render.ts'

export interface ProposalView extends ModuleView {
  readonly name: string
  readonly kind: 'new' | 'update'
  /** What an update changes for those who use the blueprint, in Markdown, a line each, breaking changes first. */
  readonly changes?: readonly string[] | undefined
  /** What the generator and people's edits both want differently, in Markdown, a line each. */
  readonly conflicts?: readonly string[] | undefined
}

const launchTexts = {
  launchable: 'Ready',
  'needs-settings': 'Needs settings, see below',
  'not-launchable': 'Not possible, see below',
} as const satisfies Record<LaunchVerdict, string>

/** The view with what templates cannot work out for themselves. */
export function toTemplateView(view: ProposalView) {
  const { store, ...place } = view.source
  const url = repositoryUrl(place) ?? (/^https?:/.test(place.address) ? place.address : undefined)
  const name = inertMarkdown(store)
  const location = url === undefined ? `${name} (${markdownCode(place.address)})` : markdownLink(name, url)
  const launchText = launchTexts[view.launch.verdict]
  return { ...view, isNew: view.kind === 'new', launchText, location: new SafeMarkdown(location) }
}

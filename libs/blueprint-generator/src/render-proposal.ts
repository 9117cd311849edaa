import { inertMarkdown, markdownCode } from '@groundplan/errors'
import type { LaunchVerdict } from '@groundplan/terraform-module'
import type { ModuleView } from './module-view.ts'
import { compileTemplate, SafeMarkdown } from './render.ts'
import { interfaceTemplate } from './render-readme.ts'

export interface ProposalView extends ModuleView {
  readonly name: string
  readonly kind: 'new' | 'update'
  /** What an update changes for those who use the blueprint, in Markdown, a line each, breaking changes first. */
  readonly changes?: readonly string[] | undefined
  /** What the generator and people's edits both want differently, in Markdown, a line each. */
  readonly conflicts?: readonly string[] | undefined
}

const reviewTemplate = `{{#if changes}}

## What changes

{{#each changes}}
- {{{this}}}
{{/each}}
{{/if}}
{{#if conflicts}}

## To decide

These generated changes conflict with edits made by people. The edits are kept, and the changes are not included:

{{#each conflicts}}
- {{{this}}}
{{/each}}
{{/if}}
`

const launchTexts = {
  launchable: 'Ready',
  'needs-settings': 'Needs settings, see below',
  'not-launchable': 'Not possible, see below',
} as const satisfies Record<LaunchVerdict, string>

const body = compileTemplate<
  ProposalView & { readonly isNew: boolean; readonly launchText: string; readonly location: SafeMarkdown }
>(`
{{#if isNew}}
Adds the blueprint {{code name}}, generated from a Terraform module. Merge it to add the blueprint to the catalog.
{{else}}
Updates the blueprint {{code name}}: its Terraform module or its settings have changed.
{{/if}}
${reviewTemplate}{{#if description}}

{{prose description}}
{{/if}}

| | |
| --- | --- |
| Repository | {{cell location}} |
| Directory | {{code source.path}} |
{{#if source.tag}}
| Version | {{code source.tag}} |
{{/if}}
| Commit | {{code source.commit}} |
| Launch | {{launchText}} |
{{#if requiredTerraform}}
| Terraform | {{code requiredTerraform}} |
{{/if}}
{{#if owners}}
| Owners | {{#each owners}}{{#unless @first}}, {{/unless}}{{code this}}{{/each}} |
{{/if}}
{{#if launch.reasons}}

## Before launch

{{#each launch.reasons}}
- {{cell this}}
{{/each}}
{{/if}}
{{#if diagnostics}}

## Findings

{{#each diagnostics}}
- {{cell this}}
{{/each}}
{{/if}}
${interfaceTemplate}`)

type Review = Pick<ProposalView, 'changes' | 'conflicts'>

const review = compileTemplate<Review>(reviewTemplate)

/** What changes and what reviewers have to decide, in Markdown; empty where there is nothing. */
export function renderReview({ changes = [], conflicts = [] }: Review): string {
  return changes.length + conflicts.length === 0 ? '' : `\n${review({ changes, conflicts })}`
}

/** Title of the pull request that brings a blueprint; also the commit's first line. */
export function renderProposalTitle({ name, kind }: Pick<ProposalView, 'name' | 'kind'>): string {
  return kind === 'new' ? `Add blueprint ${name}` : `Update blueprint ${name}`
}

/** Body of the pull request, in Markdown. */
export function renderProposalBody(view: ProposalView): string {
  return body(toTemplateView(view))
}

/** The view with what templates cannot work out for themselves. */
export function toTemplateView(view: ProposalView) {
  const { address } = view.source
  const location = /^https?:\/\//.test(address)
    ? `[${inertMarkdown(view.source.store)}](${address.replace(/[^\w:/.~%?=&@+-]/g, encodeURIComponent)})`
    : `${inertMarkdown(view.source.store)} (${markdownCode(address)})`
  const launchText = launchTexts[view.launch.verdict]
  return { ...view, isNew: view.kind === 'new', launchText, location: new SafeMarkdown(location) }
}

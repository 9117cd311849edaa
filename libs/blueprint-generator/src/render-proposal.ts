import { toBodyView, type BodyView } from './proposal-body-view.ts'
import type { ProposalView } from './proposal-view.ts'
import { compileTemplate } from './render.ts'

/**
 * Parts that hosts may fold or leave out are between comments, which Markdown does not show: `groundplan:fold` with a summary, or
 * `groundplan:changes`. Pull requests go by them; see libs/proposal/src/pull-request/read-parts.ts.
 */
const reviewTemplate = `{{#if changes}}

[//]: # (groundplan:changes)

## What changes

{{#each changes}}
- {{{this}}}
{{/each}}

[//]: # (groundplan:end)
{{/if}}
{{#if conflicts}}

## To decide

These generated changes conflict with edits made by people. The edits are kept, and the changes are not included:

{{#each conflicts}}
- {{{this}}}
{{/each}}
{{/if}}
`

const body = compileTemplate<BodyView>(`
{{#if isNew}}
Adds the blueprint {{code name}} to the catalog, generated from the Terraform module {{cell module}} in {{cell location}}.
{{else}}
Updates the blueprint {{code name}}, generated from the Terraform module {{cell module}} in {{cell location}}.
{{/if}}
${reviewTemplate}{{#if description}}

{{prose description}}
{{/if}}

| | |
| --- | --- |
{{#if source.tag}}
| Version | {{code source.tag}} |
{{/if}}
| Commit | {{cell commit}} |
| Launch | {{launchText}} |
| Required inputs | {{cell required}} |
{{#if requiredTerraform}}
| Terraform | {{code requiredTerraform}} |
{{/if}}
{{#if owners}}
| Owners | {{#each owners}}{{#unless @first}}, {{/unless}}{{code this}}{{/each}} |
{{/if}}
{{#if launch.reasons}}

## Before launch

{{#each reasons}}
- {{cell this}}
{{/each}}
{{/if}}
{{#if diagnostics}}

## Findings

{{#each findings}}
- {{cell this}}
{{/each}}
{{/if}}
{{#if inputs}}

[//]: # (groundplan:fold {{summaries.inputs}})

## Inputs

| Name | Type | Default | Accepts | Description |
| --- | --- | --- | --- | --- |
{{#each inputs}}
| {{cell link}}{{#if sensitive}} (secret){{/if}}{{#if ephemeral}} (not stored){{/if}} | {{code type}} | {{#if required}}**required**{{else}}{{code default}}{{/if}} | {{cell accepts}}{{#if pattern}}{{#if accepts}}; {{/if}}matching {{code pattern}}{{/if}} | {{cell description}} |
{{/each}}

[//]: # (groundplan:end)
{{/if}}
{{#if constants}}

[//]: # (groundplan:fold {{summaries.constants}})

## Preset values

| Name | Value |
| --- | --- |
{{#each constants}}
| {{code name}} | {{code value}} |
{{/each}}

[//]: # (groundplan:end)
{{/if}}
{{#if providerSettings}}

[//]: # (groundplan:fold {{summaries.providers}})

## Provider settings

| Configuration | Settings | From the space |
| --- | --- | --- |
{{#each providerSettings}}
| {{code name}} | {{#each settings}}{{#unless @first}}, {{/unless}}{{code name}}: {{code value}}{{/each}} | {{#each fromSpace}}{{#unless @first}}, {{/unless}}{{code this}}{{/each}} |
{{/each}}

[//]: # (groundplan:end)
{{/if}}
{{#if outputs}}

[//]: # (groundplan:fold {{summaries.outputs}})

## Outputs

| Name | Description |
| --- | --- |
{{#each outputs}}
| {{cell link}}{{#if sensitive}} (secret){{/if}} | {{cell description}} |
{{/each}}

[//]: # (groundplan:end)
{{/if}}
{{#if summaries.creates}}

[//]: # (groundplan:fold {{summaries.creates}})

## Creates

{{#each resources}}
- {{code type}}{{#unless (isOne count)}} × {{count}}{{/unless}}
{{/each}}
{{#each moduleCalls}}
- module {{code name}}{{#if source}} from {{code source}}{{/if}}
{{/each}}

[//]: # (groundplan:end)
{{/if}}
`)

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
  return body(toBodyView(view))
}

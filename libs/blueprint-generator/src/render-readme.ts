import type { ModuleView } from './module-view.ts'
import { compileTemplate } from './render.ts'

export const interfaceTemplate = `
## Inputs
{{#if inputs}}
| Name | Type | Default | Accepts | Description |
| --- | --- | --- | --- | --- |
{{#each inputs}}
| {{code name}}{{#if sensitive}} (secret){{/if}}{{#if ephemeral}} (not stored){{/if}} | {{code type}} | {{#if required}}**required**{{else}}{{code default}}{{/if}} | {{cell accepts}}{{#if pattern}}{{#if accepts}}; {{/if}}matching {{code pattern}}{{/if}} | {{cell description}} |
{{/each}}
{{else}}
None.
{{/if}}

{{#if constants}}
## Preset values
| Name | Value |
| --- | --- |
{{#each constants}}
| {{code name}} | {{code value}} |
{{/each}}

{{/if}}
{{#if providerSettings}}
## Provider settings
| Configuration | Settings | From the space |
| --- | --- | --- |
{{#each providerSettings}}
| {{code name}} | {{#each settings}}{{#unless @first}}, {{/unless}}{{code name}}: {{code value}}{{/each}} | {{#each fromSpace}}{{#unless @first}}, {{/unless}}{{code this}}{{/each}} |
{{/each}}

{{/if}}
## Outputs
{{#if outputs}}
| Name | Description |
| --- | --- |
{{#each outputs}}
| {{code name}}{{#if sensitive}} (secret){{/if}} | {{cell description}} |
{{/each}}
{{else}}
None.
{{/if}}

## Creates
{{#if resources}}
{{#each resources}}
- {{code type}}{{#unless (isOne count)}} × {{count}}{{/unless}}
{{/each}}
{{/if}}
{{#each moduleCalls}}
- module {{code name}}{{#if source}} from {{code source}}{{/if}}
{{/each}}
{{#unless resources}}
{{#unless moduleCalls}}
No resources.
{{/unless}}
{{/unless}}
`

const readme = compileTemplate<ModuleView>(`# {{cell title}}
{{#if description}}

{{prose description}}
{{/if}}

Terraform module {{code source.path}} of {{code source.store}} at commit {{code source.shortCommit}}{{#if requiredTerraform}}, for Terraform {{code requiredTerraform}}{{/if}}.
${interfaceTemplate}`)

/** The README that lies beside a blueprint, for its reviewer and its readers. Same view, same bytes. */
export function renderReadme(view: ModuleView): string {
  return readme(view)
}

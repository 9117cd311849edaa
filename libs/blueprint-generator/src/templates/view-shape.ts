import type { ModuleView } from '../module-view.ts'
import type { ProposalView } from '../proposal-view.ts'

/** What a template finds at a place of its view. */
export type ViewShape =
  | { readonly kind: 'value' }
  | { readonly kind: 'list'; readonly item: ViewShape }
  | { readonly kind: 'fields'; readonly fields: Readonly<Record<string, ViewShape>> }

const value: ViewShape = { kind: 'value' }

function fields(...names: readonly string[]): ViewShape {
  return { kind: 'fields', fields: Object.fromEntries(names.map((name) => [name, value])) }
}

const module = {
  title: value,
  description: value,
  inputs: list(
    fields(
      ...[
        'name',
        'type',
        'required',
        'sensitive',
        'ephemeral',
        'default',
        'description',
        'accepts',
        'pattern',
      ],
    ),
  ),
  outputs: list(fields('name', 'description', 'sensitive')),
  providerSettings: list({
    kind: 'fields',
    fields: {
      ...{ grain: value, name: value, source: value },
      settings: list(fields('name', 'value')),
      fromSpace: list(value),
    },
  }),
  constants: list(fields('name', 'value')),
  resources: list(fields('type', 'count')),
  moduleCalls: list(fields('name', 'source', 'version')),
  requiredTerraform: value,
  owners: list(value),
  diagnostics: list(value),
  launch: { kind: 'fields', fields: { verdict: value, reasons: list(value) } },
  source: fields('store', 'path', 'commit', 'shortCommit', 'address'),
} satisfies Record<Exclude<keyof ModuleView, 'declaredAt'>, ViewShape>

/** What `readme.hbs` can say. */
export const moduleShape: ViewShape = { kind: 'fields', fields: module }

const proposal = {
  ...module,
  name: value,
  kind: value,
  isNew: value,
  location: value,
} satisfies Record<
  Exclude<keyof ProposalView, 'changes' | 'conflicts' | 'declaredAt'> | 'isNew' | 'location',
  ViewShape
>

/** What `proposal-title.hbs` and `proposal-body.hbs` can say. What changes and what conflicts is added to every body. */
export const proposalShape: ViewShape = { kind: 'fields', fields: proposal }

function list(item: ViewShape): ViewShape {
  return { kind: 'list', item }
}

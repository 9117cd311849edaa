/** What a block may contain. `any` where a provider or another module decides. */
export interface BlockRule {
  readonly arguments: readonly string[] | 'any'
  readonly required?: readonly string[] | undefined
  readonly blocks: Readonly<Record<string, BlockRule | 'any'>> | 'any'
}

const condition: BlockRule = {
  arguments: ['condition', 'error_message'],
  required: ['condition', 'error_message'],
  blocks: {},
}

const anything: BlockRule = { arguments: 'any', blocks: 'any' }

/** What the `lifecycle` block of a resource may contain. */
export const lifecycleRule: BlockRule = {
  arguments: [
    ...['create_before_destroy', 'prevent_destroy', 'ignore_changes', 'replace_triggered_by', 'enabled'],
    'action_trigger',
  ],
  blocks: { precondition: condition, postcondition: condition, action_trigger: 'any' },
}

/**
 * The blocks at the top of a file, with what Terraform 1.15 allows in them.
 * Source: https://developer.hashicorp.com/terraform/language
 */
export const blockRules: Readonly<Record<string, BlockRule>> = {
  variable: {
    arguments: [
      ...['description', 'type', 'default', 'sensitive', 'nullable', 'ephemeral', 'deprecated', 'const'],
    ],
    blocks: { validation: condition },
  },
  output: {
    arguments: [...['description', 'value', 'sensitive', 'ephemeral', 'depends_on', 'deprecated', 'type']],
    required: ['value'],
    blocks: { precondition: condition },
  },
  locals: { arguments: 'any', blocks: {} },
  module: { arguments: 'any', required: ['source'], blocks: {} },
  terraform: {
    arguments: ['required_version', 'experiments', 'language'],
    blocks: {
      ...{ required_providers: 'any', backend: 'any', cloud: 'any', provider_meta: 'any' },
      ...{ encryption: 'any', state_store: 'any' },
    },
  },
  resource: anything,
  data: anything,
  ephemeral: anything,
  provider: anything,
  moved: { arguments: ['from', 'to'], required: ['from', 'to'], blocks: {} },
  removed: { arguments: ['from'], required: ['from'], blocks: 'any' },
  import: { arguments: ['to', 'id', 'identity', 'provider', 'for_each'], required: ['to'], blocks: 'any' },
  check: { arguments: [], blocks: { data: 'any', assert: condition } },
  action: anything,
}

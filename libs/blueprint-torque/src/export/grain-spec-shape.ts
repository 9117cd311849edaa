import type { Shape } from './fit-shape.ts'

/**
 * The accepted shape of a grain's `spec`, for all kinds. Facts from `BlueprintSpec2` of the public extension for Visual Studio
 * Code, as of August 2026.
 */
const text: Shape = { kind: 'text' }
const boolean: Shape = { kind: 'boolean' }
const integer: Shape = { kind: 'integer' }
const anything: Shape = { kind: 'anything' }
const listOf = (of: Shape): Shape => ({ kind: 'list', of })
const keys = (of: Readonly<Record<string, Shape>>): Shape => ({ kind: 'keys', of })
const openKeys = (of: Readonly<Record<string, Shape>>): Shape => ({ kind: 'keys', of, isOpen: true })
const texts = (...names: readonly string[]): Record<string, Shape> =>
  Object.fromEntries(names.map((name) => [name, text]))

const freeMap: Shape = { kind: 'map', of: anything }
const scalar: Shape = { kind: 'scalar' }

const source: Shape = {
  kind: 'keys',
  of: texts('store', 'path', 'branch', 'tag', 'commit', 'resource-type'),
  required: ['path'],
}
const openSource = openKeys({ source: openKeys(texts('path', 'store')) })
const variablesFile = openKeys({
  source: {
    kind: 'keys',
    of: texts('store', 'path', 'commit', 'tag', 'branch'),
    isOpen: true,
    required: ['path'],
  },
})

const tolerationKeys = {
  key: text,
  value: text,
  effect: { kind: 'choice', of: ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] },
  'toleration-seconds': integer,
} as const satisfies Record<string, Shape>
const toleration: Shape = {
  kind: 'either',
  of: [
    {
      kind: 'keys',
      of: { ...tolerationKeys, operator: { kind: 'choice', of: ['Equal'] } },
      required: ['operator', 'key', 'value'],
    },
    keys({ ...tolerationKeys, operator: { kind: 'choice', of: ['Exists'] } }),
  ],
}

const kubernetes = keys({
  'pod-labels': listOf(freeMap),
  'pod-annotations': listOf(freeMap),
  'node-selector': listOf(freeMap),
  tolerations: listOf(toleration),
  permissions: keys(texts('destination-context-name', 'secret-name', 'secret-namespace')),
})

const runner: Readonly<Record<string, Shape>> = {
  'service-account': text,
  'runner-namespace': text,
  isolated: boolean,
  'storage-size': integer,
  'use-storage': boolean,
  kubernetes,
}
const agent = keys({ ...runner, ...texts('name', 'region', 'image') })

const inputs = listOf({ kind: 'map', keys: /^[\w\-. ]+$/, of: { kind: 'scalar', orObject: true } })

const script = openKeys({ source: openKeys(texts('path', 'store')), arguments: text })
const scriptWithOutputs = openKeys({
  source: openKeys(texts('path', 'store')),
  arguments: text,
  outputs: listOf(text),
})
const scripts = openKeys({
  'pre-tf-init': script,
  'pre-tf-destroy': script,
  'post-tf-plan': script,
  'pre-ansible-run': scriptWithOutputs,
  'post-helm-install': scriptWithOutputs,
  'post-kubernetes-install': scriptWithOutputs,
  'pre-aws-cdk-deploy': script,
  'post-aws-cdk-deploy': script,
})

const command: Shape = {
  kind: 'either',
  of: [text, keys({ ...texts('command', 'name'), outputs: listOf(anything) })],
}
const activity = keys({ commands: listOf(command) })
const inventory: Shape = { kind: 'map', of: freeMap }

export const grainSpecShape: Shape = keys({
  ...texts('command-arguments', 'namespace', 'target-namespace', 'region', 'version', 'binary', 'release'),
  ...texts('application-namespace', 'application', 'deployment-engine'),
  'auto-approve': boolean,
  'built-in': boolean,
  'auto-retry': boolean,
  mode: { kind: 'choice', of: ['managed', 'data', 'no-termination'] },
  source,
  sources: listOf(source),
  agent,
  host: agent,
  target: {
    kind: 'keys',
    of: { name: text, 'runner-configuration-override': keys(runner) },
    required: ['name'],
  },
  inputs,
  outputs: listOf(text),
  commands: listOf(text),
  authentication: listOf(text),
  'target-resource': listOf(text),
  'env-vars': listOf({ kind: 'map', keys: /^[A-Za-z0-9_]+/, of: scalar }),
  env_references: listOf({ kind: 'map', keys: /^[\w\-.]+$/, of: text }),
  files: listOf(keys(texts('source', 'path', 'branch', 'commit', 'name'))),
  'provider-overrides': listOf(freeMap),
  'values-files': listOf(openSource),
  'workspace-directories': listOf(openSource),
  'tfvars-files': listOf(variablesFile),
  tags: openKeys({ 'auto-tag': boolean, 'disable-tags-for': listOf(text) }),
  backend: openKeys(
    texts('type', 'bucket', 'region', 'storage-account-name', 'container-name', 'base-address', 'key-prefix'),
  ),
  'template-storage': {
    kind: 'keys',
    of: texts('bucket-name', 'region', 'key-prefix'),
    isOpen: true,
    required: ['bucket-name', 'region'],
  },
  activities: keys({ deploy: activity, destroy: activity }),
  scripts,
  'inventory-file': inventory,
  'on-destroy': keys({
    source,
    inputs,
    'command-arguments': text,
    scripts,
    'inventory-file': inventory,
  }),
})

import type { EditorHints } from './editor-schema.ts'

/** Editor snippets for inputs, outputs and grains. */
const snippets: EditorHints['snippets'] = {
  inputs: [
    {
      label: 'input',
      description: 'A field of the launch form',
      body: { '${1:name}': { type: '${2:string}', description: '${3:What it is for.}' } },
    },
    {
      label: 'choice',
      description: 'A field with a few values to choose from',
      body: {
        '${1:name}': {
          type: 'string',
          description: '${2:What it is for.}',
          'allowed-values': ['${3:first}', '${4:second}'],
        },
      },
    },
  ],
  outputs: [
    {
      label: 'output',
      description: 'A value of a grain',
      body: { '${1:name}': { value: "'{{ .grains.${2:grain}.outputs.${3:output} }}'" } },
    },
  ],
  grains: [
    {
      label: 'terraform',
      description: 'A Terraform module at a pinned commit',
      body: {
        '${1:name}': {
          kind: 'terraform',
          spec: {
            source: { store: '${2:repository}', path: '${3:modules/name}', commit: "'${4:commit}'" },
            inputs: [{ '${5:variable}': "'{{ .inputs.${6:input} }}'" }],
            outputs: ['${7:output}'],
          },
        },
      },
    },
  ],
}

/** Descriptions that apply to every entry, whatever its name. */
const entries: EditorHints['entries'] = {
  inputs: 'One field of the launch form. Required unless it has a default or is `optional`.',
  outputs: 'One value shown after deployment.',
  grains: 'One deployable unit.',
}

const typeExamples = [
  'string',
  'number',
  'bool',
  'list(string)',
  'map(string)',
  'list(object({ port = number }))',
]

/** Editor hints for blueprints, in addition to the schema. */
export const blueprintHints: EditorHints = {
  id: 'urn:groundplan:blueprint:v2',
  snippets,
  entries,
  examples: { type: typeExamples },
}

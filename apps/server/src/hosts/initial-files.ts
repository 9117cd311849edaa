import { blueprintJsonSchema, schemaPath } from '@groundplan/blueprint'
import { configurationJsonSchema, configurationSchemaPath } from '@groundplan/configuration'

/** The files of a new blueprint repository. */
export function initialFiles() {
  const readme = [
    '# Blueprints',
    '',
    'Groundplan proposes a blueprint for each Terraform module on a branch `groundplan/<name>`.',
    'What is merged into `main` is in the catalog. Edit the files in `blueprints/` as you like: later',
    'proposals are merged with your edits.',
    '',
  ].join('\n')
  const print = (schema: object) => `${JSON.stringify(schema, undefined, 2)}\n`
  return [
    { kind: 'write', path: 'README.md', content: readme },
    { kind: 'write', path: `blueprints/${schemaPath}`, content: print(blueprintJsonSchema()) },
    { kind: 'write', path: configurationSchemaPath, content: print(configurationJsonSchema()) },
  ] as const
}

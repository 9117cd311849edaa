import { blueprintJsonSchema, schemaPath } from '@groundplan/blueprint'
import { configurationJsonSchema, configurationSchemaPath } from '@groundplan/configuration'

/** The files of a new blueprint repository. */
export function initialFiles() {
  const readme = [
    '# Blueprints',
    '',
    'Groundplan proposes a blueprint for each Terraform module on a branch `groundplan/<name>`.',
    'Blueprints merged into `main` appear in the catalog. You can edit the files in `blueprints/`: later',
    'proposals keep your edits.',
    '',
  ].join('\n')
  return [{ kind: 'write', path: 'README.md', content: readme } as const, ...schemaFiles()]
}

/** The JSON schemas to which blueprints and the configuration refer, by which editors check them. */
export function schemaFiles() {
  const print = (schema: object) => `${JSON.stringify(schema, undefined, 2)}\n`
  return [
    { kind: 'write', path: `blueprints/${schemaPath}`, content: print(blueprintJsonSchema()) },
    { kind: 'write', path: configurationSchemaPath, content: print(configurationJsonSchema()) },
  ] as const
}

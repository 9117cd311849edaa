import type { Blueprint } from './blueprint.ts'
import { printYaml } from './yaml/print-yaml.ts'

/** Where editors find the schema, relative to a blueprint in the repository's `blueprints/` folder. */
export const schemaPath = '.schema/blueprint.schema.json'

/** Prints a blueprint as YAML in the order of its keys. Same blueprint, same bytes. */
export function printBlueprint(blueprint: Blueprint): string {
  return printYaml(blueprint, ` yaml-language-server: $schema=${schemaPath}`)
}

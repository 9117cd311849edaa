import type { Blueprint } from './blueprint.ts'
import { printYaml } from './yaml/print-yaml.ts'

/** Path of the schema for editors, relative to a blueprint in the repository's `blueprints/` folder. */
export const schemaPath = '.schema/blueprint.schema.json'

/** Prints a blueprint as YAML in the order of its keys. Deterministic. */
export function printBlueprint(blueprint: Blueprint): string {
  return printYaml(blueprint, ` yaml-language-server: $schema=${schemaPath}`)
}

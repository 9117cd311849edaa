import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { evaluateExpression, parseExpression, type ModuleCall } from '@groundplan/terraform-module'
import { readModuleDirectory } from '@groundplan/terraform-module-files'
import type { JsonObject } from '@groundplan/terraform-type'

/** Names of examples that show the least first. */
const order = [/^(?:simple|basic|minimal|default)/, /^complete/, /./]

/**
 * The values that the first example of a module passes to it, as somebody copies them: those that are written there, not those of other
 * resources. Empty if it has no example.
 */
export async function readExample(checkout: string, path: string): Promise<JsonObject> {
  const module = resolve(checkout, path)
  const folder = join(checkout, 'examples')
  if (!existsSync(folder)) return {}
  const names = (await readdir(folder)).toSorted((left, right) => rank(left) - rank(right))
  for (const name of names) {
    const directory = join(folder, name)
    const example = await readModuleDirectory(directory).catch(() => undefined)
    const calls = example?.moduleCalls.filter(
      ({ source }) => source?.startsWith('.') === true && resolve(directory, source) === module,
    )
    const [fullest] = (calls ?? [])
      .map(readValues)
      .toSorted((left, right) => Object.keys(right).length - Object.keys(left).length)
    if (fullest !== undefined) return fullest
  }
  return {}
}

function rank(name: string): number {
  return order.findIndex((form) => form.test(name))
}

function readValues(call: ModuleCall): JsonObject {
  return Object.fromEntries(
    call.arguments.flatMap(({ name, expression: text }) => {
      const expression = parseExpression(text)
      const value = expression && evaluateExpression(expression)
      return value === undefined || value === null ? [] : [[name, value] as const]
    }),
  )
}

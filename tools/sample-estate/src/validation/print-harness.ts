import { join } from 'node:path'
import { listVariables } from './list-variables.ts'

/**
 * A root module that calls each of the given modules twice: with its required arguments only, and with all of them. Every
 * argument comes from one variable without a type, whose value is unknown to `terraform validate`, so that one run checks
 * all modules and what they call.
 */
export async function printHarness(root: string, modules: readonly string[]): Promise<string> {
  const calls = await Promise.all(modules.map((module, index) => printCalls(root, module, index)))
  return [...calls.flat(), 'variable "unknown" {}\n'].join('\n')
}

async function printCalls(root: string, module: string, index: number): Promise<string[]> {
  const variables = await listVariables(join(root, module))
  const required = variables.filter((variable) => variable.required)
  return [
    printCall(
      `required-${index}`,
      module,
      required.map(({ name }) => name),
    ),
    printCall(
      `all-${index}`,
      module,
      variables.map(({ name }) => name),
    ),
  ]
}

function printCall(name: string, module: string, parameters: readonly string[]): string {
  const lines = parameters.map((parameter) => `  ${parameter} = var.unknown\n`)
  return `module "${name}" {\n  source = "./${module}"\n${lines.join('')}}\n`
}

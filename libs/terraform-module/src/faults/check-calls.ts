import { acceptsValue, convertValue, printType } from '@groundplan/terraform-type'
import { resolveLocalSource } from '../dependencies/resolve-local-source.ts'
import { isRequired, type ModuleCall, type TerraformModule } from '../module.ts'
import { readConstant } from '../syntax/read-constant.ts'
import { findSecretOutputs, type FindModule } from '../launch/find-secret-outputs.ts'
import { listUndeclaredAliases } from '../launch/find-provider-needs.ts'
import { printReference } from '../launch/list-provider-needs.ts'
import type { ModuleFault } from '../module-fault.ts'

/** What a module is with the modules that it calls. */
export type CallFindings = Pick<TerraformModule, 'faults' | 'calledTerraform' | 'calledProviders'>

/** Deepest chain of calls that is followed. */
const maximumDepth = 20

/** Most faults of calls that are kept. */
const maximumFaults = 50

/**
 * Compares a module's calls with the modules of the same repository that they lead to; `find` takes a directory. The faults are those of the
 * module with those of its calls.
 */
export function checkCalls(module: TerraformModule, find: FindModule): CallFindings {
  const faults: ModuleFault[] = [...findSecretsOfCalls(module, find)]
  const requiredTerraform = new Set<string>()
  for (const call of module.moduleCalls) {
    const called = calledModule(module, call, find)
    if (called === undefined) continue
    faults.push(
      ...checkArguments(call, called),
      ...checkProviders(call, called),
      ...checkOutputs(module, call, called),
    )
    const fault = findFaultInside(called, find, { depth: 0, seen: new Set([module.path]) })
    if (fault !== undefined)
      faults.push(invalid(`The call "${call.name}" leads to a module that Terraform rejects: ${fault}`, call))
    for (const each of listRequirements(called, find)) requiredTerraform.add(each)
  }
  return {
    faults: [...module.faults, ...faults.slice(0, maximumFaults)],
    calledTerraform: [...requiredTerraform],
    calledProviders: [...listTakenOver(module, find, { depth: 0, known: new Map() })],
  }
}

function calledModule(
  { path }: Pick<TerraformModule, 'path'>,
  { source }: ModuleCall,
  find: FindModule,
): TerraformModule | undefined {
  const target = resolveLocalSource(path, source)
  return target === undefined ? undefined : find(target)
}

function invalid(message: string, { position }: Pick<ModuleCall, 'position'>): ModuleFault {
  return { rule: 'invalid-call', message, position }
}

function checkArguments(call: ModuleCall, called: TerraformModule): readonly ModuleFault[] {
  if (hasErrors(called)) return []
  const variables = new Map(called.variables.map((variable) => [variable.name, variable]))
  const given = new Set(call.arguments.map(({ name }) => name))
  const missing = called.variables.filter((variable) => isRequired(variable) && !given.has(variable.name))
  return [
    ...missing.map(({ name }) =>
      invalid(`The call "${call.name}" does not set "${name}", which the called module requires.`, call),
    ),
    ...call.arguments.flatMap((argument): readonly ModuleFault[] => {
      const variable = variables.get(argument.name)
      if (variable === undefined)
        return [
          invalid(
            `The call "${call.name}" sets "${argument.name}", which the called module does not declare.`,
            call,
          ),
        ]
      const { expression } = argument
      const value = readConstant(expression, 0, expression.length)
      const fits =
        value === undefined ||
        value === null ||
        acceptsValue(variable.type, convertValue(value, variable.type))
      if (fits || call.position.file.endsWith('.json')) return []
      const message = `The call "${call.name}" sets "${argument.name}" to a value that does not have the type ${printType(variable.type).slice(0, 100)}.`
      return [invalid(message, call)]
    }),
  ]
}

function checkProviders(call: ModuleCall, called: TerraformModule): readonly ModuleFault[] {
  const passed = new Set(call.providers.map(({ to }) => to))
  const configured = new Set(called.providerConfigurations.map(({ name, alias }) => `${name}.${alias ?? ''}`))
  const missing = called.requiredProviders
    .flatMap(({ configurationAliases }) => configurationAliases)
    .map(({ name, alias = '' }) => `${name}.${alias}`)
    .filter((alias) => !passed.has(alias) && !configured.has(alias))
  const configures = called.providerConfigurations.some(({ argumentNames }) =>
    argumentNames.some((name) => !['alias', 'version'].includes(name)),
  )
  const found = missing.map((alias) =>
    invalid(
      `The call "${call.name}" does not pass the provider configuration ${alias}, which the called module expects.`,
      call,
    ),
  )
  if (!call.isRepeated || !configures) return found
  const message = `The call "${call.name}" uses "count", "for_each" or "depends_on", but the called module configures its own providers.`
  return [...found, invalid(message, call)]
}

/** References to outputs that the called module does not have. A call with `for_each` may have a key of that name. */
function checkOutputs(
  { moduleOutputs }: TerraformModule,
  call: ModuleCall,
  called: TerraformModule,
): readonly ModuleFault[] {
  if (call.isRepeated || hasErrors(called)) return []
  const outputs = new Set(called.outputs.map(({ name }) => name))
  return moduleOutputs
    .filter(({ module, output }) => module === call.name && !outputs.has(output))
    .map(({ output, position }) => ({
      rule: 'invalid-call',
      message: `The module refers to module.${call.name}.${output}, but the called module has no output "${output}".`,
      position,
    }))
}

interface Search {
  readonly depth: number
  readonly seen: ReadonlySet<string>
}

/** The first thing that Terraform rejects in a called module or in those that it calls. */
function findFaultInside(
  module: TerraformModule,
  find: FindModule,
  { depth, seen }: Search,
): string | undefined {
  if (seen.has(module.path)) return 'it calls itself.'
  if (depth > maximumDepth) return undefined
  const error = module.diagnostics.find(({ severity }) => severity === 'error')
  if (error !== undefined) return error.message
  const own = module.faults.find(({ rule }) => rule !== 'secret-output')
  if (own !== undefined) return own.message
  const [alias] = listUndeclaredAliases(module)
  if (alias !== undefined) return `it uses the provider configuration ${alias}, which it does not declare.`
  const inside = { depth: depth + 1, seen: new Set([...seen, module.path]) }
  for (const call of module.moduleCalls) {
    const called = calledModule(module, call, find)
    if (called === undefined) continue
    const [first] = [
      ...checkArguments(call, called),
      ...checkProviders(call, called),
      ...checkOutputs(module, call, called),
    ]
    const message = first?.message ?? findFaultInside(called, find, inside)
    if (message !== undefined) return message
  }
  return undefined
}

function listRequirements(module: TerraformModule, find: FindModule): readonly string[] {
  const found = new Map<string, readonly string[]>()
  const waiting = [module]
  for (let next = waiting.pop(); next !== undefined && found.size < 1_000; next = waiting.pop()) {
    if (found.has(next.path)) continue
    found.set(next.path, next.requiredTerraform)
    for (const call of next.moduleCalls) {
      const called = calledModule(next, call, find)
      if (called !== undefined) waiting.push(called)
    }
  }
  return [...found.values()].flat()
}

/** The names that a module gives to the providers whose configuration without an alias its called modules take over. */
function listTakenOver(
  module: TerraformModule,
  find: FindModule,
  { depth, known }: { readonly depth: number; readonly known: Map<string, ReadonlySet<string>> },
): ReadonlySet<string> {
  const before = known.get(module.path)
  if (before !== undefined) return before
  const found = new Set<string>()
  known.set(module.path, found)
  if (depth > maximumDepth) return found
  for (const call of module.moduleCalls) {
    const called = calledModule(module, call, find)
    if (called === undefined) continue
    const configured = new Set(called.providerConfigurations.map(printReference))
    const own = called.resources.map(({ provider }) => printReference(provider))
    for (const name of new Set([...own, ...listTakenOver(called, find, { depth: depth + 1, known })])) {
      if (configured.has(name)) continue
      const from = call.providers.find(({ to }) => to === name)?.from ?? name
      // What is passed with an alias is the caller's to declare.
      if (!from.includes('.')) found.add(from)
    }
  }
  return found
}

function hasErrors({ diagnostics }: TerraformModule): boolean {
  return diagnostics.some(({ severity }) => severity === 'error')
}

function findSecretsOfCalls(module: TerraformModule, find: FindModule): readonly ModuleFault[] {
  return findSecretOutputs(module, find)
    .filter(({ ofCall }) => ofCall)
    .map(({ message, position }) => ({ rule: 'secret-output', message, position }))
}

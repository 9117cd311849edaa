import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { ModulePart } from '@groundplan/blueprint-generator'
import { readDependencies, type ModuleCall, type TerraformModule } from '@groundplan/terraform-module'
import { listModuleDirectories, readModuleDirectory } from '@groundplan/terraform-module-files'

/** A directory whose module calls somebody has wired by hand, with those of the called modules that are at hand. */
export interface RootComposition {
  readonly directory: string
  readonly repository: string
  readonly parts: readonly ModulePart[]
  /** By `grain.input`, what the author gives it. Inputs that are not given are not there. */
  readonly given: ReadonlyMap<string, GivenValue>
}

export interface GivenValue {
  /** `grain.output` of the parts that the value comes from, also through locals and expressions. */
  readonly from: ReadonlySet<string>
  /** Outputs that have the same value without being where it comes from: their parts hand on what the author gives both. */
  readonly same: ReadonlySet<string>
  /** True if it is one output as it is, or wrapped in a list. */
  readonly isWire: boolean
  /** True if it only comes from called modules that are not among the parts, because they are not at hand. */
  readonly isFromElsewhere: boolean
}

/** Most parts of one composition; configurations with more are frameworks, not examples of how modules go together. */
const maximumParts = 25

/**
 * Finds what people have composed below a directory that has one folder for each repository, named `owner__repository`.
 * Modules from a registry are looked for among them: `owner/name/provider` is `owner__terraform-provider-name`.
 */
export async function* readRootCompositions(
  root: string,
  isSelected: (repository: string) => boolean = () => true,
): AsyncGenerator<RootComposition> {
  const modules = new Map<string, Promise<TerraformModule | undefined>>()
  const read = (directory: string) => {
    const found = modules.get(directory) ?? readModuleDirectory(directory).catch(() => undefined)
    modules.set(directory, found)
    return found
  }
  const seen = new Set<string>()
  const repositories = readdirSync(root).filter(isSelected).toSorted()
  for (const directory of repositories.flatMap((name) => listModuleDirectories(join(root, name)))) {
    const isWorthReading = !directory.includes('/.terraform/') && mayCallSeveral(directory)
    const module = isWorthReading ? await read(directory) : undefined
    if (module === undefined || module.moduleCalls.length < 2) continue
    const calls: Call[] = []
    for (const call of module.moduleCalls) {
      const folder = isSwitchedOff(call) ? undefined : findFolder(root, directory, call.source)
      const called = folder === undefined ? undefined : await read(folder)
      if (folder !== undefined && called !== undefined)
        calls.push({ call, part: toPart(root, folder, call.name, called) })
    }
    const given = listGiven(module, calls)
    const signature = JSON.stringify(calls.map(({ call }) => [call.name, call.source, call.arguments]))
    const isNew = !seen.has(signature)
    seen.add(signature)
    if (!isNew || calls.length < 2 || calls.length > maximumParts) continue
    if (![...given.values()].some(({ from }) => from.size > 0)) continue
    const [repository = ''] = relative(root, directory).split(sep)
    yield { directory, repository, parts: calls.map(({ part }) => part), given }
  }
}

/** A quick look, since most directories call no modules. */
function mayCallSeveral(directory: string): boolean {
  const files = readdirSync(directory).filter((name) => /\.tf(?:\.json)?$/.test(name))
  let calls = 0
  for (const name of files) {
    if (name.endsWith('.json')) return true
    try {
      calls += readFileSync(join(directory, name), 'utf8').match(/^\s*module\s/gm)?.length ?? 0
    } catch {
      // A link that leads nowhere.
    }
  }
  return calls > 1
}

/** Calls that only test that a module can be switched off. */
function isSwitchedOff(call: ModuleCall): boolean {
  return (
    call.name.includes('disabled') ||
    call.arguments.some(
      ({ name, expression }) => /^(?:create|enabled)/.test(name) && expression.trim() === 'false',
    )
  )
}

function findFolder(root: string, directory: string, source: string | undefined): string | undefined {
  if (source === undefined) return undefined
  if (/^\.\.?(?:\/|$)/.test(source)) return join(directory, source)
  const [, owner, name, provider, below = ''] =
    /^(?:registry\.terraform\.io\/)?([\w-]+)\/([\w-]+)\/([\w-]+)(?:\/\/(.*))?$/.exec(source) ?? []
  if (owner === undefined || name === undefined || provider === undefined) return undefined
  const repository = join(root, `${owner}__terraform-${provider}-${name}`)
  return existsSync(repository) ? join(repository, below) : undefined
}

function toPart(root: string, folder: string, grain: string, module: TerraformModule): ModulePart {
  const [repository = '', ...path] = relative(root, folder).split(sep)
  const store = repository.slice(repository.indexOf('__') + 2)
  return { grain, module, source: { store, path: path.join('/') || '.', commit: '0'.repeat(40) } }
}

interface Call {
  readonly call: ModuleCall
  readonly part: ModulePart
}

function listGiven(module: TerraformModule, calls: readonly Call[]): ReadonlyMap<string, GivenValue> {
  const names = new Set(calls.map(({ call }) => call.name))
  const from = new Map<string, Set<string>>()
  const fromElsewhere = new Set<string>()
  for (const flow of readDependencies(module).flows) {
    const to = `${flow.to.module}.${flow.to.argument}`
    if (names.has(flow.from.module) && flow.from.output !== undefined)
      from.set(to, (from.get(to) ?? new Set()).add(`${flow.from.module}.${flow.from.output}`))
    else if (!names.has(flow.from.module)) fromElsewhere.add(to)
  }
  const handedOn = listHandedOn(calls)
  const given = calls.flatMap(({ call }) =>
    call.arguments.map(({ name, expression }): readonly [string, GivenValue] => {
      const place = `${call.name}.${name}`
      const own = from.get(place) ?? new Set()
      return [
        place,
        {
          from: own,
          same: new Set(
            handedOn.get(expression.trim())?.filter((output) => !output.startsWith(`${call.name}.`)),
          ),
          isWire: isOneOutput.test(expression.trim()),
          isFromElsewhere: own.size === 0 && fromElsewhere.has(place),
        },
      ]
    }),
  )
  return new Map(given)
}

const isOneOutput = /^(?:module\.[\w-]+\.[\w-]+|\[\s*module\.[\w-]+\.[\w-]+\s*,?\s*\])$/

/** By expression that an author gives a part, the outputs whose value it then is, e.g. `aws_vpc.this.cidr_block` of a given CIDR block. */
function listHandedOn(calls: readonly Call[]): ReadonlyMap<string, readonly string[]> {
  const found = calls.flatMap(({ call, part }) =>
    part.module.outputs.flatMap(({ name, value = '' }) => {
      const variable = variableOf(part.module, value.trim())
      const expression = call.arguments.find((argument) => argument.name === variable)?.expression.trim()
      const isReference = expression !== undefined && /^[a-z][\w-]*\.[\w.[\]"-]+$/i.test(expression)
      return isReference ? [{ expression, output: `${call.name}.${name}` }] : []
    }),
  )
  const grouped = Map.groupBy(found, ({ expression }) => expression)
  return new Map([...grouped].map(([expression, all]) => [expression, all.map(({ output }) => output)]))
}

/** The variable whose value an expression has: `var.x`, or the attribute that a resource is given it as. */
function variableOf({ uses }: TerraformModule, value: string): string | undefined {
  const direct = /^var\.([\w-]+)$/.exec(value)?.[1]
  if (direct !== undefined) return direct
  const [, resource, attribute] = /^([a-z]\w*_\w+)\.[\w-]+(?:\[\d+\])?\.([\w-]+)$/.exec(value) ?? []
  const used = uses.filter((use) => use.resource === resource && use.argument === attribute)
  return used.length === 1 ? used[0]?.variable : undefined
}

import { readModuleBlocks, type ConfigurationBlock, type SourceFile } from '@groundplan/terraform-module'

/** A module with the variables of another one, its validation rules and what they compute with, and nothing else. */
export interface CheckModule {
  /** Texts by name. Each variable has a file of its own, by which Terraform's errors name it. */
  readonly files: ReadonlyMap<string, string>
  /** Variables by file. */
  readonly variables: ReadonlyMap<string, string>
  /** Variables with rules that are left out: they need more than variables. */
  readonly unchecked: readonly string[]
}

type Argument = ConfigurationBlock['arguments'][number]

/** What reads more than its arguments: files of the module, or functions of a provider. */
const outsideFunction =
  /\b(?:file|filebase64|filebase64sha\d+|file(?:md5|sha1|sha256|sha512|exists|set)|templatefile|abspath|pathexpand)\s*\(|\bprovider::/

/**
 * The module that Terraform checks values with. Variables that are required may be left out in it; rules about them hold until they have a
 * value.
 */
export async function printCheckModule(files: readonly SourceFile[]): Promise<CheckModule> {
  const { blocks } = await readModuleBlocks(files)
  const locals = new Locals(blocks)
  const variables = blocks.filter(({ type, labels }) => type === 'variable' && labels.length === 1)
  const required = new Set(
    variables.flatMap((block) => (argumentOf(block, 'default') === undefined ? [nameOf(block)] : [])),
  )
  const printed = new Map<string, string>()
  const byFile = new Map<string, string>()
  const unchecked: string[] = []
  for (const [index, block] of variables.entries()) {
    const file = `variable_${index}.tf`
    const rules = block.blocks.filter(({ type }) => type === 'validation')
    const checked = rules.flatMap((rule) => printRule(rule, locals, required) ?? [])
    if (checked.length < rules.length) unchecked.push(nameOf(block))
    printed.set(file, printVariable(block, checked, required.has(nameOf(block))))
    byFile.set(file, nameOf(block))
  }
  const used = locals.print()
  return {
    files: used === '' ? printed : new Map([...printed, ['locals.tf', used]]),
    ...{ variables: byFile, unchecked },
  }
}

function nameOf({ labels }: ConfigurationBlock): string {
  return labels[0] ?? ''
}

function argumentOf(block: ConfigurationBlock, name: string): Argument | undefined {
  return block.arguments.find((argument) => argument.name === name)
}

function printVariable(block: ConfigurationBlock, rules: readonly string[], isRequired: boolean): string {
  const kept = ['type', 'sensitive', 'ephemeral', ...(isRequired ? [] : ['default', 'nullable'])]
  const lines = kept.flatMap((name) => {
    const argument = argumentOf(block, name)
    return argument === undefined ? [] : [`  ${name} = ${printArgument(argument)}`]
  })
  const end = isRequired ? ['  default = null'] : []
  return `variable ${JSON.stringify(nameOf(block))} {\n${[...lines, ...end, ...rules].join('\n')}\n}\n`
}

/** Type constraints of JSON syntax are texts. */
function printArgument({ name, expression, constant, position }: Argument): string {
  const isText = name === 'type' && position.file.endsWith('.json') && typeof constant === 'string'
  return isText ? constant : expression.trim()
}

/** A rule that holds while something that it is about has no value; `undefined` if it cannot be checked here. */
function printRule(
  rule: ConfigurationBlock,
  locals: Locals,
  required: ReadonlySet<string>,
): string | undefined {
  const [condition, message] = [argumentOf(rule, 'condition'), argumentOf(rule, 'error_message')]
  if (condition === undefined || message === undefined) return undefined
  const used = locals.resolve([condition, message])
  if (used === undefined) return undefined
  const unknown = [...used].filter((name) => required.has(name)).map((name) => `var.${name} == null`)
  const guard = (text: string, otherwise: string) =>
    unknown.length === 0 ? text.trim() : `${unknown.join(' || ')} ? ${otherwise} : (\n${text.trim()}\n    )`
  // Terraform prints the message before it knows that the condition holds. Before version 1.2 it must be a literal.
  const text = isLiteral(message) ? message.expression.trim() : guard(message.expression, '"-"')
  return `  validation {\n    condition = ${guard(condition.expression, 'true')}\n    error_message = ${text}\n  }`
}

function isLiteral({ constant, freeReferences }: Argument): boolean {
  return typeof constant === 'string' && freeReferences.length === 0
}

/** The locals of a module, of which those are printed that rules need. */
class Locals {
  readonly #arguments = new Map<string, Argument>()
  readonly #used = new Set<string>()

  constructor(blocks: readonly ConfigurationBlock[]) {
    for (const block of blocks)
      if (block.type === 'locals')
        for (const argument of block.arguments) this.#arguments.set(argument.name, argument)
  }

  /** The variables that expressions lead to; `undefined` if they lead to anything else. Notes the locals on the way. */
  resolve(expressions: readonly Argument[]): ReadonlySet<string> | undefined {
    const variables = new Set<string>()
    const locals = new Set<string>()
    const waiting = [...expressions]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (outsideFunction.test(next.expression)) return undefined
      for (const reference of next.freeReferences) {
        const [root, name = ''] = reference.split(/[.[]/)
        if (root === 'var') variables.add(name)
        else if (root !== 'local') return undefined
        else if (!locals.has(name)) {
          const local = this.#arguments.get(name)
          if (local === undefined) return undefined
          locals.add(name)
          waiting.push(local)
        }
      }
    }
    for (const name of locals) this.#used.add(name)
    return variables
  }

  print(): string {
    const lines = [...this.#used].map((name) => `  ${name} = ${this.#arguments.get(name)?.expression.trim()}`)
    return lines.length === 0 ? '' : `locals {\n${lines.join('\n')}\n}\n`
  }
}

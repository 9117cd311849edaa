import { Validator } from '@cfworker/json-schema'
import { readModule } from '@groundplan/terraform-module'
import { listModuleDirectories, readModuleDirectory } from '@groundplan/terraform-module-files'
import {
  acceptsValue,
  normalizeTexts,
  printType,
  textLength,
  toJsonSchema,
  type Json,
  type TerraformType,
  type ValueConstraint,
} from '@groundplan/terraform-type'
import { createRandom } from '@groundplan/testing'
import { conditions } from './prove-constraints-conditions.ts'
import { askTerraform, type Answers, type Question } from './prove-constraints-terraform.ts'
import { collectPool, drawValues } from './prove-constraints-values.ts'

export interface ConstraintsOptions {
  /** Values for each condition. */
  readonly count: number
  /** Modules whose validations are tried too. */
  readonly directory: string | undefined
  readonly seed: number
}

export interface ConstraintsResult {
  readonly seed: number
  readonly conditions: number
  readonly converted: number
  /** Different conditions that were tried. */
  readonly tried: number
  readonly cases: number
  /** Cases that Terraform and the schema accept. */
  readonly accepted: number
  /** Cases with lengths of texts that JSON Schema counts otherwise: there only our own check is compared. */
  readonly otherwiseCounted: number
  /** Cases that Terraform before 1.12 answers in another way, because it fails on a side that does not decide. */
  readonly nullGuardDraws: number
  readonly faults: readonly Fault[]
}

export interface Fault {
  readonly condition: string
  readonly type: string
  readonly constraints: readonly ValueConstraint[]
  readonly value: Json
  /** What the schema says of the value as a form checks it. */
  readonly schema: boolean
  /** What our own check of values says. */
  readonly check: boolean
  readonly terraform: Answers
}

interface Rule {
  readonly variable: string
  readonly type: TerraformType
  readonly condition: string
  readonly constraints: readonly ValueConstraint[]
}

/** How many conditions one run of Terraform answers. */
const batchSize = 60
const maximumFaults = 50

/**
 * Compares what the JSON Schema of a validation's constraints and our own check say of values with what the real Terraform says of
 * them, for a list of conditions of every class and for the validations of real modules.
 */
export async function proveConstraints({
  count,
  directory,
  seed,
}: ConstraintsOptions): Promise<ConstraintsResult> {
  const rules = [...(await builtInRules()), ...(directory === undefined ? [] : await rulesBelow(directory))]
  const converted = rules.filter(({ constraints }) => constraints.length > 0)
  const tried = [...new Map(converted.map((rule) => [keyOf(rule), rule])).values()]
  const random = createRandom(seed)
  const faults: Fault[] = []
  const counts = { cases: 0, accepted: 0, otherwiseCounted: 0, nullGuardDraws: 0 }
  for (let start = 0; start < tried.length && faults.length < maximumFaults; start += batchSize) {
    const batch = tried.slice(start, start + batchSize)
    const questions = batch.map(({ variable, type, condition, constraints }): Question => {
      const pool = collectPool(condition, constraints, seed)
      const values = drawValues({ type, constraints, pool, random, count })
      return { variable, type: printType(type), condition, values }
    })
    const answers = await askTerraform(questions)
    for (const [index, rule] of batch.entries()) {
      const found = compareAnswers(rule, questions[index]?.values ?? [], answers[index] ?? [])
      counts.cases += found.cases
      counts.accepted += found.accepted
      counts.otherwiseCounted += found.otherwiseCounted
      counts.nullGuardDraws += found.nullGuardDraws
      faults.push(...found.faults)
    }
    process.stderr.write(
      `${start + batch.length}/${tried.length}: ${JSON.stringify(counts)}, ${faults.length} faults\n`,
    )
  }
  return {
    seed,
    conditions: rules.length,
    converted: converted.length,
    tried: tried.length,
    ...counts,
    faults,
  }
}

function keyOf({ variable, type, condition }: Rule): string {
  return JSON.stringify([condition.replaceAll(variable, 'x'), type])
}

function compareAnswers(rule: Rule, values: readonly Json[], answers: readonly Answers[]) {
  const { type, condition, constraints } = rule
  const validator = new Validator(toJsonSchema(type, { constraints }) as object, '7')
  const faults: Fault[] = []
  const hasLengths = /"m(?:in|ax)Length"/.test(JSON.stringify(constraints))
  let [accepted, otherwiseCounted, nullGuardDraws] = [0, 0, 0]
  for (const [index, value] of values.entries()) {
    const terraform = answers[index]
    if (terraform === undefined) continue
    if (terraform.written !== terraform.shortCircuit) nullGuardDraws += 1
    const isAccepted = terraform.shortCircuit === 'true'
    const check = acceptsValue(type, value, { constraints })
    const isOtherwise = hasLengths && isCountedOtherwise(value)
    const schema = isOtherwise ? check : validator.validate(normalizeTexts(value)).valid
    if (isOtherwise) otherwiseCounted += 1
    if (check && isAccepted) accepted += 1
    if (schema !== isAccepted || check !== isAccepted)
      faults.push({ condition, type: printType(type), constraints, value, schema, check, terraform })
  }
  return { cases: values.length, accepted, otherwiseCounted, nullGuardDraws, faults: faults.slice(0, 2) }
}

/** True if a text in it has more code points than characters. */
function isCountedOtherwise(value: Json): boolean {
  if (typeof value === 'string') return textLength(value) !== [...value.normalize('NFC')].length
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(
    ([key, inner]) => isCountedOtherwise(key) || isCountedOtherwise(inner as Json),
  )
}

async function builtInRules(): Promise<readonly Rule[]> {
  const text = conditions
    .map(([type, condition], index) => {
      const name = `x${index}`
      const renamed = condition.replaceAll(/\bvar\.x\b/g, `var.${name}`)
      return `variable "${name}" {\n  type = ${type}\n  validation {\n    condition = (\n${renamed}\n)\n    error_message = "no"\n  }\n}\n`
    })
    .join('')
  const bytes = new TextEncoder().encode(text)
  const { variables, diagnostics } = await readModule({ path: '.', files: [{ path: 'main.tf', bytes }] })
  if (diagnostics.length > 0) throw new Error(`The list of conditions: ${JSON.stringify(diagnostics[0])}`)
  const rules = variables.flatMap(rulesOf)
  const missing = rules.filter(({ constraints }) => constraints.length === 0)
  if (missing.length > 0) {
    const list = missing.map(({ condition }) => condition.trim()).join('\n')
    throw new Error(`These conditions of the list give no constraints:\n${list}`)
  }
  return rules
}

type Variables = Awaited<ReturnType<typeof readModule>>['variables']

function rulesOf({ name, type, validations }: Variables[number]): readonly Rule[] {
  return validations.map(({ condition, constraints }) => ({ variable: name, type, condition, constraints }))
}

async function rulesBelow(directory: string): Promise<readonly Rule[]> {
  const rules: Rule[] = []
  for (const path of listModuleDirectories(directory))
    rules.push(...(await readModuleDirectory(path)).variables.flatMap(rulesOf))
  return rules
}

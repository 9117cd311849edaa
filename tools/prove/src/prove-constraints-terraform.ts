import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runProgram } from '@groundplan/process'
import type { Json } from '@groundplan/terraform-type'
import { shortCircuit } from './prove-constraints-short-circuit.ts'

/** A validation and values to put before it. */
export interface Question {
  readonly variable: string
  /** The type as Terraform writes it. */
  readonly type: string
  readonly condition: string
  readonly values: readonly Json[]
}

/** What Terraform says of one value; `error` where the condition cannot be evaluated. */
export type Answer = 'true' | 'false' | 'error'

export interface Answers {
  /** The condition as this Terraform understands it. */
  readonly written: Answer
  /** The condition as Terraform understands it since 1.12. */
  readonly shortCircuit: Answer
}

/** The answers of the real Terraform, by question and value. One run answers them all. */
export async function askTerraform(questions: readonly Question[]): Promise<readonly (readonly Answers[])[]> {
  const directory = await mkdtemp(join(tmpdir(), 'groundplan-constraints-'))
  try {
    await writeQuestions(directory, questions)
    await terraform(directory, 'init', '-backend=false', '-input=false')
    await terraform(directory, 'apply', '-auto-approve', '-input=false', '-refresh=false')
    const output = JSON.parse(await terraform(directory, 'output', '-json'))
    return questions.map(({ values }, number) =>
      values.map((_, index) => {
        const [written, later] = output[`a${number}`].value[index]
        return { written, shortCircuit: later }
      }),
    )
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function writeQuestions(directory: string, questions: readonly Question[]): Promise<void> {
  let root = 'locals {\n  values = jsondecode(file("values.json"))\n}\n'
  const texts: (readonly string[])[] = []
  for (const [number, question] of questions.entries()) {
    const { variable, type, condition, values } = question
    const later = shortCircuit(condition) ?? condition
    await mkdir(join(directory, `m${number}`))
    await writeFile(
      join(directory, `m${number}`, 'main.tf'),
      `variable "${variable}" {\n  type = ${type}\n}\noutput "a" {\n  value = [${verdict(condition)}, ${verdict(later)}]\n}\n`,
    )
    texts.push(values.map((value) => JSON.stringify(value)))
    root += `module "m${number}" {
  source   = "./m${number}"
  for_each = { for index, value in local.values[${number}] : index => value }
  ${variable} = jsondecode(each.value)
}
output "a${number}" {
  value = [for index, value in local.values[${number}] : module.m${number}[index].a]
}
`
  }
  await writeFile(join(directory, 'main.tf'), root)
  await writeFile(join(directory, 'values.json'), JSON.stringify(texts))
}

/** Null is no verdict: Terraform refuses the value, as after an error. */
function verdict(condition: string): string {
  return `try((\n${condition}\n) ? "true" : "false", "error")`
}

async function terraform(directory: string, ...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runProgram('terraform', [...args, '-no-color'], {
    cwd: directory,
  })
  if (exitCode !== 0) throw new Error(`terraform ${args.join(' ')}: ${stderr.slice(0, 2_000)}`)
  return stdout.toString('utf8')
}

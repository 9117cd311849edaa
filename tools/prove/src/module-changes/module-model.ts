/** A module of `terraform_data` resources, which needs no provider, as the proof draws and changes it. */
export interface ModuleModel {
  readonly requiredVersion: string
  /** Entries of `required_providers`; only the built-in provider, which needs no download. */
  readonly requiredProviders: readonly string[]
  /** Expressions by name. */
  readonly locals: Readonly<Record<string, string>>
  readonly resources: readonly ResourceModel[]
  readonly calls: readonly CallModel[]
  readonly outputs: Readonly<Record<string, string>>
  /** Whole blocks of other kinds. */
  readonly blocks: readonly string[]
  /** Conditions on the variable `a`, which is a text. */
  readonly validations: readonly string[]
}

export interface ResourceModel {
  readonly name: string
  readonly input: string
  /** What makes Terraform replace it; empty for nothing. */
  readonly trigger: string
  /** `count = 1`, `for_each = toset(["x"])`, or empty. */
  readonly repetition: string
  /** Arguments and blocks of its `lifecycle` block. */
  readonly lifecycle: readonly string[]
}

export interface CallModel {
  readonly name: string
  readonly argument: string
  readonly repetition: string
  readonly resources: readonly ResourceModel[]
}

/** Files by path. */
export function printModel(model: ModuleModel): Readonly<Record<string, string>> {
  const children = model.calls.map(
    ({ name, resources }) =>
      [
        `${name}/main.tf`,
        `variable "v" {}\n${resources.map(printResource).join('')}output "o" {\n  value = var.v\n}\n`,
      ] as const,
  )
  const main = [
    `terraform {\n  required_version = "${model.requiredVersion}"\n${printProviders(model.requiredProviders)}}\n`,
    `variable "a" {\n  type = string\n${model.validations.map((each) => `  validation {\n    condition = ${each}\n    error_message = "No."\n  }\n`).join('')}}\n`,
    'variable "n" {\n  type = number\n}\n',
    `locals {\n${Object.entries(model.locals)
      .map(([name, text]) => `  ${name} = ${text}\n`)
      .join('')}}\n`,
    ...model.resources.map(printResource),
    ...model.calls.map(
      ({ name, argument, repetition }) =>
        `module "${name}" {\n  source = "./${name}"\n  v = ${argument}\n${repetition === '' ? '' : `  ${repetition}\n`}}\n`,
    ),
    ...Object.entries(model.outputs).map(([name, text]) => `output "${name}" {\n  value = ${text}\n}\n`),
    ...model.blocks,
  ]
  return Object.fromEntries([['main.tf', main.join('')], ...children])
}

function printProviders(entries: readonly string[]): string {
  return entries.length === 0 ? '' : `  required_providers {\n    ${entries.join('\n    ')}\n  }\n`
}

function printResource({ name, input, trigger, repetition, lifecycle }: ResourceModel): string {
  const lines = [
    repetition,
    `input = ${input}`,
    trigger === '' ? '' : `triggers_replace = ${trigger}`,
    ...(lifecycle.length === 0 ? [] : ['lifecycle {', ...lifecycle, '}']),
  ]
  return `resource "terraform_data" "${name}" {\n${lines.filter((line) => line !== '').join('\n')}\n}\n`
}

import type { Variable } from '@groundplan/terraform-module'
import { stringifyJson, type Json } from '@groundplan/terraform-type'
import { keepingOf, toJson, type ResolvedValue } from './resolved-value.ts'
import { printExpression } from './terraform-text.ts'

/** The variables of a root module, and where their values go: secrets to the environment, all others to a file. */
export class RootValues {
  readonly #taken: Set<string>
  readonly #declared = new Map<string, Json>()
  readonly #added = new Map<string, Json>()
  readonly #plain = new Map<string, Json>()
  readonly #secret = new Map<string, string>()

  constructor(taken: ReadonlySet<string>) {
    this.#taken = new Set(taken)
  }

  /** A value for a variable of the module; `isDeclared` if the root module is the module itself. */
  add(variable: Variable, value: ResolvedValue, isDeclared = false): void {
    const keeping = keepingOf(value)
    const isSecret = keeping.secret || variable.sensitive
    const isEphemeral = keeping.ephemeral || variable.ephemeral
    this.#declared.set(variable.name, describeVariable(isSecret, isEphemeral))
    const json = toJson(value)
    if (!isSecret && !isEphemeral) this.#plain.set(variable.name, json)
    else
      this.#secret.set(variable.name, isDeclared ? printForVariable(variable, json) : printExpression(json))
  }

  /** Adds a variable for a secret and returns its reference. */
  addSecret(value: Json, ephemeral: boolean): string {
    let name = ''
    for (let count = 1; name === '' || this.#taken.has(name); count += 1) name = `provider_setting_${count}`
    this.#taken.add(name)
    this.#added.set(name, describeVariable(true, ephemeral))
    this.#secret.set(name, printExpression(value))
    return `\${var.${name}}`
  }

  declarations(): Readonly<Record<string, Json>> {
    return toSection([...this.#declared, ...this.#added])
  }

  /** Variables that the module does not have. */
  additions(): Readonly<Record<string, Json>> {
    return toSection([...this.#added])
  }

  files(path: string): readonly (readonly [string, string])[] {
    return this.#plain.size === 0 ? [] : [[path, `${stringifyJson(Object.fromEntries(this.#plain), 2)}\n`]]
  }

  environment(): readonly (readonly [string, string])[] {
    return [...this.#secret].map(([name, text]) => [`TF_VAR_${name}`, text])
  }
}

function toSection(variables: readonly (readonly [string, Json])[]): Readonly<Record<string, Json>> {
  return variables.length === 0 ? {} : { variable: Object.fromEntries(variables) }
}

/** The module itself converts values to its types. */
function describeVariable(sensitive: boolean, ephemeral: boolean): Json {
  return { type: 'any', ...(sensitive ? { sensitive: true } : {}), ...(ephemeral ? { ephemeral: true } : {}) }
}

/** Terraform reads the environment variable of a plain text as it is, and that of other types as an expression. */
function printForVariable({ type, typeDeclared }: Variable, value: Json): string {
  const isText = type.kind === 'string' || type.kind === 'number' || type.kind === 'bool' || !typeDeclared
  return isText && typeof value === 'string' ? value : printExpression(value)
}

import type { TerraformModule } from '../module.ts'

/** What references of a module can mean. */
export interface Declared {
  /** References of each. */
  readonly locals: ReadonlyMap<string, readonly string[]>
  readonly variables: ReadonlySet<string>
  readonly moduleCalls: ReadonlySet<string>
  /** Addresses: `aws_vpc.this`, `data.aws_ami.newest`. */
  readonly resources: ReadonlySet<string>
}

export function listDeclared({ locals, variables, moduleCalls, resources }: TerraformModule): Declared {
  return {
    locals: new Map(locals.map(({ name, references }) => [name, references])),
    variables: new Set(variables.map(({ name }) => name)),
    moduleCalls: new Set(moduleCalls.map(({ name }) => name)),
    resources: new Set(
      resources.map(({ mode, type, name }) => `${mode === 'managed' ? '' : `${mode}.`}${type}.${name}`),
    ),
  }
}

/** The part of a reference that names the resource. */
export function resourceAddress(reference: string): string {
  const isPrefixed = /^(?:data|ephemeral)\./.test(reference)
  return reference
    .split('.')
    .slice(0, isPrefixed ? 3 : 2)
    .join('.')
}

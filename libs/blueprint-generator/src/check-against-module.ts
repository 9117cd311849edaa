import {
  didYouMean,
  findReferences,
  limitFindings,
  terraformGrains,
  type Blueprint,
  type BlueprintFinding,
  type GrainSource,
  type TerraformGrain,
} from '@groundplan/blueprint'
import { hasErrors } from '@groundplan/errors'
import { isRequired, listProviderNeeds, type TerraformModule } from '@groundplan/terraform-module'

/** The content at a grain's path and revision. */
export type LookedUpModule =
  | { readonly status: 'found'; readonly module: TerraformModule }
  | { readonly status: 'no-revision' }
  | { readonly status: 'no-module' }

/** Reads the module that a source names; `undefined` if its repository is not at hand. */
export type ModuleLookup = (source: GrainSource) => Promise<LookedUpModule | undefined>

/**
 * Compares what grains give to their modules and want from them with what these modules have. Grains whose repositories are not
 * at hand are left out.
 */
export async function checkAgainstModules(
  blueprint: Blueprint,
  lookup: ModuleLookup,
): Promise<readonly BlueprintFinding[]> {
  const findings: BlueprintFinding[] = []
  const ephemeral = new Set(
    Object.entries(blueprint.inputs ?? {}).flatMap(([name, input]) =>
      input?.ephemeral === true ? [name] : [],
    ),
  )
  for (const [name, grain] of terraformGrains(blueprint)) {
    const answer = await lookup(grain.spec.source)
    if (answer !== undefined) findings.push(...limitFindings(checkGrain(name, grain, { answer, ephemeral })))
  }
  return findings
}

function checkGrain(
  name: string,
  grain: TerraformGrain,
  { answer, ephemeral }: { readonly answer: LookedUpModule; readonly ephemeral: ReadonlySet<string> },
): readonly BlueprintFinding[] {
  const { source } = grain.spec
  const place = ['grains', name, 'spec', 'source']
  if (answer.status === 'no-revision') {
    const key = source.commit === undefined ? (source.branch === undefined ? 'tag' : 'branch') : 'commit'
    const message = `Repository "${source.store}" of grain "${name}" has no ${key} "${source[key] ?? ''}".`
    const hint = 'Fetch the repository, or use a revision that it has.'
    return [{ rule: 'unknown-commit', path: [...place, key], message, hint }]
  }
  if (answer.status === 'no-module') {
    const message = `Repository "${source.store}" of grain "${name}" has no Terraform module at "${source.path}".`
    const hint = 'Use a directory with committed .tf files.'
    return [{ rule: 'unknown-module', path: [...place, 'path'], message, hint }]
  }
  const { module } = answer
  if (hasErrors(module.diagnostics)) {
    const [first] = module.diagnostics.filter(({ severity }) => severity === 'error')
    const message = `The module of grain "${name}" has errors: ${first?.file ?? ''}: ${first?.message ?? ''}`
    const hint = 'Run `groundplan module inspect` for details. Inputs and outputs were not compared.'
    return [{ rule: 'broken-module', path: [...place, 'path'], message, hint }]
  }
  return [
    ...checkInputs(name, grain, module),
    ...checkEphemeral(name, grain, { module, ephemeral }),
    ...checkProviders(name, grain, module),
    ...checkOutputs(name, grain, module),
  ]
}

function checkInputs(
  name: string,
  { spec }: TerraformGrain,
  module: TerraformModule,
): readonly BlueprintFinding[] {
  const entries = (spec.inputs ?? []).flatMap((entry, index) =>
    Object.keys(entry).map((key) => ({ key, index })),
  )
  const given = new Set(entries.map(({ key }) => key))
  const variables = module.variables.map((variable) => variable.name)
  const known = new Set(variables)
  // The value of `_` is known only at launch: it sets several inputs at once.
  const mayGiveMore = given.has('_')
  const unknown = entries.filter(({ key }) => key !== '_' && !known.has(key))
  const missing = mayGiveMore ? [] : module.variables.filter((one) => isRequired(one) && !given.has(one.name))
  return [
    ...limitFindings(unknown).map(({ key, index }): BlueprintFinding => ({
      rule: 'unknown-module-input',
      path: ['grains', name, 'spec', 'inputs', String(index), key],
      message: `The module of grain "${name}" has no variable "${key}".`,
      hint: didYouMean(key, variables) ?? 'Remove it, or pin a revision that has the variable.',
    })),
    ...limitFindings(missing).map((variable): BlueprintFinding => ({
      rule: 'missing-module-input',
      path: ['grains', name, 'spec', 'inputs'],
      message: `Grain "${name}" does not set "${variable.name}", which its module requires.`,
      hint: `Add \`- ${variable.name}: …\` to its inputs.`,
    })),
  ]
}

/** Terraform stores what ordinary variables get in plans and states. */
function checkEphemeral(
  name: string,
  { spec }: TerraformGrain,
  { module, ephemeral }: { readonly module: TerraformModule; readonly ephemeral: ReadonlySet<string> },
): readonly BlueprintFinding[] {
  const stored = new Set(module.variables.filter((each) => !each.ephemeral).map((each) => each.name))
  return (spec.inputs ?? []).flatMap((entry, index) =>
    Object.entries(entry).flatMap(([key, value]): readonly BlueprintFinding[] => {
      const input = findReferences(value).find(
        (reference) => reference.kind === 'input' && ephemeral.has(reference.name),
      )
      if (input?.kind !== 'input' || !stored.has(key)) return []
      const message = `The ephemeral input "${input.name}" sets "${key}" of grain "${name}", which its module does not declare as ephemeral.`
      const hint = 'Remove `ephemeral` from the input, or add `ephemeral = true` to the variable.'
      const path = ['grains', name, 'spec', 'inputs', String(index), key]
      return [{ rule: 'stored-ephemeral-value', path, message, hint }]
    }),
  )
}

/** A module gets every configuration that it expects, and none that it does not know. */
function checkProviders(
  name: string,
  { spec: { providers = {} } }: TerraformGrain,
  module: TerraformModule,
): readonly BlueprintFinding[] {
  const path = ['grains', name, 'spec', 'providers']
  const aliases = new Set(
    listProviderNeeds(module).flatMap((need) => need.aliases.map((alias) => `${need.name}.${alias}`)),
  )
  const own = new Set(
    module.providerConfigurations.flatMap(({ name: provider, alias }) =>
      alias === undefined ? [] : [`${provider}.${alias}`],
    ),
  )
  const missing = [...aliases].filter((alias) => !Object.hasOwn(providers, alias))
  const unknown = Object.keys(providers).filter(
    (key) => key.includes('.') && !aliases.has(key) && !own.has(key),
  )
  return [
    ...limitFindings(missing).map((alias): BlueprintFinding => ({
      rule: 'missing-provider',
      path,
      message: `Grain "${name}" lacks the provider configuration "${alias}", which its module expects.`,
      hint: `Add \`${alias}\` to its providers.`,
    })),
    ...limitFindings(unknown).map((key): BlueprintFinding => ({
      rule: 'unknown-provider',
      path: [...path, key],
      message: `The module of grain "${name}" has no provider configuration "${key}".`,
      hint: didYouMean(key, [...aliases, ...own]) ?? 'Remove it, or pin a revision that expects it.',
    })),
  ]
}

function checkOutputs(
  name: string,
  { spec }: TerraformGrain,
  module: TerraformModule,
): readonly BlueprintFinding[] {
  const outputs = module.outputs.map((output) => output.name)
  const known = new Set(outputs)
  const unknown = (spec.outputs ?? [])
    .map((output, index) => ({ output, index }))
    .filter(({ output }) => !known.has(output))
  return limitFindings(unknown).map(({ output, index }) => ({
    rule: 'unknown-module-output',
    path: ['grains', name, 'spec', 'outputs', String(index)],
    message: `The module of grain "${name}" has no output "${output}".`,
    hint: didYouMean(output, outputs) ?? 'Remove it, or pin a revision that has the output.',
  }))
}

import type { Diagnostic } from '@groundplan/errors'
import type { ConfigurationArgument, ConfigurationBlock } from '@groundplan/terraform-module'
import type { EnvironmentVariable } from '../composition-plan.ts'
import { printRootText } from './print-root-value.ts'
import { providerVariables, secretVariables } from './provider-variables.ts'
import type { RootBlocks } from './root-blocks.ts'
import type { RootEvaluation } from './root-evaluation.ts'
import { constantOf, NotCarried } from './root-value.ts'

export interface FoundProviderSettings {
  readonly variables: readonly EnvironmentVariable[]
  readonly diagnostics: readonly Diagnostic[]
}

const hint =
  'Remove it, configure the provider inside the called modules, or launch the root module as a single grain: `groundplan blueprint generate`.'

/**
 * The settings of a root module's providers for one grain, as environment variables. Whatever has no such variable is an error
 * with its place.
 */
export function readProviderSettings(
  grain: string,
  given: readonly ConfigurationArgument[],
  { providers }: RootBlocks,
  evaluation: RootEvaluation,
): FoundProviderSettings {
  const variables: EnvironmentVariable[] = []
  const diagnostics: Diagnostic[] = []
  const passed = given.find(({ name }) => name === 'providers')
  const mapping = new Map(readMapping(passed))
  for (const [to, from] of mapping) {
    const problem = passed && checkPassed(to, from, passed, providers)
    if (problem !== undefined) diagnostics.push(problem)
  }
  const names = new Set(providers.map(({ labels }) => labels[0] ?? ''))
  for (const name of names) {
    const block = findProvider(providers, mapping.get(name) ?? name)
    if (block === undefined) continue
    for (const setting of block.arguments) {
      if (setting.name === 'alias' || setting.name === 'version') continue
      try {
        variables.push(...readSetting(grain, name, setting, evaluation))
      } catch (error) {
        if (!(error instanceof NotCarried)) throw error
        const message = `"${setting.name}" of provider "${name}" cannot be carried over: ${error.message}.`
        diagnostics.push({ severity: 'error', rule: 'provider-setting', ...setting.position, message, hint })
      }
    }
    for (const { type, position } of block.blocks) {
      const message = `"${type}" of provider "${name}" cannot be carried over: no environment variable sets it.`
      diagnostics.push({ severity: 'error', rule: 'provider-setting', ...position, message, hint })
    }
  }
  return { variables, diagnostics }
}

function readSetting(
  grain: string,
  provider: string,
  setting: ConfigurationArgument,
  evaluation: RootEvaluation,
): readonly EnvironmentVariable[] {
  const value = evaluation.evaluate(setting)
  const known = constantOf(value)
  if (known === null) return []
  const name = providerVariables[provider === 'google-beta' ? 'google' : provider]?.[setting.name]
  if (name === undefined) throw new NotCarried('no environment variable sets it')
  if (secretVariables.has(name) && known !== undefined && known !== '')
    throw new NotCarried('it is a secret, which the blueprint would show. Use a sensitive variable')
  return [{ grain, name, value: printRootText(value) }]
}

/** `{ aws = aws.west }` as pairs of references. */
function readMapping(passed: ConfigurationArgument | undefined): readonly (readonly [string, string])[] {
  const text = passed?.expression ?? ''
  return [...text.matchAll(/([\w-]+(?:\.[\w-]+)?)"?\s*[=:]\s*"?([\w-]+(?:\.[\w-]+)?)/g)].map(
    ([, to = '', from = '']) => [to, from] as const,
  )
}

function checkPassed(
  to: string,
  from: string,
  { position }: ConfigurationArgument,
  providers: readonly ConfigurationBlock[],
): Diagnostic | undefined {
  const refuse = (reason: string): Diagnostic => ({
    severity: 'error',
    rule: 'providers',
    ...position,
    message: `The provider "${from}" cannot be passed as "${to}": ${reason}.`,
    hint,
  })
  if (to.includes('.')) return refuse('a grain has only one configuration of each provider')
  if (from.split('.')[0] !== to) return refuse('a grain cannot use one provider in place of another')
  if (from.includes('.') && findProvider(providers, from) === undefined)
    return refuse('the root module does not configure it')
  return undefined
}

/** Finds `aws` or `aws.west`. */
function findProvider(
  providers: readonly ConfigurationBlock[],
  reference: string,
): ConfigurationBlock | undefined {
  const [name, alias] = reference.split('.')
  return providers.find(
    (block) =>
      block.labels[0] === name && block.arguments.find((each) => each.name === 'alias')?.constant === alias,
  )
}

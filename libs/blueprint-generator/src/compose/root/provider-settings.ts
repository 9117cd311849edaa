import { parseProviderAddress, printProviderAddress } from '@groundplan/blueprint'
import type { Diagnostic } from '@groundplan/errors'
import type { ConfigurationArgument, ConfigurationBlock, TerraformModule } from '@groundplan/terraform-module'
import type { Json } from '@groundplan/terraform-type'
import { isSecretSetting } from '../../merge-providers.ts'
import type { ProviderSettings } from '../composition-plan.ts'
import type { ModulePart } from '../part.ts'
import { printRootValue } from './print-root-value.ts'
import type { RootBlocks } from './root-blocks.ts'
import type { RootEvaluation } from './root-evaluation.ts'
import { constantOf, NotCarried } from './root-value.ts'

export interface FoundProviderSettings {
  readonly providers: readonly ProviderSettings[]
  readonly diagnostics: readonly Diagnostic[]
}

export interface RootProviders {
  readonly root: TerraformModule
  readonly blocks: RootBlocks
  readonly evaluation: RootEvaluation
}

const hint =
  'Remove it, configure the provider inside the called modules, or launch the root module as a single grain: `groundplan blueprint generate`.'

/** Arguments of a `provider` block that are not settings of the provider. */
const metaArguments: ReadonlySet<string> = new Set(['alias', 'version'])

/**
 * The settings of a root module's providers for one grain: those of the configurations that the call is passed, and the default ones,
 * which Terraform passes on by itself. Whatever a blueprint cannot say is an error with its place.
 */
export function readProviderSettings(
  { grain, module }: Pick<ModulePart, 'grain' | 'module'>,
  given: readonly ConfigurationArgument[],
  { root, blocks: { providers }, evaluation }: RootProviders,
): FoundProviderSettings {
  const diagnostics: Diagnostic[] = []
  const passed = given.find(({ name }) => name === 'providers')
  const mapping = new Map(readMapping(passed))
  for (const [to, from] of mapping) {
    const problem = passed && checkPassed(to, from, passed, providers)
    if (problem === undefined) continue
    diagnostics.push(problem)
    mapping.delete(to)
  }
  for (const { labels } of providers)
    if (!mapping.has(labels[0] ?? '')) mapping.set(labels[0] ?? '', labels[0] ?? '')
  const used = [...mapping].filter(([to]) => mayUse(module, to))
  const found = used.flatMap(([to, from]): readonly ProviderSettings[] => {
    const block = findProvider(providers, from)
    if (block === undefined) return []
    const settings = readBlock(block, { provider: from, evaluation, diagnostics })
    if (Object.keys(settings).length === 0) return []
    const name = parseProviderAddress(to)?.name
    const source = root.requiredProviders.find((each) => each.name === name)?.source
    return [{ grain, provider: to, configuration: { ...(source === undefined ? {} : { source }), settings } }]
  })
  return { providers: found, diagnostics }
}

/** True unless the module is known not to use the provider: it calls no other modules, and neither requires nor uses it itself. */
function mayUse({ moduleCalls, requiredProviders, resources }: ModulePart['module'], to: string): boolean {
  const name = parseProviderAddress(to)?.name ?? to
  if (moduleCalls.length > 0 || requiredProviders.some((each) => each.name === name)) return true
  return resources.some(({ provider }) => provider.name === name)
}

interface BlockContext {
  /** As the root module names it. */
  readonly provider: string
  readonly evaluation: RootEvaluation
  readonly diagnostics: Diagnostic[]
}

/** Arguments and blocks as a grain writes them; of several blocks of one type, a list. */
function readBlock(
  block: Pick<ConfigurationBlock, 'arguments' | 'blocks'>,
  context: BlockContext,
): Record<string, Json> {
  const settings: Record<string, Json> = {}
  for (const setting of block.arguments) {
    if (metaArguments.has(setting.name)) continue
    try {
      const value = readSetting(setting, context.evaluation)
      if (value !== null) settings[setting.name] = value
    } catch (error) {
      if (!(error instanceof NotCarried)) throw error
      report(context, setting.name, setting.position, error.message)
    }
  }
  const byType = Map.groupBy(block.blocks, ({ type }) => type)
  for (const [type, blocks] of byType) {
    const [first] = blocks
    if (first === undefined) continue
    if (type === 'dynamic') {
      report(context, type, first.position, 'the number of blocks is only known at launch')
      continue
    }
    const values = blocks.map((each) => readBlock(each, context))
    settings[type] = values.length === 1 ? (values[0] ?? {}) : values
  }
  return settings
}

function readSetting(setting: ConfigurationArgument, evaluation: RootEvaluation): Json {
  const value = evaluation.evaluate(setting)
  const known = constantOf(value)
  if (isSecretSetting(setting.name) && known !== undefined && known !== null && known !== '')
    throw new NotCarried('it is a secret, which the blueprint would show. Use a sensitive variable')
  return printRootValue(value)
}

function report(
  { provider, diagnostics }: BlockContext,
  name: string,
  position: ConfigurationArgument['position'],
  reason: string,
): void {
  const message = `"${name}" of provider "${provider}" cannot be carried over: ${reason}.`
  diagnostics.push({ severity: 'error', rule: 'provider-setting', ...position, message, hint })
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
  const [target, source] = [parseProviderAddress(to), parseProviderAddress(from)]
  if (target === undefined || source === undefined)
    return refuse('it is not the name of a provider configuration')
  if (source.name !== target.name) return refuse('a grain cannot use one provider in place of another')
  if (source.alias !== undefined && findProvider(providers, from) === undefined)
    return refuse('the root module does not configure it')
  return undefined
}

/** Finds `aws` or `aws.west`. */
function findProvider(
  providers: readonly ConfigurationBlock[],
  reference: string,
): ConfigurationBlock | undefined {
  return providers.find(({ labels, arguments: all }) => {
    const alias = all.find(({ name }) => name === 'alias')?.constant
    const address = { name: labels[0] ?? '', alias: typeof alias === 'string' ? alias : undefined }
    return printProviderAddress(address) === reference
  })
}

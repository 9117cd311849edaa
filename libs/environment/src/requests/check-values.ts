import { requirePermission, type Caller } from '@groundplan/access'
import { noPresets } from '@groundplan/blueprint'
import type { JsonObject } from '@groundplan/terraform-type'
import type { ValueCheck, ValueChecker } from '../ports/value-checker.ts'
import { findBlueprintVersion, type EnvironmentDependencies } from './environment-dependencies.ts'

export interface ValuesToCheck {
  /** The latest version if none is named. */
  readonly blueprint: { readonly name: string; readonly version?: string | undefined }
  /** As far as the form is filled in. */
  readonly inputs: JsonObject
}

/** What the modules of a blueprint say about the values of a launch form. Throws NotFoundError, NotAllowedError or InputError. */
export async function checkValues(
  wish: ValuesToCheck,
  caller: Caller,
  dependencies: Pick<EnvironmentDependencies, 'spaceId' | 'catalog' | 'findPresets'> & {
    readonly valueChecker?: ValueChecker | undefined
  },
  signal?: AbortSignal,
): Promise<ValueCheck> {
  const { spaceId, findPresets, valueChecker } = dependencies
  requirePermission(caller, 'environments.launch', spaceId)
  const { version, blueprint } = await findBlueprintVersion(wish.blueprint, dependencies)
  if (valueChecker === undefined)
    return { problems: [], unchecked: [], unavailable: 'This server does not check values with Terraform.' }
  const presets = (await findPresets?.(version.name)) ?? noPresets
  const values = { ...presets.defaults, ...wish.inputs, ...presets.hidden }
  const check = await valueChecker.check(blueprint, values, signal)
  // What the space fixes is nothing that whoever fills in the form could change.
  const problems = check.problems.map(({ input, message }) =>
    input !== undefined && Object.hasOwn(presets.hidden, input)
      ? { message: `The space fixes "${input}": ${message}` }
      : { input, message },
  )
  return { ...check, problems }
}

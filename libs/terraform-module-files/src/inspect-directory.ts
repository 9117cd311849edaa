import { errorMessage, hasErrors } from '@groundplan/errors'
import { inspectModule, isRequired, readModule, type TerraformModule } from '@groundplan/terraform-module'
import { stringifyJson } from '@groundplan/terraform-type'
import { readCheckedDirectory } from './read-checked-directory.ts'

/** Result of inspecting one module directory. */
export interface InspectedModule {
  readonly directory: string
  /** The inspection as one line of JSON, if requested. */
  readonly line: string | undefined
  /** True if the module has errors. */
  readonly hasErrors: boolean
  readonly counts: { readonly variables: number; readonly required: number; readonly outputs: number }
}

/** Inspects one directory. Never throws: unreadable modules get a diagnostic. */
export async function inspectDirectory(directory: string, withLine: boolean): Promise<InspectedModule> {
  try {
    return describe(directory, await readCheckedDirectory(directory), withLine)
  } catch (error) {
    return inspectUnreadable(directory, errorMessage(error), withLine)
  }
}

/** Placeholder for a module that could not be read: empty except for a diagnostic. */
export async function inspectUnreadable(
  directory: string,
  reason: string,
  withLine: boolean,
): Promise<InspectedModule> {
  const empty = await readModule({ path: directory, files: [] })
  const message = `Could not read the module: ${reason}`
  const diagnostics = [{ severity: 'error', rule: 'read', file: directory, message }] as const
  return describe(directory, { ...empty, diagnostics }, withLine)
}

function describe(directory: string, module: TerraformModule, withLine: boolean): InspectedModule {
  const { variables, outputs, diagnostics } = module
  return {
    directory,
    line: withLine ? stringifyJson(inspectModule(module)) : undefined,
    hasErrors: hasErrors(diagnostics),
    counts: {
      variables: variables.length,
      required: variables.filter(isRequired).length,
      outputs: outputs.length,
    },
  }
}

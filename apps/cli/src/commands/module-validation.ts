import { printDiagnostic, printPosition, type Diagnostic } from '@groundplan/errors'
import { findTerraform, validateModule, type ModuleValidation } from '@groundplan/terraform-cli'
import type { LaunchAssessment, LaunchVerdict } from '@groundplan/terraform-module'

export interface ValidationOptions {
  /** Folder of providers. */
  readonly providers?: string
  /** Executable. */
  readonly terraform: string
}

/** What Terraform says, and which one. */
export interface Validation {
  readonly version: string
  readonly outcome: ModuleValidation['kind']
  /** Why Terraform could not tell. */
  readonly reason?: string
  readonly diagnostics: readonly Diagnostic[]
}

export async function validateWith(
  { terraform, providers }: ValidationOptions,
  directory: string,
  signal: AbortSignal,
): Promise<Validation> {
  const program = await findTerraform(terraform, signal)
  const found = await validateModule(directory, { program, providers, signal })
  return {
    version: program.version,
    outcome: found.kind,
    ...(found.kind === 'unknown' ? { reason: found.reason } : {}),
    diagnostics: found.kind === 'rejected' ? found.diagnostics : [],
  }
}

export function printValidation({
  version,
  outcome,
  reason = '',
  diagnostics,
}: Validation): readonly string[] {
  switch (outcome) {
    case 'accepted':
      return [`Terraform ${version} accepts the module.`]
    case 'rejected':
      return [`Terraform ${version} rejects the module:`, ...diagnostics.map(printDiagnostic)]
    case 'unknown':
      return [
        `Terraform ${version} could not validate the module: ${reason} (Nothing is downloaded; use --providers.)`,
      ]
  }
}

const verdicts: Readonly<Record<LaunchVerdict, string>> = {
  launchable: 'Can be launched as it is.',
  'needs-settings': 'Can be launched with settings that it does not have:',
  'not-launchable': 'Cannot be launched:',
}

/** Whether the module can be launched, and why not. */
export function printLaunch({ verdict, reasons }: LaunchAssessment): readonly string[] {
  const places = reasons.map(({ message, position }) =>
    position === undefined ? message : `${message} (${printPosition(position)})`,
  )
  return ['', verdicts[verdict], ...places.map((text) => `- ${text}`)]
}

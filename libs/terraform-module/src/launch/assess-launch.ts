import type { TerraformModule } from '../module.ts'
import { checkTerraformVersion } from './check-terraform-version.ts'
import { findEphemeralValues } from './find-ephemeral-values.ts'
import { findProviderNeeds } from './find-provider-needs.ts'
import { findSecretOutputs } from './find-secret-outputs.ts'
import { isConfigured } from './is-configured.ts'
import type { LaunchAssessment, LaunchReason, LaunchVerdict } from './launch-assessment.ts'

/** Diagnostics that mean Terraform cannot load the called modules. */
const missingModule = 'missing-module'

export interface LaunchConditions {
  /** The versions of Terraform that may run the module, e.g. `>= 1.5, < 1.12`. Defaults to those of the module. */
  readonly terraform?: string | undefined
}

/**
 * Assesses a module from its configuration and, if they were checked, its calls. Rules that only providers know, such as those for
 * arguments, are not checked.
 */
export function assessLaunch(module: TerraformModule, conditions: LaunchConditions = {}): LaunchAssessment {
  const reasons = [
    ...findInvalid(module),
    ...findFaults(module),
    ...checkTerraformVersion(module, conditions.terraform ?? module.allowedTerraform),
    ...findEphemeralValues(module),
    ...findProviderNeeds(module),
    ...findOwnState(module),
    ...reportSecretOutputs(module),
    ...findValueFiles(module),
  ].toSorted((left, right) => effects.indexOf(left.effect) - effects.indexOf(right.effect))
  const isRoot = module.backend !== undefined || module.providerConfigurations.some(isConfigured)
  return { verdict: verdictOf(reasons), kind: isRoot ? 'root' : 'reusable', reasons }
}

const effects: readonly LaunchReason['effect'][] = ['prevents', 'requires', 'mentions']

function verdictOf(reasons: readonly LaunchReason[]): LaunchVerdict {
  const [gravest] = reasons
  if (gravest?.effect === 'prevents') return 'not-launchable'
  return gravest?.effect === 'requires' ? 'needs-settings' : 'launchable'
}

function findInvalid({ diagnostics }: TerraformModule): readonly LaunchReason[] {
  return diagnostics.flatMap(({ severity, rule, message, file, line = 1, column = 1 }): LaunchReason[] => {
    const position = { file, line, column }
    if (rule === missingModule) return [{ rule: missingModule, effect: 'prevents', message, position }]
    if (severity !== 'error') return []
    return [{ rule: 'invalid-configuration', effect: 'prevents', message, position }]
  })
}

function findFaults({ faults }: TerraformModule): readonly LaunchReason[] {
  return faults.map((fault) => ({ ...fault, effect: required.has(fault.rule) ? 'requires' : 'prevents' }))
}

/** Faults of a root module that its caller can make up for. */
const required: ReadonlySet<LaunchReason['rule']> = new Set(['secret-output', 'ephemeral-output'])

function reportSecretOutputs(module: TerraformModule): readonly LaunchReason[] {
  return findSecretOutputs(module).map(({ message, position }) => ({
    ...{ rule: 'secret-output', effect: 'requires', message, position },
  }))
}

function findOwnState({ backend }: TerraformModule): readonly LaunchReason[] {
  if (backend === undefined) return []
  const { type, position } = backend
  const where = type === 'cloud' ? 'in HCP Terraform' : `in the backend "${type}"`
  const message = `The module keeps its state ${where}. Without a backend of its own, every launch would change the same resources.`
  return [{ rule: 'own-state', effect: 'requires', message, position }]
}

function findValueFiles({ valueFiles }: TerraformModule): readonly LaunchReason[] {
  return valueFiles.map((file) => ({
    ...{ rule: 'value-file', effect: 'mentions', position: { file, line: 1, column: 1 } },
    message: `Terraform reads ${file} at every launch, for variables that the launch gives no value.`,
  }))
}

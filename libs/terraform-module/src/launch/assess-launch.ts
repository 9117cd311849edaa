import type { TerraformModule } from '../module.ts'
import { findEphemeralValues } from './find-ephemeral-values.ts'
import { findProviderNeeds } from './find-provider-needs.ts'
import { findSecretOutputs } from './find-secret-outputs.ts'
import { findUndeclared } from './find-undeclared.ts'
import type { LaunchAssessment, LaunchReason, LaunchVerdict } from './launch-assessment.ts'

/** Diagnostics that mean Terraform cannot load the called modules. */
const missingModule = 'missing-module'

/** Assesses a module from its configuration. Rules that only providers know, such as those for arguments, are not checked. */
export function assessLaunch(module: TerraformModule): LaunchAssessment {
  const reasons = [
    ...findInvalid(module),
    ...findUndeclared(module),
    ...findEphemeralValues(module),
    ...findProviderNeeds(module),
    ...findOwnState(module),
    ...findSecretOutputs(module),
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

/** Before Terraform 0.13 an empty block with a version was how a module required its providers. */
function isConfigured({ argumentNames }: TerraformModule['providerConfigurations'][number]): boolean {
  return argumentNames.some((name) => name !== 'version' && name !== 'alias')
}

function findInvalid({ diagnostics }: TerraformModule): readonly LaunchReason[] {
  return diagnostics.flatMap(({ severity, rule, message, file, line = 1, column = 1 }): LaunchReason[] => {
    const position = { file, line, column }
    if (rule === missingModule) return [{ rule: missingModule, effect: 'prevents', message, position }]
    if (severity !== 'error') return []
    return [{ rule: 'invalid-configuration', effect: 'prevents', message, position }]
  })
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
    message: `Terraform reads ${file} at every launch; its values win over environment variables.`,
  }))
}

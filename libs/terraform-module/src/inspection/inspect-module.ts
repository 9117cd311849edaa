import type { Diagnostic, SourcePosition } from '@groundplan/errors'
import type { ModuleCall, Output, ProviderReference, Resource, TerraformModule } from '../module.ts'
import { assessLaunch } from '../launch/assess-launch.ts'
import type { LaunchAssessment } from '../launch/launch-assessment.ts'
import { inspectRequirements } from './inspect-requirements.ts'
import { inspectVariable } from './inspect-variable.ts'
import type {
  InspectedDiagnostic,
  InspectedLaunch,
  InspectedModuleCall,
  InspectedOutput,
  InspectedPosition,
  InspectedProvider,
  InspectedResource,
  ModuleInspection,
} from './module-inspection.ts'
import { notEmpty, toNamed, toTypeText } from './print-parts.ts'

/** The module as `terraform-config-inspect --json` describes it, with additions; see {@link ModuleInspection}. */
export function inspectModule(module: TerraformModule): ModuleInspection {
  const resources = (mode: Resource['mode']) =>
    toNamed(module.resources.filter((resource) => resource.mode === mode).map(inspectResource))
  const ephemeral = resources('ephemeral')
  const providers = toNamed(module.providerConfigurations.map(inspectProviderConfiguration))
  return {
    path: module.path,
    variables: toNamed(module.variables.map((variable) => [variable.name, inspectVariable(variable)])),
    outputs: toNamed(module.outputs.map((output) => [output.name, inspectOutput(output)])),
    required_core: notEmpty(module.requiredTerraform),
    required_providers: inspectRequirements(module),
    provider_configs: Object.keys(providers).length === 0 ? undefined : providers,
    managed_resources: resources('managed'),
    data_resources: resources('data'),
    ephemeral_resources: Object.keys(ephemeral).length === 0 ? undefined : ephemeral,
    module_calls: toNamed(module.moduleCalls.map((call) => [call.name, inspectModuleCall(call)])),
    launch: inspectLaunch(assessLaunch(module)),
    diagnostics: notEmpty(module.diagnostics.map(inspectDiagnostic)),
  }
}

function inspectLaunch({ verdict, kind, reasons }: LaunchAssessment): InspectedLaunch {
  return {
    verdict,
    kind,
    reasons: reasons.map(({ rule, effect, message, position }) => ({
      ...{ rule, effect, message },
      pos: position && inspectPosition(position),
    })),
  }
}

function inspectOutput(output: Output): InspectedOutput {
  return {
    name: output.name,
    description: notEmpty(output.description),
    sensitive: output.sensitive || undefined,
    deprecated: notEmpty(output.deprecated),
    pos: inspectPosition(output.position),
    type: toTypeText(output.typeExpression),
  }
}

function inspectResource({ mode, type, name, provider, position }: Resource): [string, InspectedResource] {
  const prefix = mode === 'managed' ? '' : `${mode}.`
  return [
    `${prefix}${type}.${name}`,
    { mode, type, name, provider: inspectProvider(provider), pos: inspectPosition(position) },
  ]
}

function inspectProviderConfiguration(configuration: ProviderReference): [string, InspectedProvider] {
  const { name, alias } = inspectProvider(configuration)
  return [alias === undefined ? name : `${name}.${alias}`, { name, alias }]
}

function inspectProvider({ name, alias }: ProviderReference): InspectedProvider {
  return { name, alias: notEmpty(alias) }
}

function inspectModuleCall({ name, source = '', version, position }: ModuleCall): InspectedModuleCall {
  return { name, source, version: notEmpty(version), pos: inspectPosition(position) }
}

/** Messages of HashiCorp's parser have the form `Summary: Detail`; the format has no notes. */
function inspectDiagnostic({ severity, rule, message, hint, ...position }: Diagnostic): InspectedDiagnostic {
  const parts = rule === 'syntax' ? /^([^:"]+): (.+)$/su.exec(message) : null
  return {
    severity: severity === 'error' ? 'error' : 'warning',
    summary: parts?.[1] ?? message,
    detail: parts?.[2] ?? hint,
    pos: inspectPosition(position),
  }
}

function inspectPosition({ file, line = 1 }: SourcePosition): InspectedPosition {
  return { filename: file, line }
}

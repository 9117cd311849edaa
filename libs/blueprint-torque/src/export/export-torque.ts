import { printYaml, terraformGrains, type Blueprint } from '@groundplan/blueprint'
import type { Diagnostic } from '@groundplan/errors'
import type { Json, JsonObject } from '@groundplan/terraform-type'
import { findInputUses, type InputUse } from '../expressions/input-uses.ts'
import { nullText } from '../patterns.ts'
import { quote, Report, type Locate } from '../report.ts'
import { exportGrain } from './export-grain.ts'
import { exportInput } from './export-input.ts'
import { exportLabels } from './export-labels.ts'
import { exportMetadata } from './export-metadata.ts'
import type { TorqueInput } from './torque-input.ts'
import { planTorqueNames, type TorqueNames } from './torque-names.ts'

export interface TorqueExportOptions {
  /** Name of the blueprint's file, for the diagnostics. */
  readonly file?: string
  /** Positions of the blueprint's parts in the file. */
  readonly locate?: Locate
}

export interface TorqueExport {
  /** A blueprint file for Torque. */
  readonly text: string
  /** A warning for everything that Torque cannot express or check, a note for everything expressed differently. */
  readonly diagnostics: readonly Diagnostic[]
}

interface ExportContext {
  readonly names: TorqueNames
  readonly uses: ReadonlyMap<string, ReadonlySet<InputUse>>
  readonly report: Report
}

/**
 * Exports a blueprint to Quali Torque (`spec_version: 2`), valid against Torque's public JSON Schema. Never throws; unsupported
 * features are reported as diagnostics and, if users should know, added to descriptions.
 */
export function exportTorque(
  blueprint: Blueprint,
  { file = 'blueprint', locate }: TorqueExportOptions = {},
): TorqueExport {
  const report = new Report()
  const document = exportDocument(blueprint, report)
  return {
    text: printYaml(document, ' Exported from a Groundplan blueprint.'),
    diagnostics: report.toDiagnostics(file, locate),
  }
}

function exportDocument(blueprint: Blueprint, report: Report): JsonObject {
  const names = planTorqueNames(blueprint, report)
  const uses = findInputUses(blueprint as unknown as JsonObject)
  const context = { names, uses, report }
  const agent = planAgentInput(blueprint, context)
  const grains = new Set(Object.keys(blueprint.grains))
  const inputs = { ...agent.added, ...exportInputs(blueprint, agent.existing, context) }
  return {
    spec_version: 2,
    ...exportMetadata(blueprint, report),
    ...(blueprint.instructions === undefined ? {} : { instructions: { text: blueprint.instructions.text } }),
    ...(Object.keys(inputs).length === 0 ? {} : { inputs }),
    ...exportOutputs(blueprint, context),
    ...exportLabels(blueprint, names, report),
    grains: Object.fromEntries(
      Object.entries(blueprint.grains).map(([name, grain]) => [
        names.grain(name),
        exportGrain(grain, { name, names, grains, agentInput: agent.name, report }),
      ]),
    ),
    ...exportCustomization(blueprint, names),
  }
}

interface AgentPlan {
  /** Torque name of the input that selects the agent. */
  readonly name: string
  /** The inputs of the blueprint that only name agents. */
  readonly existing: ReadonlySet<string>
  readonly added: JsonObject
}

/** Torque runs Terraform on agents, so the export adds an input to select one. */
function planAgentInput(blueprint: Blueprint, { names, uses }: ExportContext): AgentPlan {
  const inputs = Object.keys(blueprint.inputs ?? {})
  const existing = new Set(inputs.filter((name) => isOnly(uses.get(name), 'foreign-agent')))
  const [first] = existing
  if (first !== undefined) return { name: names.input(first), existing, added: {} }
  const taken = new Set(inputs.map(names.input))
  let name = 'agent'
  for (let count = 1; taken.has(name); count += 1)
    name = count === 1 ? 'torque_agent' : `torque_agent_${count}`
  const isNeeded = terraformGrains(blueprint).length > 0
  return { name, existing, added: isNeeded ? { [name]: { type: 'agent' } } : {} }
}

function isOnly(uses: ReadonlySet<InputUse> | undefined, use: InputUse): boolean {
  return uses?.size === 1 && uses.has(use)
}

function exportInputs(
  { inputs = {} }: Blueprint,
  agents: ReadonlySet<string>,
  { names, uses, report }: ExportContext,
): JsonObject {
  const none: ReadonlySet<InputUse> = new Set()
  const exported = Object.entries(inputs).map(([name, input]) => {
    const written = exportInput(input ?? {}, { name, uses: uses.get(name) ?? none, report })
    const attributes = agents.has(name) ? asAgent(written) : written
    return [names.input(name), { ...attributes } as JsonObject] as const
  })
  return Object.fromEntries(exported)
}

/** An agent is always required, so there is no empty value. */
function asAgent({ default: value, pattern: _, style: __, ...rest }: TorqueInput): TorqueInput {
  return { ...rest, ...(value === undefined || value === nullText ? {} : { default: value }), type: 'agent' }
}

function exportOutputs(
  { outputs }: Blueprint,
  { names, report }: ExportContext,
): { readonly outputs?: JsonObject } {
  if (outputs === undefined) return {}
  const exported = Object.entries(outputs).flatMap(([name, output]) => {
    const path = ['outputs', name]
    if (output.sensitive === true) {
      const message = `Skipped output ${quote(name)}: it is a secret, and Torque's schema does not support secret outputs.`
      const hint = 'If your version of Torque supports `sensitive: true` on outputs, add it by hand.'
      report.warn([...path, 'sensitive'], 'left-out', message, hint)
      return []
    }
    if (output.description !== undefined) {
      const message = `Skipped the description of output ${quote(name)}: Torque rejects it.`
      report.warn([...path, 'description'], 'left-out', message)
    }
    const { kind, quick } = output
    const attributes: Record<string, Json> = {
      value: names.inText(output.value),
      ...(kind === undefined ? {} : { kind }),
      ...(quick === undefined ? {} : { quick }),
    }
    return [[names.output(name), attributes] as const]
  })
  return { outputs: Object.fromEntries(exported) }
}

function exportCustomization({ customization }: Blueprint, names: TorqueNames): JsonObject {
  const sections = customization?.['launch-form']?.sections
  if (sections === undefined) return {}
  const exported = sections.map((section) => ({
    ...section,
    inputs: section.inputs.map(({ name }) => ({ name: names.input(name) })),
  }))
  return { customization: { 'launch-form': { sections: exported as unknown as Json } } }
}

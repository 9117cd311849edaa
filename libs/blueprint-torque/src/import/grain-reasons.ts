import { changes, idle, lacks, type Reason } from './read-values.ts'

const noScripts = changes('Groundplan runs no scripts before or after Terraform')
const terraformOnly = idle('it says nothing for Terraform')

const noGates = 'Groundplan has no gates before grains'

/** Why keys of a grain are not carried over. */
export const grainReasons: Readonly<Record<string, Reason>> = {
  when: changes('Groundplan has no conditions on grains, so that the grain is always there'),
  condition: changes(noGates),
  approvals: changes(noGates),
  'env-labels': lacks('Groundplan sets no labels after a grain ran'),
}

/** The same for a Terraform grain. */
export const terraformGrainReasons: Readonly<Record<string, Reason>> = {
  ...grainReasons,
  condition: changes(`${noGates}; people approve the plan of this one instead`),
  approvals: changes(`${noGates}; people approve the plan of this one instead`),
}

/** Why keys under a Terraform grain's `spec` are not carried over. */
export const specReasons: Readonly<Record<string, Reason>> = {
  target: changes('Groundplan runs Terraform itself, without deployment targets'),
  backend: changes('Groundplan keeps the state itself'),
  scripts: noScripts,
  hooks: noScripts,
  'tfvars-files': changes('values come from inputs only; add what the files say'),
  'opentofuvars-files': changes('values come from inputs only; add what the files say'),
  'provider-overrides': changes('providers are as the module configures them'),
  'workspace-directories': changes('Groundplan checks out the source of the grain only'),
  binary: changes('Groundplan downloads no Terraform from other places'),
  mode: changes('Groundplan destroys what it made when an environment ends'),
  'target-resource': changes('Groundplan always applies the whole module'),
  env_references: changes('Groundplan has no references to other environments'),
  'auto-retry': lacks('Groundplan does not try again by itself'),
  sources: lacks('a Terraform grain has one source'),
  region: terraformOnly,
  namespace: terraformOnly,
  'target-namespace': terraformOnly,
  commands: terraformOnly,
  'command-arguments': terraformOnly,
  'depends-on': idle('Torque ignores it here too; it belongs beside `kind`'),
}

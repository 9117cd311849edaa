import { changes, idle, lacks, type Reason } from './read-values.ts'

const noScripts = changes('Groundplan does not run scripts before or after Terraform')
const terraformOnly = idle('it has no effect on Terraform')

const noGates = 'Groundplan does not support approvals before grains'

/** Why keys of a grain are skipped. */
export const grainReasons: Readonly<Record<string, Reason>> = {
  when: changes('Groundplan does not support conditions on grains, so the grain is always deployed'),
  condition: changes(noGates),
  approvals: changes(noGates),
  'env-labels': lacks('Groundplan does not set labels after a grain ran'),
}

/** The same for a Terraform grain. */
export const terraformGrainReasons: Readonly<Record<string, Reason>> = {
  ...grainReasons,
  condition: changes(`${noGates}; the plan of this grain requires approval instead`),
  approvals: changes(`${noGates}; the plan of this grain requires approval instead`),
}

/** Why keys under a Terraform grain's `spec` are skipped. */
export const specReasons: Readonly<Record<string, Reason>> = {
  target: changes('Groundplan runs Terraform itself and has no deployment targets'),
  backend: changes('Groundplan manages the state itself'),
  scripts: noScripts,
  hooks: noScripts,
  'tfvars-files': changes('values come from inputs only; add the values from the files as inputs'),
  'opentofuvars-files': changes('values come from inputs only; add the values from the files as inputs'),
  'workspace-directories': changes('Groundplan only checks out the source of the grain'),
  binary: changes('Groundplan does not download Terraform from other URLs'),
  mode: changes('Groundplan always destroys resources when an environment ends'),
  'target-resource': changes('Groundplan always applies the whole module'),
  env_references: changes('Groundplan does not support references to other environments'),
  'auto-retry': lacks('Groundplan does not retry automatically'),
  sources: lacks('a Terraform grain has one source'),
  region: terraformOnly,
  namespace: terraformOnly,
  'target-namespace': terraformOnly,
  commands: terraformOnly,
  'command-arguments': terraformOnly,
  'depends-on': idle('Torque ignores it here too; it belongs beside `kind`'),
}

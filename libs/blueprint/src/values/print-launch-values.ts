import { stringifyJson } from '@groundplan/terraform-type'
import { openValues, secretNames, type LaunchValues, type ValueFormat } from './launch-values.ts'
import { printLaunchCommand } from './print-launch-command.ts'
import { printModuleBlocks } from './print-module-blocks.ts'
import { printPlainYaml } from './print-plain-yaml.ts'
import { printTfvars } from './print-tfvars.ts'

const printers = {
  tfvars: printTfvarsFile,
  json: printJsonFile,
  yaml: printYamlFile,
  module: printModuleBlocks,
  command: printLaunchCommand,
} as const satisfies Readonly<Record<ValueFormat, (launch: LaunchValues) => string>>

export const valueFormats = Object.keys(printers) as readonly ValueFormat[]

/**
 * Writes down the values of a launch: as a file that `groundplan env launch --values` and, for `tfvars` and `json`, Terraform reads, as
 * Terraform configuration, or as the command. Secret values are left out, and the text says which.
 */
export function printLaunchValues(format: ValueFormat, launch: LaunchValues): string {
  return printers[format](launch)
}

function printTfvarsFile(launch: LaunchValues): string {
  const values = openValues(launch)
  const text = values.length === 0 ? '' : printTfvars(Object.fromEntries(values))
  return `${text}${secretComments(launch)}`
}

function printYamlFile(launch: LaunchValues): string {
  const values = openValues(launch)
  return `${printPlainYaml(Object.fromEntries(values))}${secretComments(launch)}`
}

/** Terraform ignores the property `//`. */
function printJsonFile(launch: LaunchValues): string {
  const names = secretNames(launch)
  const comment = names.length === 0 ? {} : { '//': `Secret, left out: ${names.join(', ')}` }
  return `${stringifyJson({ ...comment, ...Object.fromEntries(openValues(launch)) }, 2)}\n`
}

function secretComments(launch: LaunchValues): string {
  return secretNames(launch)
    .map((name) => `# ${oneLine(name)}: secret, left out\n`)
    .join('')
}

/** Within a comment a line break would end it. */
function oneLine(name: string): string {
  return /^[\w-]+$/.test(name) ? name : JSON.stringify(name)
}

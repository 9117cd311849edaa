import type { TerraformDiagnostic } from './events/terraform-event.ts'

/** Why a command failed, for people, and what to do about it. */
export interface FailureWords {
  readonly message: string
  readonly hint?: string | undefined
}

/** Longest message, in characters. */
const longest = 2000

/**
 * Describes why a command failed, secrets masked. Providers and modules that `init` cannot get are all named, without folders of this
 * machine; of other errors the first one is, with the resource or the line that it is about.
 */
export function describeFailure(command: string, errors: readonly TerraformDiagnostic[]): FailureWords {
  const missing = errors.map(describeMissing)
  const known = missing.filter((each) => each !== undefined)
  if (errors.length > 0 && known.length === errors.length) {
    const messages = [...new Set(known.map(({ message }) => message))]
    const hints = [...new Set(known.map(({ hint }) => hint))]
    return { message: shorten(messages.join(' ')), hint: hints.join(' ') }
  }
  const [first, ...others] = errors
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`
  const text = first === undefined ? 'It gave no reason' : describeError(first)
  return { message: `terraform ${command} failed: ${shorten(text)}${more}` }
}

function describeError({ summary, detail, address, place }: TerraformDiagnostic): string {
  const where = address ?? (place && `${place.file}:${place.line}`)
  const words = [where, summary.replace(/[\s:]+$/, ''), detail].filter((part) => part?.trim())
  return words.join(': ')
}

function shorten(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, longest)
}

type Missing = Required<FailureWords>

const providerHint =
  'Ask an administrator to add it to the folder that providers come from, or to allow downloads (GROUNDPLAN_PROVIDER_MIRROR, GROUNDPLAN_PROVIDER_DOWNLOADS).'
const moduleHint =
  'Ask an administrator to open the way from the workers to it, or have the module call a copy that they can reach.'

/** From Terraform's internal/command/init.go, internal/initwd/module_install.go and internal/getproviders. */
function describeMissing({ summary, detail }: TerraformDiagnostic): Missing | undefined {
  const text = detail.replace(/\s+/g, ' ')
  if (summary === 'Failed to query available provider packages') {
    const [, provider = '', reason = ''] = /for provider (\S+): (.*)$/.exec(text) ?? []
    const [, versions] =
      /^no available releases match the given constraints (.+?)(?: To see which .*)?$/.exec(reason) ?? []
    if (versions !== undefined)
      return {
        message: `The module needs the provider ${provider} ${versions}, and no such version is available here.`,
        hint: providerHint,
      }
    if (/was not found in any of the search locations/.test(reason))
      return {
        message: `The module needs the provider ${provider}, which is not available here.`,
        hint: providerHint,
      }
    return undefined
  }
  if (summary === 'Error accessing remote module registry') {
    const [, name = '', place = '', host = '', reason = ''] =
      /for module "([^"]*)" \((\S+)\) from (\S+): (.*)$/.exec(text) ?? []
    if (!/failed to request discovery document/.test(reason)) return undefined
    const cause = reason.split(': ').at(-1)?.replace(/\.$/, '')
    return {
      message: `The module calls another one ("${name}", ${place.split('/').at(-1)}) from ${host}, which cannot be reached: ${cause}.`,
      hint: moduleHint,
    }
  }
  return undefined
}

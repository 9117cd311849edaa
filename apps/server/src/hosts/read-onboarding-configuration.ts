import { readFile } from 'node:fs/promises'
import { parseConfiguration, type Configuration } from '@groundplan/configuration'
import { InputError, printDiagnostic } from '@groundplan/errors'

/** The file that the operator wants as the first configuration. */
export interface OnboardingConfiguration {
  readonly text: string
  readonly configuration: Configuration
}

/** Reads the file that GROUNDPLAN_ONBOARDING_CONFIG names. Throws InputError if it cannot be read, or with every finding. */
export async function readOnboardingConfiguration(path: string): Promise<OnboardingConfiguration> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new InputError(`Cannot read ${path} (${cause.code ?? cause.message}).`, {
      hint: 'GROUNDPLAN_ONBOARDING_CONFIG must name a groundplan.yaml that the server can read.',
      cause,
    })
  })
  const { configuration, diagnostics } = parseConfiguration(path, text)
  if (configuration !== undefined) return { text, configuration }
  const errors = diagnostics.filter(({ severity }) => severity === 'error').map(printDiagnostic)
  throw new InputError(
    `The configuration in GROUNDPLAN_ONBOARDING_CONFIG has errors:\n${errors.join('\n')}`,
    {
      hint: 'Check it with `groundplan config validate FILE`.',
    },
  )
}

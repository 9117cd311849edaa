import { InputError } from '@groundplan/errors'
import type { RunSubject } from '../issuer/run-subject.ts'
import type { CloudCredential } from './cloud-credential.ts'
import { openCredential, type CredentialDependencies } from './manage-credentials.ts'

/** With what a run signs in. */
export interface RunCredentials {
  /** Name of the credential. */
  readonly name: string
  /** Environment variables that the AWS provider and the SDK read. They are secret. */
  readonly variables: Readonly<Record<string, string>>
  /** Absent: they do not expire. */
  readonly expiresAt?: Date | undefined
}

/** The credential of this name is the one of runs, where a space has several. */
const defaultName = 'default'

/**
 * Opens the cloud credential of the space for a run: the one named `default`, or the only one. `undefined` if the space has none. Throws
 * InputError if it has several and none has that name, and PlatformError if the cloud refuses.
 */
export async function openRunCredentials(
  subject: RunSubject,
  dependencies: CredentialDependencies,
): Promise<RunCredentials | undefined> {
  const { credentials, now } = dependencies
  const chosen = choose(await credentials.list())
  const kept = chosen && (await credentials.find(chosen.name))
  if (kept === undefined) return undefined
  const keys = await openCredential(kept, subject, dependencies)
  await credentials.noteUse(kept.name, {
    at: now(),
    purpose: `${subject.runKind} of environment ${subject.environment}`,
  })
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = keys
  const { region } = kept.settings
  return {
    name: kept.name,
    variables: {
      ...{ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
      ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
      ...(region === undefined ? {} : { AWS_REGION: region }),
    },
    expiresAt,
  }
}

function choose(credentials: readonly CloudCredential[]): CloudCredential | undefined {
  const chosen = credentials.find(({ name }) => name === defaultName)
  if (chosen !== undefined || credentials.length < 2) return chosen ?? credentials[0]
  const names = credentials.map(({ name }) => name).join(', ')
  throw new InputError(`The space has several cloud credentials (${names}), and none is the default.`, {
    hint: `Name the one that runs use "${defaultName}".`,
  })
}

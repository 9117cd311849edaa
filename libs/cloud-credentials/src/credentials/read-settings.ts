import { InputError } from '@groundplan/errors'
import { isSecretName } from '@groundplan/secrets/name'
import type { CredentialRequest, CredentialSettings } from './cloud-credential.ts'

/** Audience that AWS asks for unless a provider says otherwise. */
const usualAudience = 'sts.amazonaws.com'

/** Roles as IAM names them: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html. */
const roleArn = /^arn:aws(?:-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/
const accessKeyId = /^(?:AKIA|ASIA)?[A-Z0-9]{16,124}$/
const region = /^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/

/**
 * Checks what somebody sets. `externalId` is that of the credential with this name so far, which stays. Throws InputError, which never
 * quotes a key.
 */
export function readSettings(request: CredentialRequest, externalId: string): CredentialSettings {
  const { name } = request
  if (!isSecretName(name)) {
    throw new InputError(`"${name.slice(0, 80)}" is not a valid name of a credential.`, {
      hint: 'Use lower case letters, digits and single dashes, up to 63 characters: aws-production.',
    })
  }
  const place =
    request.region === undefined ? {} : { region: check(region, request.region, 'region', 'eu-central-1') }
  if (request.kind === 'static-keys') {
    if (!accessKeyId.test(request.accessKeyId))
      throw new InputError('The access key ID is not valid.', {
        hint: 'It has capital letters and digits: AKIA…',
      })
    if (
      request.secretAccessKey.length < 16 ||
      request.secretAccessKey.length > 256 ||
      /\s/.test(request.secretAccessKey)
    )
      throw new InputError('The secret access key is not valid.', {
        hint: 'It has 40 characters, without blanks.',
      })
    return { kind: 'static-keys', accessKeyId: request.accessKeyId, ...place }
  }
  const arn = check(roleArn, request.roleArn, 'role', 'arn:aws:iam::123456789012:role/groundplan')
  if (request.kind === 'assumed-role') return { kind: 'assumed-role', roleArn: arn, externalId, ...place }
  const { audience = usualAudience } = request
  return {
    kind: 'web-identity',
    roleArn: arn,
    audience: check(/^[\w.:/-]{1,255}$/, audience, 'audience', usualAudience),
    ...place,
  }
}

function check(pattern: RegExp, value: string, what: string, example: string): string {
  if (pattern.test(value)) return value
  throw new InputError(`"${value.slice(0, 100)}" is not a valid ${what}.`, { hint: `Such as ${example}.` })
}

import {
  errorMessage,
  ExternalServiceError,
  InputError,
  inertLine,
  NotAllowedError,
  NotFoundError,
  PlatformError,
} from '@groundplan/errors'

export interface AwsFailure {
  /** Display name: `AWS KMS`. */
  readonly service: string
  /** What was asked for. */
  readonly subject: string
  /** Actions that the policy of the identity has to allow. */
  readonly actions: readonly string[]
  /** Secrets to redact if the service echoes them. */
  readonly secrets?: readonly string[] | undefined
}

/** Refused keys and tokens, by the names that services have for them. */
const refusedKeys =
  /^(?:UnrecognizedClient|InvalidClientTokenId|SignatureDoesNotMatch|InvalidSignature|ExpiredToken|InvalidAccessKeyId|AuthFailure|IncompleteSignature|MissingAuthenticationToken)(?:Exception)?$/
const denied = /^AccessDenied(?:Exception)?$/
const unknownResource = /^(?:ResourceNotFound|NotFound|NoSuchEntity)(?:Exception)?$/
const refusedToken = /^(?:InvalidIdentityToken|IDPRejectedClaim)(?:Exception)?$/
const passing =
  /^(?:Throttling|ThrottlingException|TooManyRequestsException|RequestLimitExceeded|ServiceUnavailable|InternalFailure|InternalServiceError|KMSInternalException|DependencyTimeoutException|KeyUnavailableException|IDPCommunicationError|IDPCommunicationErrorException|TimeoutError|AbortError|NetworkingError|TypeError)$/

/** Translates an error of the SDK; one that is a PlatformError already stays. */
export function toAwsError(error: unknown, failure: AwsFailure): PlatformError {
  if (error instanceof PlatformError) return error
  const { service, subject, actions } = failure
  const { name, status } = describe(error)
  const said = quote(error, failure)
  if (name === 'CredentialsProviderError') {
    return new InputError('The server has no AWS credentials.', {
      hint: 'Give its machine or pod an IAM role, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    })
  }
  if (/region is missing/i.test(errorMessage(error))) {
    return new InputError(`The AWS region of ${subject} is not known.`, {
      hint: "Set AWS_REGION in the server's environment, or use an ARN.",
    })
  }
  if (refusedKeys.test(name)) {
    return new NotAllowedError(`${service} rejected the AWS credentials for ${subject}: ${said}`, {
      hint: 'They are invalid, expired or revoked. Set new ones.',
    })
  }
  if (refusedToken.test(name)) {
    return new NotAllowedError(`${service} rejected the token for ${subject}: ${said}`, {
      hint: 'AWS must be able to read the issuer at GROUNDPLAN_PUBLIC_URL, and have an identity provider for it with the same audience.',
    })
  }
  if (denied.test(name)) {
    return new NotAllowedError(`${service} denied access to ${subject}: ${said}`, {
      hint: `The policies must allow ${actions.join(' and ')}.`,
    })
  }
  if (unknownResource.test(name)) return new NotFoundError(`${service} could not find ${subject}: ${said}`)
  if (passing.test(name) || (status !== undefined && (status >= 500 || status === 429))) {
    const reason = status === undefined ? 'does not answer' : `returned status ${status}`
    return new ExternalServiceError(`${service} ${reason} for ${subject}: ${said}`, {
      ...{ service, retryable: true, ...(status === undefined ? {} : { status }) },
    })
  }
  return new InputError(`${service} rejected the request for ${subject}: ${said}`)
}

function describe(error: unknown): { readonly name: string; readonly status: number | undefined } {
  if (!(error instanceof Error)) return { name: '', status: undefined }
  const { $metadata: metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } }
  return { name: error.name, status: metadata?.httpStatusCode }
}

function quote(error: unknown, { secrets = [] }: AwsFailure): string {
  const text = secrets
    .filter((secret) => secret !== '')
    .reduce((plain, secret) => plain.replaceAll(secret, '[redacted]'), errorMessage(error))
  const line = inertLine(text).slice(0, 400)
  return /[.!?]$/.test(line) ? line : `${line}.`
}

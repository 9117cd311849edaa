import { ExternalServiceError, InputError, NotAllowedError, type PlatformError } from '@groundplan/errors'
import { service, type VaultAnswer } from './vault-client.ts'

/**
 * What a status of at least 400 means (https://developer.hashicorp.com/vault/api-docs#http-status-codes). `subject` is what was asked for.
 * 404 is for the caller: what is missing depends on the endpoint.
 */
export function toVaultError({ status, errors }: VaultAnswer, subject: string): PlatformError {
  if (status === 503 && errors.some((error) => /sealed/i.test(error))) {
    return new ExternalServiceError('Vault is sealed.', {
      ...{ service, status, retryable: true, hint: 'Unseal it with `vault operator unseal`.' },
    })
  }
  if (status === 501) {
    return new ExternalServiceError('Vault is not initialized.', {
      ...{ service, status, retryable: true, hint: 'Initialize it with `vault operator init`.' },
    })
  }
  if (status === 403) {
    return new NotAllowedError(`Vault denied access to ${subject}.`, {
      hint: 'The token may be invalid or expired, or its policies lack `read` on exactly this path.',
      details: { status },
    })
  }
  if (status >= 400 && status < 500 && ![408, 412, 429, 472, 473].includes(status)) {
    return new InputError(`Vault rejected the request for ${subject} (status ${status}).`, {
      hint: 'Check the path in the reference, and the mount, the role and the namespace in the environment of the server.',
      details: { status },
    })
  }
  return new ExternalServiceError(`Vault returned status ${status} for ${subject}.`, {
    ...{ service, status, retryable: true },
  })
}

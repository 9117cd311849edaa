import type { KMSClient } from '@aws-sdk/client-kms'
import { ExternalServiceError } from '@groundplan/errors'
import type { KeyWrapper, WrappedKey } from '@groundplan/secrets'
import { parseArn } from '../client/arn.ts'
import type { AwsAccess } from '../client/aws-access.ts'
import { toAwsError } from '../client/aws-error.ts'
import { createClientConfig } from '../client/create-client-config.ts'

const service = 'AWS KMS'
const actions = ['kms:Encrypt', 'kms:Decrypt']

/**
 * Encrypts master keys with a symmetric key of AWS KMS, named by ARN, alias or ID. The encryption context has the ID of the master key:
 * CloudTrail shows it, and a row with another one cannot be decrypted.
 */
export class KmsKeyWrapper implements KeyWrapper {
  readonly #key: string
  readonly #access: AwsAccess
  #client: Promise<KMSClient> | undefined

  constructor(key: string, access: AwsAccess) {
    this.#key = key
    this.#access = access
  }

  async wrap(id: string, key: Uint8Array<ArrayBuffer>): Promise<WrappedKey> {
    try {
      const [{ EncryptCommand }, client] = await this.#open()
      const command = new EncryptCommand({ KeyId: this.#key, Plaintext: key, EncryptionContext: context(id) })
      const { CiphertextBlob: ciphertext, KeyId: wrappedBy } = await client.send(command)
      if (ciphertext === undefined || wrappedBy === undefined) throw withoutAnswer()
      return { id, wrappedBy, ciphertext: Uint8Array.from(ciphertext) }
    } catch (error) {
      throw toAwsError(error, { service, subject: this.#key, actions })
    }
  }

  async unwrap({ id, wrappedBy, ciphertext }: WrappedKey): Promise<Uint8Array<ArrayBuffer>> {
    try {
      const [{ DecryptCommand }, client] = await this.#open()
      const command = new DecryptCommand({
        ...{ KeyId: wrappedBy, CiphertextBlob: ciphertext, EncryptionContext: context(id) },
      })
      const { Plaintext: key } = await client.send(command)
      if (key === undefined) throw withoutAnswer()
      return Uint8Array.from(key)
    } catch (error) {
      throw toAwsError(error, { service, subject: wrappedBy, actions })
    }
  }

  async #open() {
    const kms = await import('@aws-sdk/client-kms')
    const region = parseArn(this.#key)?.region
    this.#client ??= Promise.resolve(new kms.KMSClient(createClientConfig(this.#access, { region })))
    return [kms, await this.#client] as const
  }
}

function context(id: string): Record<string, string> {
  return { 'groundplan-master-key': id }
}

function withoutAnswer(): ExternalServiceError {
  return new ExternalServiceError(`${service} returned no key.`, { service, retryable: true })
}

import type { SealedSecret, SealedValue, SecretChange, SecretStore } from './secret-store.ts'
import type { SecretUse, StoredSecret } from './stored-secret.ts'

/** For tests. */
export class InMemorySecretStore implements SecretStore {
  readonly #secrets = new Map<string, { readonly secret: StoredSecret; readonly value: SealedValue }>()

  async list(): Promise<readonly StoredSecret[]> {
    const secrets = [...this.#secrets.values()].map(({ secret }) => secret)
    return secrets.toSorted((left, right) => (left.name < right.name ? -1 : 1))
  }

  async listSealed(): Promise<readonly SealedSecret[]> {
    return [...this.#secrets.values()].map(({ secret: { name, origins }, value }) => ({
      ...{ name, origins, ...value },
    }))
  }

  async put({ name, origins, sealed, keyId }: SealedSecret, { by, at }: SecretChange): Promise<StoredSecret> {
    const known = this.#secrets.get(name)?.secret ?? { name, createdAt: at, createdBy: by }
    const secret = { ...known, origins, changedAt: at, changedBy: by }
    this.#secrets.set(name, { secret, value: { sealed, keyId } })
    return secret
  }

  async remove(name: string): Promise<boolean> {
    return this.#secrets.delete(name)
  }

  async noteUse(name: string, lastUse: SecretUse): Promise<void> {
    const known = this.#secrets.get(name)
    if (known !== undefined) this.#secrets.set(name, { ...known, secret: { ...known.secret, lastUse } })
  }

  async reseal(name: string, before: SealedValue, after: SealedValue): Promise<boolean> {
    const known = this.#secrets.get(name)
    if (known?.value.sealed !== before.sealed) return false
    this.#secrets.set(name, { ...known, value: after })
    return true
  }
}

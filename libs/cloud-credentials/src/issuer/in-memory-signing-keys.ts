import type { SealedValue } from '@groundplan/secrets'
import type { SigningKeyStore, StoredSigningKey } from './signing-key-store.ts'

/** For tests. */
export class InMemorySigningKeys implements SigningKeyStore {
  #keys: readonly StoredSigningKey[] = []

  async list(): Promise<readonly StoredSigningKey[]> {
    return this.#keys.toSorted((left, right) => right.createdAt.getTime() - left.createdAt.getTime())
  }

  async add(key: StoredSigningKey): Promise<void> {
    this.#keys = [key, ...this.#keys]
  }

  async remove(kids: readonly string[]): Promise<void> {
    this.#keys = this.#keys.filter(({ kid }) => !kids.includes(kid))
  }

  async replaceAll(key: StoredSigningKey): Promise<number> {
    const { length } = this.#keys
    this.#keys = [key]
    return length
  }

  async reseal(kid: string, before: SealedValue, after: SealedValue): Promise<boolean> {
    const isSame = this.#keys.some((key) => key.kid === kid && key.sealed === before.sealed)
    if (isSame) this.#keys = this.#keys.map((key) => (key.kid === kid ? { ...key, ...after } : key))
    return isSame
  }
}

import type { SealedValue, SecretChange } from '@groundplan/secrets'
import type { CloudCredential, CredentialUse } from './cloud-credential.ts'
import type { CredentialStore, KeptCredential } from './credential-store.ts'

/** For tests. */
export class InMemoryCredentialStore implements CredentialStore {
  readonly #rows = new Map<string, { readonly kept: KeptCredential; readonly shown: CloudCredential }>()

  async list(): Promise<readonly CloudCredential[]> {
    const shown = [...this.#rows.values()].map((row) => row.shown)
    return shown.toSorted((left, right) => (left.name < right.name ? -1 : 1))
  }

  async find(name: string): Promise<KeptCredential | undefined> {
    return this.#rows.get(name)?.kept
  }

  async listSealed() {
    return [...this.#rows.values()].flatMap(({ kept: { sealed, ...rest } }) =>
      sealed === undefined ? [] : [{ ...rest, sealed }],
    )
  }

  async put(kept: KeptCredential, { by, at }: SecretChange): Promise<CloudCredential> {
    const { name, settings } = kept
    const known = this.#rows.get(name)?.shown ?? { name, createdAt: at, createdBy: by }
    const shown = { ...known, settings, changedAt: at, changedBy: by }
    this.#rows.set(name, { kept, shown })
    return shown
  }

  async remove(name: string): Promise<boolean> {
    return this.#rows.delete(name)
  }

  async noteUse(name: string, lastUse: CredentialUse): Promise<void> {
    const row = this.#rows.get(name)
    if (row !== undefined) this.#rows.set(name, { ...row, shown: { ...row.shown, lastUse } })
  }

  async reseal(name: string, before: SealedValue, after: SealedValue): Promise<boolean> {
    const row = this.#rows.get(name)
    if (row?.kept.sealed?.sealed !== before.sealed) return false
    this.#rows.set(name, { ...row, kept: { ...row.kept, sealed: after } })
    return true
  }
}

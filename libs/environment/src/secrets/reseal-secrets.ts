import type { MasterKeys } from '@groundplan/secrets'
import { resealEntry } from '../model/sealed-entry.ts'
import type { EnvironmentStore } from '../ports/environment-store.ts'

const pageSize = 200

/**
 * Encrypts with the current master key what is encrypted with a former one, while others read and write. Returns how many values were
 * changed. Throws what `openValue` throws.
 */
export async function resealSecrets(
  keys: MasterKeys,
  store: Pick<EnvironmentStore, 'listSealedWithOtherKey' | 'reseal'>,
): Promise<number> {
  let changed = 0
  for (;;) {
    const entries = await store.listSealedWithOtherKey(keys.current.id, pageSize)
    if (entries.length === 0) return changed
    for (const entry of entries) {
      // What somebody else has set anew meanwhile has the current key.
      if (await store.reseal(entry, await resealEntry(entry, keys))) changed += 1
    }
  }
}

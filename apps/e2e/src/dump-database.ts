import { join } from 'node:path'
import { openDatabase } from '@groundplan/database'
import { unpack } from './watch-secrets.ts'

/**
 * Everything in the embedded database of a home, the queue's schema included, as text: on disk, long values are compressed. Bytes are
 * there as they are, and unpacked.
 */
export async function dumpDatabase(home: string): Promise<string> {
  const database = await openDatabase({ kind: 'embedded', directory: join(home, 'database') })
  try {
    const tables = await database.introspection.getTables()
    const rows = tables.map(({ schema = 'public', name }) =>
      database
        .selectFrom(`${schema}.${name}` as never)
        .selectAll()
        .execute(),
    )
    const blobs: string[] = []
    const text = JSON.stringify(await Promise.all(rows), (_, value: unknown) => {
      if (!(value instanceof Uint8Array)) return value
      const bytes = Buffer.from(value)
      blobs.push(...[bytes, ...unpack(bytes)].map((part) => part.toString('latin1')))
      return `${value.length} bytes`
    })
    return [text, ...blobs].join('\n')
  } finally {
    await database.destroy()
  }
}

import { join } from 'node:path'
import { mountSmallDisk } from '@groundplan/testing'
import { sql } from 'kysely'
import { afterAll, expect, it, vi } from 'vitest'
import { openDatabase } from './open-database.ts'

const disk = mountSmallDisk('80m')
if (disk === undefined) console.warn('Skipped: tests of a full disk, because this user may not mount one.')
afterAll(() => disk?.unmount())

it.skipIf(disk === undefined)(
  'goes on after a write for which there was no space, and after giving up says so until it is opened again',
  { timeout: 120_000 },
  async () => {
    if (disk === undefined) return
    const location = { kind: 'embedded', directory: join(disk.directory, 'database') } as const
    const onBroken = vi.fn()
    const database = await openDatabase(location, { onBroken })
    await sql`create table kept (number int, text text)`.execute(database)
    await sql`insert into kept values (1, 'before')`.execute(database)
    const insert = sql`insert into kept select g, repeat('x', 2000) from generate_series(1, 500) g`
    disk.fill()
    await expect(insert.execute(database)).rejects.toThrow('No space left on the disk')
    expect(onBroken).not.toHaveBeenCalled()
    disk.free()
    await insert.execute(database)

    disk.fill()
    await expect(sql`checkpoint`.execute(database)).rejects.toThrow('The embedded database has stopped.')
    expect(onBroken).toHaveBeenCalledOnce()
    disk.free()
    await expect(sql`select 1`.execute(database)).rejects.toMatchObject({
      code: 'external-service',
      hint: expect.stringContaining('Restart the server') as string,
    })
    await database.destroy()
    const again = await openDatabase(location)
    const { rows } = await sql`select count(*)::int as count from kept`.execute(again)
    expect(rows).toEqual([{ count: 501 }])
    await again.destroy()
  },
)

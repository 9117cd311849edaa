import { describe, expect, it } from 'vitest'
import { findStorageError, parseStorageProblem } from './storage-error.ts'
import { toPlatformError } from './to-error.ts'

function nodeError(code: string, path?: string): Error {
  return Object.assign(new Error(`${code}: something`), { code, path })
}

describe('storage errors', () => {
  it.each([
    ['ENOSPC', /No space left on the disk/],
    ['EDQUOT', /No space left on the disk/],
    ['EROFS', /read-only/],
    ['EIO', /Disk I\/O error/],
    ['EMFILE', /Too many open files/],
    ['ENFILE', /Too many open files/],
  ])('says in words what %s means, with a next step', (code, message) => {
    const error = toPlatformError(nodeError(code, '/srv/home/x'))
    expect(error).toMatchObject({ code: 'external-service', message: expect.stringMatching(message) })
    expect(error.message).toContain('/srv/home/x')
    expect(error.hint).toBeDefined()
  })

  it('leaves other errors alone', () => {
    expect(findStorageError(nodeError('ENOENT'))).toBeUndefined()
    expect(findStorageError(new Error('ENOSPC'))).toBeUndefined()
    expect(parseStorageProblem('fatal: bad object HEAD')).toBeUndefined()
  })
})

import { describe, expect, it } from 'vitest'
import { listChanges } from './list-changes.ts'
import { readContent } from './read-content.ts'
import { sampleHistories } from './sample-histories.ts'

describe.each(sampleHistories)('the history of $name', ({ name, commits }) => {
  it('ends with the present files', async () => {
    const content = await readContent(name)
    const tree = new Map<string, Buffer | undefined>()
    for (const commit of commits) {
      for (const change of listChanges(commit, content)) tree.set(change.path, change.content)
    }
    const left = new Map([...tree].filter(([, bytes]) => bytes !== undefined))
    expect([...left.keys()].sort()).toEqual([...content.present.keys()].sort())
    for (const [path, bytes] of content.present) expect(left.get(path)?.equals(bytes), path).toBe(true)
  })

  it('has no commit without changes and no folder without a commit', async () => {
    const content = await readContent(name)
    const slugs = commits.map((commit) => commit.slug)
    for (const commit of commits) expect(listChanges(commit, content), commit.slug).not.toEqual([])
    for (const path of content.earlier.keys()) expect(slugs).toContain(path.split('/')[0])
  })

  it('goes forward in time, from March 2024 to September 2026', () => {
    const times = commits.map((commit) => Date.parse(commit.date))
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(times[0]).toBeGreaterThan(Date.parse('2024-03-01'))
    expect(times.at(-1)).toBeLessThan(Date.parse('2026-10-01'))
  })
})

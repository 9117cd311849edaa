import { describe, expect, it } from 'vitest'
import type { ProblemStore } from './problem-store.ts'
import type { SideStepProblem } from './side-step.ts'

const problem: SideStepProblem = {
  kind: 'reviewers',
  subject: 'groundplan/network',
  about: 'ada',
  pullRequest: { number: 3, url: 'https://github.com/acme/blueprints/pull/3' },
  reason: 'ada is not a collaborator.',
  hint: 'Give ada access.',
  refused: true,
  since: new Date('2026-01-02T03:04:05.678Z'),
}

/** What every ProblemStore promises. `open` gives an empty one. */
export function testProblemStore(name: string, open: () => Promise<ProblemStore>): void {
  describe(`${name} as a ProblemStore`, () => {
    it('keeps one problem for each step, the oldest first', async () => {
      const store = await open()
      const dashboard: SideStepProblem = {
        kind: 'dashboard',
        subject: 'dashboard',
        reason: 'No.',
        refused: false,
        since: new Date('2026-01-01T00:00:00Z'),
      }
      await store.save(problem)
      await store.save({ ...problem, about: 'grace', since: new Date('2026-01-03T00:00:00Z') })
      await store.save(dashboard)
      await store.save({ ...problem, reason: 'ada has left.' })
      expect(await store.list()).toEqual([
        dashboard,
        { ...problem, reason: 'ada has left.' },
        { ...problem, about: 'grace', since: new Date('2026-01-03T00:00:00Z') },
      ])
    })

    it('forgets a step that was done', async () => {
      const store = await open()
      await store.save(problem)
      await store.remove({ kind: 'reviewers', subject: 'groundplan/network' })
      expect(await store.list()).toEqual([problem])
      await store.remove({ kind: 'reviewers', subject: 'groundplan/network', about: 'ada' })
      expect(await store.list()).toEqual([])
    })
  })
}

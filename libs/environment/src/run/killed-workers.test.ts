import { ConflictError } from '@groundplan/errors'
import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Environment } from '../model/environment.ts'
import { isOver } from '../lifecycle/advance.ts'
import { launchEnvironment } from '../requests/launch-environment.ts'
import { requestChange, type ChangeWish } from '../requests/request-change.ts'
import { requestFacts } from '../model/request-kinds.ts'
import { callerOf, createWorld, type World } from '../testing/environment-world.ts'
import { performMortally, type Death } from '../testing/mortal-worker.ts'
import { giveUpRun } from './give-up-run.ts'

const ada = callerOf('ada')

/** What happens to the workers of one run: each of them dies at one of its calls, or fails at one change that it makes. */
interface Fate {
  readonly deaths: readonly Death[]
  /** Of all changes of the run, which fail. */
  readonly failsAt: readonly number[]
  /** An apply is cut off after so many of its changes by the next death. */
  readonly cutAt: number
}

const death = fc.record({ atCall: fc.integer({ min: 1, max: 60 }), before: fc.boolean() })
const fate: fc.Arbitrary<Fate> = fc.record({
  deaths: fc.array(death, { maxLength: 6 }),
  failsAt: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 1 }),
  cutAt: fc.integer({ min: 0, max: 3 }),
})
const story = fc.record({
  launch: fate,
  further: fc.array(fc.tuple(fc.nat(), fate), { maxLength: 5 }),
})

const wishes: readonly ChangeWish[] = [
  { kind: 'update', inputs: { region: 'us', things: ['a', 'd'] } },
  { kind: 'update', inputs: { region: 'eu', things: [] } },
  { kind: 'upgrade', version: '2.0.0', inputs: { region: 'eu', size: 2 } },
  { kind: 'reconcile' },
  { kind: 'stop', mode: 'destroy' },
  { kind: 'stop', mode: 'power-off' },
  { kind: 'start' },
  { kind: 'restart' },
  { kind: 'end' },
  { kind: 'force-end' },
]

/** What can be requested of the environment as it is. */
function listWishes({ state, blueprint }: Environment): readonly ChangeWish[] {
  return wishes
    .filter(({ kind }) => requestFacts(kind).states.includes(state))
    .filter(({ kind }) => kind !== 'update' || blueprint.version === '1.0.0')
}

/** Works off all jobs with workers that die. The last one of each run lives. */
async function workUnder(world: World, { deaths, failsAt, cutAt }: Fate): Promise<void> {
  let changes = 0
  world.runner.hook = ({ step, changes: within }) => {
    if (step !== 'apply' || within === undefined) return
    changes += 1
    if (failsAt.includes(changes)) throw new ConflictError('It fails.')
  }
  const left = [...deaths]
  for (let job = world.jobs.shift(); job !== undefined; job = world.jobs.shift()) {
    const { runId, key = '' } = job
    for (let attempt = 1; ; attempt += 1) {
      const death = left.shift()
      const dependencies = world.performing()
      const hook = world.runner.hook
      // A change that a dead worker began in the cloud is done or not, whoever looks.
      if (death !== undefined) {
        world.runner.hook = async (place) => {
          if (place.changes === cutAt && cutAt > 0) await new Promise((resolve) => setImmediate(resolve))
          await hook(place)
        }
      }
      const lived = await performMortally({ dependencies, death, job: { id: key, runId, attempt } })
      world.runner.hook = hook
      if (lived) break
      world.runner.kill()
    }
  }
}

function requireTruth(world: World, environment: Environment): void {
  const { id, state, grains, mayHaveResources } = environment
  const resources = world.runner.listResources(id)
  expect(world.runner.violations).toEqual([])
  // Nothing waits for anybody here: whatever was requested has come to an end.
  expect([state, environment.runId]).toEqual([state, undefined])
  expect(['draft', 'active', 'active-with-errors', 'stopped', 'ended', 'end-failed', 'released']).toContain(
    state,
  )
  if (resources.length > 0 && state !== 'released') expect([state, mayHaveResources]).toEqual([state, true])
  if (state === 'active') {
    const known = Object.entries(grains).flatMap(([name, grain]) =>
      grain.resources.map(({ address }) => `${id}/${name}: ${address}`),
    )
    expect(known.toSorted()).toEqual(resources.toSorted())
  }
  if (['draft', 'ended', 'cancelled'].includes(state)) expect([state, resources]).toEqual([state, []])
}

describe('workers that are killed at any moment', () => {
  it('never leave an environment in an untrue state, apply twice without looking, or run two at once', async () => {
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(story, async ({ launch, further }) => {
        const world = createWorld()
        const { environment } = await launchEnvironment(
          { name: 'shop', blueprint: { name: 'shop' }, inputs: { region: 'eu' } },
          ...([ada, world.dependencies] as const),
        )
        await workUnder(world, launch)
        let current = await read(world, environment.id)
        requireTruth(world, current)
        for (const [choice, changeFate] of further) {
          const possible = listWishes(current)
          const change = possible[choice % possible.length]
          if (change === undefined) break
          await requestChange(environment.id, change, { caller: ada }, world.dependencies)
          await workUnder(world, changeFate)
          current = await read(world, environment.id)
          seen.add(`${change.kind}: ${current.state}`)
          requireTruth(world, current)
        }
        // It can always be brought to its end.
        await bringToEnd(world, current)
      }),
      { numRuns: caseCount(120) },
    )
    for (const expected of [
      'update: active',
      'end: ended',
      'end: end-failed',
      'stop: stopped',
      'start: active',
    ])
      expect([...seen]).toContain(expected)
  })

  it('whose job is given up leave an environment that says what it may have', async () => {
    await fc.assert(
      fc.asyncProperty(death, async (last) => {
        const world = createWorld()
        const { environment } = await launchEnvironment(
          { name: 'shop', blueprint: { name: 'shop' }, inputs: { region: 'eu' } },
          ...([ada, world.dependencies] as const),
        )
        const [job] = world.jobs.splice(0)
        if (job === undefined) return expect.unreachable()
        const { runId, key = '' } = job
        const dependencies = world.performing()
        await performMortally({ dependencies, death: last, job: { id: key, runId, attempt: 1 } })
        world.runner.kill()
        await giveUpRun(runId, 'the worker died', dependencies)
        const given = await read(world, environment.id)
        requireTruth(world, given)
        await bringToEnd(world, given)
      }),
    )
  })
})

async function read(world: World, id: string): Promise<Environment> {
  const found = await world.store.find(id)
  if (found === undefined) throw new Error('The environment is lost.')
  return found
}

async function bringToEnd(world: World, environment: Environment): Promise<void> {
  if (isOver(environment) || environment.state === 'draft') return
  await requestChange(environment.id, { kind: 'end' }, { caller: ada }, world.dependencies)
  await workUnder(world, { deaths: [], failsAt: [], cutAt: 0 })
  expect((await read(world, environment.id)).state).toBe('ended')
  expect(world.runner.listResources(environment.id)).toEqual([])
}

import { systemActor } from '@groundplan/actor'
import { changeEnvironment } from '../change/change-environment.ts'
import type { EnvironmentStore } from '../ports/environment-store.ts'
import { changeStep, endStep } from './change-step.ts'
import { skipPending } from './next-work.ts'
import type { Run, RunGrain } from '../model/run.ts'
import { settleRun } from './settle-run.ts'

/**
 * Ends a run whose job was given up, so that its environment is in a true state: whatever was being applied counts as failed. Does
 * nothing if it is over, waits, or has its next turn ahead.
 */
export async function giveUpRun(
  runId: string,
  reason: string,
  { store, now }: { readonly store: EnvironmentStore; readonly now: () => Date },
): Promise<void> {
  const found = await store.findRun(runId)
  if (found === undefined || !isUnderWay(found)) return
  await changeEnvironment(
    found.environmentId,
    async (environment) => {
      const [run, request] = await Promise.all([store.findRun(runId), store.findRequest(found.requestId)])
      if (run === undefined || request === undefined || !isUnderWay(run)) return { environment }
      const at = now()
      const message = `The run was given up: ${reason}`
      const settled = settleRun(
        { environment, request, run: endOpenSteps(run, message, at) },
        { at, by: systemActor, failure: { message, hint: 'Reconcile or end the environment.' } },
      )
      const { events } = settled
      return { environment: settled.environment, requests: [settled.request], runs: [settled.run], events }
    },
    store,
  )
}

function isUnderWay({ status }: Run): boolean {
  return status === 'admitted' || status === 'running'
}

/** What runs failed, what waits is skipped. */
export function endOpenSteps(run: Run, message: string, at: Date): Run {
  return { ...run, grains: run.grains.map((grain) => endOpenStepsOf(grain, message, at)) }
}

function endOpenStepsOf(grain: RunGrain, message: string, at: Date): RunGrain {
  const running = grain.steps.find(({ state }) => state === 'running')
  const ended =
    running === undefined ? grain : endStep(grain, running.name, { state: 'failed', message, endedAt: at })
  // An apply that was cut off is the failure, also while its plan was to be made again.
  const cut =
    running === undefined && grain.cutOff === true
      ? changeStep(ended, 'apply', { state: 'failed', message, endedAt: at })
      : ended
  return skipPending(cut, message)
}

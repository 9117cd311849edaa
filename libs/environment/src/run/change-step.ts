import { stepOf, type Run, type RunGrain, type RunStep, type StepName } from '../model/run.ts'

/** The run with one grain changed. */
export function changeGrain(run: Run, name: string, change: (grain: RunGrain) => RunGrain): Run {
  return { ...run, grains: run.grains.map((grain) => (grain.name === name ? change(grain) : grain)) }
}

/** The grain with one step changed. */
export function changeStep(grain: RunGrain, name: StepName, change: Partial<RunStep>): RunGrain {
  return {
    ...grain,
    steps: grain.steps.map((step) => (step.name === name ? { ...step, ...change } : step)),
  }
}

export function beginStep(grain: RunGrain, name: StepName, at: Date): RunGrain {
  const { attempts } = stepOf(grain, name)
  const fresh = { state: 'running', attempts: attempts + 1, startedAt: at } as const
  return changeStep(grain, name, { ...fresh, endedAt: undefined, message: undefined, hint: undefined })
}

export function endStep(
  grain: RunGrain,
  name: StepName,
  end: Pick<RunStep, 'state' | 'endedAt' | 'message' | 'hint'>,
): RunGrain {
  return changeStep(grain, name, end)
}

/**
 * The run as the next worker finds it: steps that were cut off and change nothing begin anew. A grain whose apply was cut off plans
 * again first, since what it has done by then shows only in what exists.
 */
export function resumeRun(run: Run): Run {
  return { ...run, grains: run.grains.map(resumeGrain) }
}

function resumeGrain(grain: RunGrain): RunGrain {
  const running = grain.steps.find(({ state }) => state === 'running')
  if (running === undefined) return grain
  // To plan it again would not show whether it was done.
  if (running.name === 'apply' && (grain.goal.kind === 'restart' || grain.goal.kind === 'action')) {
    const message = 'The worker stopped while it ran, so it is not known whether it was done.'
    return endStep(grain, 'apply', { state: 'failed', message })
  }
  const again = changeStep(grain, running.name, {
    state: 'pending',
    message: 'The worker stopped; it begins anew.',
  })
  return running.name === 'apply' ? planAgain(again) : again
}

/** The grain with its plan to be made again; the plan that was decided stays to be compared with. */
export function planAgain(grain: RunGrain): RunGrain {
  const message = 'What exists has to be looked at again.'
  return { ...changeStep(grain, 'plan', { state: 'pending', message }), cutOff: true }
}

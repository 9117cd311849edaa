import { expect, test } from 'vitest'
import type { CheckAnswer } from './check-form.ts'
import { FormChecker, type CheckPort, type WorkerMessage } from './form-checker.ts'

const request = { schema: {}, uiSchema: {}, values: {} }
const quick: CheckAnswer = { errors: [], unchecked: [{ label: 'Name', patterns: ['^(a+)+$'] }] }
const whole: CheckAnswer = { errors: [], unchecked: [] }

interface FakeWorker extends CheckPort {
  readonly asked: unknown[]
  isEnded: boolean
  tell(...messages: readonly WorkerMessage[]): void
}

/** Answers each check with `messages`, as soon as it is asked. */
function startWorker(messages: readonly WorkerMessage[]): FakeWorker {
  const worker: FakeWorker = {
    asked: [],
    isEnded: false,
    onmessage: null,
    onerror: null,
    tell: (...told) => told.forEach((data) => worker.onmessage?.(new MessageEvent('message', { data }))),
    postMessage(asked) {
      worker.asked.push(asked)
      queueMicrotask(() => worker.tell(...messages))
    },
    terminate: () => (worker.isEnded = true),
  }
  queueMicrotask(() => worker.tell({ kind: 'ready' }))
  return worker
}

function checkWith(...answers: readonly (readonly WorkerMessage[])[]) {
  const workers: FakeWorker[] = []
  const open = () => {
    workers.push(startWorker(answers[workers.length] ?? []))
    return workers.at(-1)!
  }
  return { workers, checker: new FormChecker(open, { start: 1_000, check: 20 }) }
}

const complete: readonly WorkerMessage[] = [
  { kind: 'answer', answer: quick },
  { kind: 'answer', answer: whole },
  { kind: 'done' },
]

test('one worker does one check after another, and its last answer counts', async () => {
  const { workers, checker } = checkWith(complete)
  expect(await checker.check(request)).toEqual({ kind: 'complete', answer: whole })
  expect(await checker.check(request)).toEqual({ kind: 'complete', answer: whole })
  expect(workers.map(({ asked, isEnded }) => [asked.length, isEnded])).toEqual([[2, false]])
})

test('a worker that does not finish in time is ended, and what it found so far is kept', async () => {
  const { workers, checker } = checkWith([{ kind: 'answer', answer: quick }], complete)
  expect(await checker.check(request)).toEqual({ kind: 'partial', answer: quick })
  expect(workers.map(({ isEnded }) => isEnded)).toEqual([true])
  expect(await checker.check(request)).toEqual({ kind: 'complete', answer: whole })
  expect(workers.map(({ isEnded }) => isEnded)).toEqual([true, false])
})

test('a worker that never answers leaves everything unchecked', async () => {
  const { checker } = checkWith([])
  expect(await checker.check(request)).toEqual({ kind: 'partial', answer: undefined })
})

test('a worker that fails or cannot be started leaves everything unchecked', async () => {
  const { workers, checker } = checkWith([])
  const result = checker.check(request)
  workers[0]?.onerror?.(new Event('error') as ErrorEvent)
  expect(await result).toEqual({ kind: 'partial', answer: undefined })
  const refused = new FormChecker(() => {
    throw new Error('refused')
  })
  expect(await refused.check(request)).toEqual({ kind: 'partial', answer: undefined })
})

test('a check that another one overtakes, or that the form is closed on, is superseded', async () => {
  const { workers, checker } = checkWith([], complete, [])
  const first = checker.check(request)
  expect(await checker.check(request)).toEqual({ kind: 'complete', answer: whole })
  expect(await first).toEqual({ kind: 'superseded' })
  const last = checker.check(request)
  checker.close()
  expect(await last).toEqual({ kind: 'superseded' })
  expect(workers.map(({ isEnded }) => isEnded)).toEqual([true, true])
})

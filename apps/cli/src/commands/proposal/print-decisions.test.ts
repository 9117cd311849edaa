import type { DecisionResultView } from '@groundplan/api-client'
import { describe, expect, it } from 'vitest'
import type { Terminal } from '../../terminal/terminal.ts'
import { printDecisions } from './print-decisions.ts'

const refused = {
  ...{ number: 1, total: 3, outcome: 'refused', reason: 'conflicts' },
  message: 'Proposal 1 has 1 undecided conflict.',
} as const satisfies DecisionResultView

/** Prints results, and tells what was printed. */
async function print(results: AsyncIterable<DecisionResultView>, signal = new AbortController().signal) {
  const lines: string[] = []
  const terminal = {
    json: false,
    style: (_: string, text: string) => text,
    write: async (text: string) => lines.push(text.trim()) > 0,
    note: (text: string) => lines.push(text),
  } as unknown as Terminal
  const code = await printDecisions({ terminal, signal }, async () => results).catch(
    (error: unknown) => error,
  )
  return { code, lines }
}

async function* breakOffWith(error: Error, ...results: readonly DecisionResultView[]) {
  yield* results
  throw error
}

describe('the results of a bulk decision', () => {
  it('are counted, and what has none is not called decided, when the connection is lost', async () => {
    const { code, lines } = await print(breakOffWith(new TypeError('terminated'), refused))
    expect(lines).toEqual([
      'refused #1 Proposal 1 has 1 undecided conflict.',
      '1 refused, 2 without a result (run the command again).',
    ])
    expect(code).toMatchObject({
      code: 'external-service',
      message: 'The connection to the server was lost.',
      hint: 'Run the command again: it skips what is decided already.',
    })
  })

  it('end with the code for an interruption when somebody stops them', async () => {
    const stop = AbortSignal.abort()
    expect(await print(breakOffWith(new Error('aborted'), refused), stop)).toMatchObject({ code: 130 })
    expect(await print(breakOffWith(new Error('aborted')), stop)).toEqual({ code: 130, lines: [] })
  })

  it('are a failure when the stream ends before the last of them', async () => {
    const early = (async function* () {
      yield { ...refused, total: 2 }
    })()
    expect(await print(early)).toMatchObject({ code: 1 })
  })

  it('say when nothing is selected', async () => {
    const none = (async function* (): AsyncGenerator<DecisionResultView> {})()
    expect(await print(none)).toEqual({ code: 0, lines: ['No open proposals match.'] })
  })
})

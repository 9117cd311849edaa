import { visibleText } from '@groundplan/errors'
import { Presets, SingleBar } from 'cli-progress'
import type { Terminal } from './terminal.ts'

/** How far some long work is. */
export interface Progress {
  readonly phase: string
  readonly done: number
  /** 0 while it is not known. */
  readonly total: number
  readonly subject: string
}

export interface ProgressDisplay {
  show(progress: Progress): void
  finish(): void
}

/** A bar in a terminal, one line per phase in a pipe, nothing with `--json`. */
export function createProgressDisplay(terminal: Terminal): ProgressDisplay {
  if (terminal.interactive) return createBar()
  return terminal.json ? { show() {}, finish() {} } : createLines(terminal)
}

function createBar(): ProgressDisplay {
  const format = '{phase} {bar} {value}/{total}  {subject}'
  const bar = new SingleBar(
    { format, hideCursor: true, clearOnComplete: true, barsize: 30, stream: process.stderr },
    Presets.shades_classic,
  )
  let started = false
  return {
    show({ phase, done, total, subject }) {
      const payload = {
        phase: phase.padEnd(10),
        subject: visibleText(subject.slice(0, 60), { lines: false }),
      }
      if (!started) bar.start(Math.max(total, 1), done, payload)
      started = true
      bar.setTotal(Math.max(total, 1))
      bar.update(done, payload)
    },
    finish: () => bar.stop(),
  }
}

function createLines(terminal: Terminal): ProgressDisplay {
  let last = ''
  return {
    show({ phase, total, subject }) {
      const line = phase === 'opening' ? `opening ${subject}` : `${phase} ${total}`
      if (line !== last) terminal.note(line)
      last = line
    },
    finish() {},
  }
}

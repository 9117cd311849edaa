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
  /** The host that asks to wait, and until when (ISO 8601). */
  readonly wait?: { readonly host: string; readonly until: string } | undefined
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
  let current: Progress | undefined
  const draw = () => {
    if (current === undefined) return
    const { phase, done, total, subject, wait } = current
    const shown = wait === undefined ? subject : describeWait(wait)
    const payload = {
      phase: phase.padEnd(10),
      subject: visibleText(shown.slice(0, 90), { lines: false }),
    }
    if (!started) bar.start(Math.max(total, 1), done, payload)
    started = true
    bar.setTotal(Math.max(total, 1))
    bar.update(done, payload)
  }
  // The seconds that are left of a wait.
  const timer = setInterval(() => current?.wait !== undefined && draw(), 1000).unref()
  return {
    show(progress) {
      current = progress
      draw()
    },
    finish() {
      clearInterval(timer)
      bar.stop()
    },
  }
}

function createLines(terminal: Terminal): ProgressDisplay {
  let last = ''
  let waitedUntil: string | undefined
  return {
    show({ phase, total, subject, wait }) {
      if (wait !== undefined && wait.until !== waitedUntil) terminal.note(describeWait(wait))
      waitedUntil = wait?.until
      const line = phase === 'opening' ? `opening ${subject}` : `${phase} ${total}`
      if (line !== last) terminal.note(line)
      last = line
    },
    finish() {},
  }
}

/** `github.com asks to wait until 12:03:10 (18 s)`, in the time of this machine. */
export function describeWait({ host, until }: NonNullable<Progress['wait']>, now: Date = new Date()): string {
  const end = new Date(until)
  const seconds = Math.max(0, Math.ceil((end.getTime() - now.getTime()) / 1000))
  return `${host} asks to wait until ${end.toTimeString().slice(0, 8)} (${seconds} s)`
}

import { visibleText } from '@groundplan/errors'
import { pino, type Logger } from 'pino'

export type { Logger } from 'pino'

export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const
export type LogLevel = (typeof logLevels)[number]

export interface LoggerOptions {
  readonly level: LogLevel
  /** One line for people instead of JSON. */
  readonly readable: boolean
  readonly write: (line: string) => void
}

/** Writes one line for each event: JSON for programs that collect logs, or text for whoever watches a terminal. */
export function createLogger({ level, readable, write }: LoggerOptions): Logger {
  const options = {
    ...{ level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    formatters: { level: (label: string) => ({ level: label }) },
    // Nothing below logs them; this is for what somebody adds.
    redact: {
      paths: [
        'authorization',
        'token',
        'secret',
        'password',
        '*.authorization',
        '*.token',
        '*.secret',
        '*.password',
      ],
      censor: '[secret]',
    },
  }
  return pino(options, { write: readable ? (line: string) => write(toText(line)) : write })
}

/** A logger that writes nothing. */
export function createSilentLogger(): Logger {
  return createLogger({ level: 'silent', readable: false, write: () => {} })
}

function toText(line: string): string {
  const { time, level, msg, pid: _, ...facts } = JSON.parse(line) as Record<string, unknown>
  const shown = Object.entries(facts).map(([key, value]) => `${key}=${toValue(value)}`)
  const head = `${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${String(msg)}`
  return `${visibleText([head, ...shown].join(' '), { lines: true })}\n`
}

function toValue(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return /^[^\s"=]+$/.test(text) || text.includes('\n') ? text : JSON.stringify(text)
}

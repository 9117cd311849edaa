import { z } from 'zod'
import { parseJsonObject } from '../parse-json.ts'
import { requireFormat } from '../require-format.ts'
import type { EventText, ResourceOperation, TerraformDiagnostic, TerraformEvent } from './terraform-event.ts'

const Line = z.object({
  '@message': z.string(),
  '@level': z.string().optional(),
  '@timestamp': z.string().optional(),
  type: z.string().optional(),
})
const Version = z.object({ terraform: z.string().optional(), tofu: z.string().optional(), ui: z.string() })
const Place = z.object({ line: z.number(), column: z.number() })
const Diagnostic = z.object({
  severity: z.string(),
  summary: z.string(),
  detail: z.string().optional(),
  address: z.string().optional(),
  range: z.object({ filename: z.string(), start: Place }).nullish(),
})
const Resource = z.object({ addr: z.string() })
const Hook = z.object({
  hook: z.object({
    resource: Resource,
    action: z.string().optional(),
    elapsed_seconds: z.number().optional(),
  }),
})
const Planned = z.object({ change: z.object({ resource: Resource, action: z.string() }) })
const Summary = z.object({
  changes: z.object({
    add: z.number(),
    change: z.number(),
    remove: z.number(),
    import: z.number().optional(),
    operation: z.enum(['plan', 'apply', 'destroy']),
  }),
})
const Outputs = z.object({ outputs: z.record(z.string(), z.unknown()) })

const levels: Readonly<Record<string, EventText['level'] | undefined>> = {
  ...{ error: 'error', warn: 'warn', info: 'info', debug: 'debug', trace: 'debug' },
}

const phases = { start: 'started', progress: 'running', complete: 'done', errored: 'failed' } as const
const hookType = /^(apply|refresh|provision|ephemeral_op)_(start|progress|complete|errored)$/

/**
 * Parses one line that Terraform printed with `-json`. What is no JSON, or of a type that we do not know, stays text. Throws
 * ExternalServiceError if Terraform says that it prints another version of the format.
 */
export function parseEvent(line: string): TerraformEvent {
  const object = parseJsonObject(line)
  const parsed = object === undefined ? undefined : Line.safeParse(object).data
  if (object === undefined || parsed === undefined) return { kind: 'text', message: line, level: 'info' }
  const text: EventText = {
    message: parsed['@message'],
    level: levels[parsed['@level'] ?? ''] ?? 'info',
    ...(parsed['@timestamp'] === undefined ? {} : { at: parsed['@timestamp'] }),
  }
  return { ...text, ...(readType(parsed.type ?? '', object) ?? { kind: 'text' }) }
}

/** An event without its text. */
type Facts = TerraformEvent extends infer Event
  ? Event extends TerraformEvent
    ? Omit<Event, keyof EventText>
    : never
  : never

function readType(type: string, object: Readonly<Record<string, unknown>>): Facts | undefined {
  switch (type) {
    case 'version': {
      const found = Version.safeParse(object).data
      if (found === undefined) return undefined
      requireFormat('messages', found.ui, ['1'])
      return { kind: 'version', version: found.terraform ?? found.tofu ?? '' }
    }
    case 'diagnostic':
      return readDiagnostic(object['diagnostic'])
    case 'planned_change':
    case 'resource_drift': {
      const { change } = Planned.safeParse(object).data ?? {}
      return (
        change && {
          ...{ kind: 'planned', address: change.resource.addr, action: change.action },
          isDrift: type === 'resource_drift',
        }
      )
    }
    case 'change_summary': {
      const { changes } = Summary.safeParse(object).data ?? {}
      return (
        changes && {
          ...{ kind: 'summary', operation: changes.operation, add: changes.add, change: changes.change },
          ...{ destroy: changes.remove, import: changes.import ?? 0 },
        }
      )
    }
    case 'outputs': {
      const found = Outputs.safeParse(object).data
      return found && { kind: 'outputs', names: Object.keys(found.outputs) }
    }
    default:
      return readHook(type, object)
  }
}

function readHook(type: string, object: Readonly<Record<string, unknown>>): Facts | undefined {
  const [, group = '', phase = ''] = hookType.exec(type) ?? []
  const hook = group === '' ? undefined : Hook.safeParse(object).data?.hook
  if (hook === undefined) return undefined
  return {
    ...{ kind: 'resource', address: hook.resource.addr, operation: operationOf(group, hook.action) },
    phase: phases[phase as keyof typeof phases],
    ...(hook.elapsed_seconds === undefined ? {} : { seconds: hook.elapsed_seconds }),
  }
}

function operationOf(group: string, action: string | undefined): ResourceOperation {
  if (group === 'refresh') return 'refresh'
  if (group === 'provision') return 'provision'
  return action === 'create' || action === 'update' || action === 'delete' || action === 'read'
    ? action
    : 'other'
}

function readDiagnostic(value: unknown): Facts | undefined {
  const diagnostic = parseDiagnostic(value)
  return diagnostic && { kind: 'diagnostic', ...diagnostic }
}

/** A diagnostic as Terraform prints it, in messages and in the answer of `validate`. `undefined` if it is none. */
export function parseDiagnostic(value: unknown): TerraformDiagnostic | undefined {
  const found = Diagnostic.safeParse(value).data
  if (found === undefined) return undefined
  const { severity, summary, detail = '', address, range } = found
  return {
    ...{ severity: severity === 'error' ? 'error' : 'warning', summary, detail },
    ...(address === undefined ? {} : { address }),
    ...(range === null || range === undefined
      ? {}
      : { place: { file: range.filename, line: range.start.line, column: range.start.column } }),
  }
}

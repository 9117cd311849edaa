import type {
  Environment,
  EnvironmentRequest,
  Run,
  SealedEntry,
  StoredLogLine,
} from '@groundplan/environment'
import type { Selectable } from 'kysely'
import { toJson, toText } from '../storable.ts'
import type {
  EnvironmentLogTable,
  EnvironmentRequestTable,
  EnvironmentRunTable,
  EnvironmentSecretTable,
  EnvironmentTable,
} from '../environment-tables.ts'

/** What of an environment has a column of its own is not searched for in its content. */
export function toEnvironmentRow(environment: Environment) {
  const {
    id,
    spaceId,
    name,
    state,
    blueprint,
    component,
    owner,
    labels,
    createdAt,
    endsAt,
    runId,
    revision,
  } = environment
  return {
    ...{ id, name: toText(name), state, blueprint: blueprint.name, version: blueprint.version },
    ...{ component: component === undefined ? null : toText(component), labels: toJson(labels) },
    owner_name: 'name' in owner && owner.name !== undefined ? toText(owner.name) : null,
    ...{ created_at: createdAt, ends_at: endsAt ?? null, run_id: runId ?? null, revision },
    ...{ content: toJson(environment), space_id: spaceId },
  }
}

type EnvironmentRow = Pick<Selectable<EnvironmentTable>, 'content' | 'revision' | 'created_at' | 'ends_at'>

export function toEnvironment({ content, revision, created_at, ends_at }: EnvironmentRow): Environment {
  const { endsAt: _, ...rest } = content
  return { ...rest, revision, createdAt: created_at, ...(ends_at === null ? {} : { endsAt: ends_at }) }
}

export function toRequest({
  content,
}: Pick<Selectable<EnvironmentRequestTable>, 'content'>): EnvironmentRequest {
  const { payload, requestedAt, endedAt, waitsFor, answers } = content
  return {
    ...content,
    payload:
      payload.kind === 'extend' && payload.endsAt !== undefined
        ? { ...payload, endsAt: new Date(payload.endsAt) }
        : payload,
    ...{ requestedAt: new Date(requestedAt), ...toTime('endedAt', endedAt) },
    ...(waitsFor === undefined ? {} : { waitsFor: { ...waitsFor, since: new Date(waitsFor.since) } }),
    answers: answers.map((answer) => ({ ...answer, at: new Date(answer.at) })),
  }
}

export function toRun({ content }: Pick<Selectable<EnvironmentRunTable>, 'content'>): Run {
  const { createdAt, startedAt, endedAt, grains } = content
  return {
    ...{ ...content, createdAt: new Date(createdAt) },
    ...{ ...toTime('startedAt', startedAt), ...toTime('endedAt', endedAt) },
    grains: grains.map((grain) => ({
      ...grain,
      steps: grain.steps.map((step) => ({
        ...step,
        ...{ ...toTime('startedAt', step.startedAt), ...toTime('endedAt', step.endedAt) },
      })),
    })),
  }
}

/** In JSON a time is a text. */
function toTime<Key extends string>(key: Key, time: Date | undefined): Readonly<Partial<Record<Key, Date>>> {
  return (time === undefined ? {} : { [key]: new Date(time) }) as Readonly<Partial<Record<Key, Date>>>
}

export function toEntry(row: Selectable<EnvironmentSecretTable>): SealedEntry {
  return {
    ...{ spaceId: row.space_id, environmentId: row.environment_id, kind: row.kind, name: row.name },
    ...{ sealed: row.sealed, keyId: row.key_id },
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
  }
}

export function toLogLine(row: Selectable<EnvironmentLogTable>): StoredLogLine {
  return {
    ...{ position: Number(row.position), at: row.at, text: row.text },
    ...(row.grain === null ? {} : { grain: row.grain }),
    ...(row.step === null ? {} : { step: row.step }),
  }
}

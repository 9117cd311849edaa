import type { EnvironmentRequestView, EnvironmentSnapshotView, EnvironmentView } from '@groundplan/api-client'
import { describeUnserved, requestFacts, stateWords } from '@groundplan/environment/tables'
import { stringifyJson } from '@groundplan/terraform-type'
import type { Terminal } from '../../terminal/terminal.ts'

interface EnvironmentDetails extends EnvironmentSnapshotView {
  /** The latest ones, the newest first. */
  readonly requests: readonly EnvironmentRequestView[]
}

/** Everything that is worth knowing of one environment. */
export function printEnvironment(
  { environment, run, requests }: EnvironmentDetails,
  terminal: Terminal,
): string {
  const { name, id, failure, grains, outputs } = environment
  const facts = listFacts(environment).filter(([, value]) => value !== '')
  const problem =
    failure === undefined ? [] : [failure.message, ...(failure.hint === undefined ? [] : [failure.hint])]
  const unserved = run?.unservedPool === undefined ? undefined : describeUnserved(run.unservedPool)
  const resources = grains.flatMap((grain) =>
    grain.resources.map(({ address, type, id: resourceId }) => [grain.name, address, type, resourceId]),
  )
  return [
    `${terminal.style('bold', name)}  ${id}`,
    ...facts.map(([label, value]) => `${`${label}:`.padEnd(14)}${value}`),
    ...(unserved === undefined ? [] : ['', unserved.message, unserved.hint]),
    ...(problem.length === 0 ? [] : ['', ...problem]),
    ...section('Inputs', printInputs(environment)),
    ...section('Outputs', outputs.length === 0 ? '' : printOutputs(environment, terminal)),
    ...(resources.length === 0 ? [] : ['', terminal.table(['Part', 'Resource', 'Type', 'ID'], resources)]),
    ...(requests.length === 0 ? [] : ['', printRequests(requests, terminal)]),
  ].join('\n')
}

function listFacts(environment: EnvironmentView): readonly (readonly [string, string])[] {
  const { state, stoppedBy, blueprint, owner, collaborators, component, labels, createdAt, endsAt } =
    environment
  const stopped = stoppedBy === undefined ? '' : stoppedBy === 'destroy' ? ' (destroyed)' : ' (powered off)'
  return [
    ['State', `${stateWords(state)}${stopped}`],
    ['Blueprint', `${blueprint.name} ${blueprint.version}`],
    ['Owner', owner],
    ['Shared with', collaborators.join(', ')],
    ['Component', component ?? ''],
    ['Labels', labels.join(', ')],
    ['Created', printTime(createdAt)],
    ['Ends', endsAt === undefined ? 'never' : printTime(endsAt)],
  ]
}

function printRequests(requests: readonly EnvironmentRequestView[], { table }: Terminal): string {
  return table(
    ['Request', 'Status', 'By', 'At', 'ID'],
    requests.map(({ kind, status, requestedBy, requestedAt, id }) => [
      ...[requestFacts(kind).title, status.replaceAll('-', ' '), requestedBy, printTime(requestedAt), id],
    ]),
  )
}

function printInputs({ inputs, secretInputs }: EnvironmentView): string {
  return [
    ...Object.entries(inputs).map(([name, value]) => `${name} = ${stringifyJson(value)}`),
    ...secretInputs.map((name) => `${name} = (secret)`),
  ].join('\n')
}

/** The outputs as a table; of secret ones only the names. */
export function printOutputs({ outputs }: EnvironmentView, { table }: Terminal): string {
  const isDescribed = outputs.some(({ description }) => description !== undefined)
  return table(
    ['Output', 'Value', ...(isDescribed ? ['Description'] : [])],
    outputs.map(({ name, value, secret = false, description }) => [
      ...[name, secret ? '(secret)' : (value ?? '(no value now)'), ...(isDescribed ? [description] : [])],
    ]),
  )
}

function section(title: string, text: string): readonly string[] {
  return text === '' ? [] : ['', title === 'Outputs' ? text : `${title}:\n${text}`]
}

/** To the minute, in UTC: `2026-12-01 18:00 UTC`. */
export function printTime(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`
}

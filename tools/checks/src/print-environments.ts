import { permissions } from '@groundplan/access'
import {
  environmentEventTypes,
  environmentStateNames,
  environmentStates,
  requestFacts,
  requestKindNames,
  stateWords,
  transitionOf,
} from '@groundplan/environment'
import { format, resolveConfig } from 'prettier'

/** The lifecycle of environments, as Markdown. */
export async function printEnvironments(file: string): Promise<string> {
  const text = [introduction, diagram(), stateTable(), requests, requestTable(), events, eventTable()]
  return format(text.join('\n\n'), { ...(await resolveConfig(file)), filepath: file })
}

const introduction = `# Environments

<!-- Written by \`npm run generated:write\` from the tables in libs/environment; do not edit by hand. -->

An environment is one running instance of a blueprint version. It belongs to a space and has an owner, who may share it with
collaborators. Everything that people, schedules and policies do with it is a request, and all requests take the same path:

\`\`\`mermaid
flowchart LR
  request --> permission --> policies[policies on the request] --> plan --> again[policies on the plan] --> approval[approval, if needed] --> run --> environment
\`\`\`

A change and its event in the [audit log](audit.md) are written in one transaction. What the tables below do not have is refused.

## States`

function diagram(): string {
  const name = (state: string) => (state === 'none' ? '[*]' : state.replaceAll('-', '_'))
  const moves = environmentEventTypes.flatMap((event) => {
    const { from, to } = transitionOf(event)
    return to === 'same' ? [] : from.map((state) => `  ${name(state)} --> ${name(to)}`)
  })
  const ends = environmentStateNames
    .filter((state) => environmentStates[state].final)
    .map((state) => `  ${name(state)} --> [*]`)
  return ['```mermaid', 'stateDiagram-v2', ...new Set(moves), ...ends, '```'].join('\n')
}

function stateTable(): string {
  const rows = environmentStateNames.map((state) =>
    row([stateWords(state), environmentStates[state].meaning]),
  )
  return [row(['State', 'Meaning']), row(['---', '---']), ...rows].join('\n')
}

const requests = `## Requests

Whoever makes a request needs its permission in the space. With \`environments.manage\` it may be about any environment of the
space, otherwise only about one's own: as its owner or, where the table says so, as a collaborator. See [Permissions](permissions.md).

Requests with a run are planned first. The plan shows what would change before anything does, and only what was shown is applied.
While a request is in progress, others that need a run are refused. Those to end or release an environment cancel a request
that waits for approval.`

function requestTable(): string {
  const rows = requestKindNames.map((kind) => {
    const { title, permission, by, states, run, does } = requestFacts(kind)
    const whose = by === 'owner' ? 'owner' : 'owner, collaborators'
    return row([title, does, states.map(stateWords).join(', '), `\`${permission}\``, whose, run ?? 'at once'])
  })
  const head = ['Request', 'What it does', 'Allowed while', 'Permission', 'By', 'Run']
  const allows = [...new Set(requestKindNames.map((kind) => requestFacts(kind).permission))].map(
    (name) => `- \`${name}\`: ${permissions[name].allows}.`,
  )
  return [row(head), row(head.map(() => '---')), ...rows, '', ...allows].join('\n')
}

const events = `## Events`

function eventTable(): string {
  const rows = environmentEventTypes.map((event) => {
    const { from, to, run = '', needs, when } = transitionOf(event)
    const before = from.length > 8 ? 'any that is not over' : from.map(stateWords).join(', ')
    const condition = needs === undefined ? '' : ' Only without resources.'
    return row([
      `\`${event}\``,
      before,
      to === 'same' ? 'unchanged' : stateWords(to),
      run,
      `${when}${condition}`,
    ])
  })
  const head = ['Event', 'From', 'To', 'Run', 'When']
  return [row(head), row(head.map(() => '---')), ...rows].join('\n')
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

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
  const text = [introduction, diagram(), stateTable(), requests, requestTable(), runs, events, eventTable()]
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
To launch and manage environments, see [Work with environments from the command line](guide/environments.md).

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

const runs = `## Plans and runs

A run has its steps before it starts. For each grain these are *fetch*, *init* and *plan*, then *apply* and *outputs*.
Grains that do not need each other are worked on at the same time.

A grain is planned once the grains that it needs are complete, because it may read their outputs. A first launch therefore shows its
plan in parts: first the grains that need no other, then those that build on them. A grain without changes is complete at once, so most
updates show everything in one part. To end an environment, everything is planned first and then destroyed in the reverse order.

Policies see each part. If one of them wants an approval, or the requester wants to confirm the plan, the run waits: it has no
process, and continues when the answer comes. An answer is bound to a hash of the plan, the blueprint version and the inputs. Later parts
that only add something are covered by it; those that change or destroy something are asked about again.

- **Failures.** What fails stops the grains that need it, and no others. The environment keeps the version and inputs that were
  complete last. From there you can keep what succeeded, retry, or roll back.
- **Changes from outside.** If something has changed since the plan was made, it is planned again. The same changes, or fewer, are
  applied; others are decided again.
- **Workers that stop.** Another worker continues. Complete steps are not repeated. An apply goes on for up to 35 seconds after its
  worker has died, and what it has done by then is saved when the worker starts again; the next worker waits for that for up to a
  minute. An apply that was cut off is planned again before
  anything else is applied. A restart or an action that was cut off counts as failed, because nothing shows whether it was done.
- **Turns.** There is a limit on how many runs are under way in total and in each space. The next turn goes to the space that has the
  fewest.
- **Secret inputs** are encrypted and not shown in logs. Ephemeral inputs are kept, encrypted, until a worker takes the run, for an
  hour at most. If the run waits for an answer after that, the requester enters them again.`

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

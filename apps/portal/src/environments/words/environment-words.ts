import type { EnvironmentRequestView, EnvironmentView } from '@groundplan/api-client'

export type EnvironmentState = EnvironmentView['state']
export type RequestKind = EnvironmentRequestView['kind']
export type RequestStatus = EnvironmentRequestView['status']

/** How something looks: it is about to be, it is being done, it is well, it needs somebody, it failed, or it is over. */
export type Tone = 'idle' | 'busy' | 'good' | 'asks' | 'bad' | 'over'

export const toneColors = {
  idle: 'gray',
  busy: 'ink',
  good: 'teal',
  asks: 'yellow',
  bad: 'red',
  over: 'gray',
} as const satisfies Record<Tone, string>

interface Words {
  readonly label: string
  readonly tone: Tone
}

export const stateWords = {
  draft: { label: 'Draft', tone: 'idle' },
  planning: { label: 'Planning', tone: 'busy' },
  'waiting-for-approval': { label: 'Waiting for approval', tone: 'asks' },
  launching: { label: 'Launching', tone: 'busy' },
  active: { label: 'Active', tone: 'good' },
  'active-with-errors': { label: 'Active with errors', tone: 'bad' },
  updating: { label: 'Updating', tone: 'busy' },
  stopped: { label: 'Stopped', tone: 'idle' },
  ending: { label: 'Ending', tone: 'busy' },
  'end-failed': { label: 'End failed', tone: 'bad' },
  ended: { label: 'Ended', tone: 'over' },
  released: { label: 'Released', tone: 'over' },
  cancelled: { label: 'Cancelled', tone: 'over' },
} as const satisfies Record<EnvironmentState, Words>

/** True if nothing happens to it any more. */
export function isOver(state: EnvironmentState): boolean {
  return stateWords[state].tone === 'over'
}

export const statusWords = {
  planning: { label: 'Planning', tone: 'busy' },
  'waiting-for-approval': { label: 'Waiting for approval', tone: 'asks' },
  running: { label: 'Running', tone: 'busy' },
  done: { label: 'Done', tone: 'good' },
  denied: { label: 'Denied', tone: 'bad' },
  rejected: { label: 'Rejected', tone: 'bad' },
  failed: { label: 'Failed', tone: 'bad' },
  cancelled: { label: 'Cancelled', tone: 'over' },
} as const satisfies Record<RequestStatus, Words>

/** The words of a request's status; one that waits for the reader says so. */
export function describeStatus({ status, waitsFor, allowedActs }: EnvironmentRequestView): Words {
  if (status === 'waiting-for-approval' && allowedActs.includes('confirm'))
    return { label: 'Waiting for you', tone: 'asks' }
  if (status === 'waiting-for-approval' && waitsFor?.approval === false)
    return { label: 'Waiting for confirmation', tone: 'asks' }
  return statusWords[status]
}

/** True if nothing more is done about a request. */
export function isDecided({ status }: Pick<EnvironmentRequestView, 'status'>): boolean {
  return status !== 'planning' && status !== 'waiting-for-approval' && status !== 'running'
}

/** What a request wants: as a title, on the button that applies its plan, and while that is done. */
export const requestWords = {
  launch: { title: 'Launch', apply: 'Launch' },
  update: { title: 'Update inputs', apply: 'Apply' },
  upgrade: { title: 'Upgrade', apply: 'Upgrade' },
  extend: { title: 'Extend', apply: 'Extend' },
  start: { title: 'Start', apply: 'Start' },
  stop: { title: 'Stop', apply: 'Stop' },
  restart: { title: 'Restart', apply: 'Restart' },
  action: { title: 'Run an action', apply: 'Run' },
  reconcile: { title: 'Reconcile', apply: 'Reconcile' },
  end: { title: 'End', apply: 'End' },
  'force-end': { title: 'Force end', apply: 'Force end' },
  release: { title: 'Release', apply: 'Release' },
  transfer: { title: 'Transfer', apply: 'Transfer' },
  rename: { title: 'Rename', apply: 'Rename' },
  share: { title: 'Share', apply: 'Share' },
} as const satisfies Record<RequestKind, { readonly title: string; readonly apply: string }>

import type { EnvironmentRequestView } from '@groundplan/api-client'
import { Badge } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCheck,
  IconCircleDot,
  IconClockExclamation,
  IconMinus,
  IconRefresh,
} from '../icons/icons.ts'
import {
  describeStatus,
  stateWords,
  toneColors,
  type EnvironmentState,
  type Tone,
} from './words/environment-words.ts'
import classes from './tone-badge.module.css'

const icons = {
  idle: IconCircleDot,
  busy: IconRefresh,
  good: IconCheck,
  asks: IconClockExclamation,
  bad: IconAlertTriangle,
  over: IconMinus,
} as const satisfies Record<Tone, unknown>

/** A sign of how something is, for beside its words. */
export function ToneIcon({ tone, size = 12 }: { readonly tone: Tone; readonly size?: number }) {
  const Icon = icons[tone]
  return <Icon size={size} stroke={2.2} aria-hidden className={tone === 'busy' ? (classes.busy ?? '') : ''} />
}

/** A word, a sign and a colour. */
export function ToneBadge({ label, tone }: { readonly label: string; readonly tone: Tone }) {
  return (
    <Badge color={toneColors[tone]} leftSection={<ToneIcon tone={tone} />}>
      {label}
    </Badge>
  )
}

export function StateBadge({ state }: { readonly state: EnvironmentState }) {
  return <ToneBadge {...stateWords[state]} />
}

export function RequestBadge({ request }: { readonly request: EnvironmentRequestView }) {
  return <ToneBadge {...describeStatus(request)} />
}

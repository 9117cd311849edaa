import type { ImportStateView } from '@groundplan/api-client'
import { Group, Progress, Stack, Text } from '@mantine/core'
import { Panel } from '../layout/panel.tsx'
import { HostWait } from './host-wait.tsx'
import classes from './import-progress-panel.module.css'

type Progress = Extract<ImportStateView, { status: 'running' }>['progress']

export interface ImportProgressPanelProps {
  readonly progress: Progress
  readonly isWaiting: boolean
}

const phases = {
  opening: 'Opening repositories',
  reading: 'Reading modules',
  proposing: 'Opening proposals',
} as const

/** How far an import is. Only the phase is announced; every single step would drown everything else. */
export function ImportProgressPanel({ progress, isWaiting }: ImportProgressPanelProps) {
  const phase =
    progress === undefined ? (isWaiting ? 'Waiting for its turn' : 'Starting') : phases[progress.phase]
  const known = progress !== undefined && progress.total > 0
  const percent = known ? Math.min(100, (progress.done / progress.total) * 100) : 100
  return (
    <Panel>
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Text fw={570} aria-live="polite">
            {phase}
          </Text>
          {known && (
            <Text size="sm" c="dimmed" className={classes.count}>
              {progress.done} of {progress.total}
            </Text>
          )}
        </Group>
        <Progress.Root size="lg">
          <Progress.Section
            value={percent}
            animated={!known}
            striped={!known}
            aria-label={phase}
            {...(known ? { 'aria-valuetext': `${progress.done} of ${progress.total}` } : {})}
          />
        </Progress.Root>
        <Text size="sm" c="dimmed" className={classes.subject}>
          {progress?.wait === undefined ? (progress?.subject ?? ' ') : <HostWait wait={progress.wait} />}
        </Text>
      </Stack>
    </Panel>
  )
}

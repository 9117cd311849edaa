import { Checkbox, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { DialogForm } from '../../settings/dialogs/form-dialog.tsx'
import { requestWords } from '../words/environment-words.ts'
import { useSubmit, type Submit } from '../use-submit.ts'
import { DestroyedResources } from './destroyed-resources.tsx'
import type { RequestFormProps } from './request-dialog.tsx'

const meanings = {
  start: 'Powers on what was powered off, or creates again what was destroyed.',
  stop: 'Inputs and name are kept, and it can be started again.',
  restart: 'Reboots or replaces what the blueprint declares.',
  reconcile: 'Brings the resources back to what the blueprint and the inputs describe.',
  end: 'Destroys everything that it has. This can’t be undone.',
  'force-end':
    'Destroys what can be destroyed, whatever fails, and forgets the rest. What is left has to be cleaned up by hand.',
} as const

export interface RunFormProps extends RequestFormProps {
  readonly kind: keyof typeof meanings
}

/** Makes a request that is planned first, once its meaning is clear. */
export function RunForm({ kind, environment, onClose }: RunFormProps) {
  const send = useSubmit(onClose)
  const [confirm, setConfirm] = useState(true)
  const [mode, setMode] = useState<'power-off' | 'destroy'>('power-off')
  const [grains, setGrains] = useState<readonly string[]>(environment.grains.map(({ name }) => name))
  const { id } = environment
  const submits: Readonly<Record<RunFormProps['kind'], Submit>> = {
    start: (environments) => environments.start.mutate({ id, confirm }),
    stop: (environments) => environments.stop.mutate({ id, mode, confirm }),
    restart: (environments) =>
      environments.restart.mutate({
        ...{ id, confirm },
        ...(grains.length === environment.grains.length ? {} : { grains: [...grains] }),
      }),
    reconcile: (environments) => environments.reconcile.mutate({ id, confirm }),
    end: (environments) => environments.end.mutate({ id, confirm }),
    'force-end': (environments) => environments.forceEnd.mutate({ id, confirm }),
  }
  const isEnd = kind === 'end' || kind === 'force-end'
  const { title } = requestWords[kind]
  return (
    <DialogForm
      submit={confirm ? 'Make the plan' : title}
      isDangerous={isEnd}
      mutation={send}
      onSubmit={() => send.mutate(submits[kind])}
      onCancel={onClose}
    >
      <Text size="sm">{meanings[kind]}</Text>
      {kind === 'stop' && <StopMode mode={mode} onChange={setMode} />}
      {kind === 'restart' && environment.grains.length > 1 && (
        <Checkbox.Group label="Parts" value={[...grains]} onChange={setGrains}>
          <Stack gap={8} mt={8}>
            {environment.grains.map(({ name }) => (
              <Checkbox key={name} value={name} label={name} />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
      {(isEnd || (kind === 'stop' && mode === 'destroy')) && <DestroyedResources environment={environment} />}
      <Checkbox
        label="Show me the plan first"
        description="Nothing changes before you confirm the plan."
        checked={confirm}
        onChange={(event) => setConfirm(event.currentTarget.checked)}
      />
    </DialogForm>
  )
}

interface StopModeProps {
  readonly mode: 'power-off' | 'destroy'
  readonly onChange: (mode: 'power-off' | 'destroy') => void
}

function StopMode({ mode, onChange }: StopModeProps) {
  return (
    <Radio.Group
      label="How"
      value={mode}
      onChange={(value) => onChange(value === 'destroy' ? 'destroy' : 'power-off')}
    >
      <Stack gap={10} mt={8}>
        <Radio
          value="power-off"
          label="Power off"
          description="Resources and their data stay. What is powered off costs less."
        />
        <Radio
          value="destroy"
          label="Destroy until the next start"
          description="Nothing is left that costs anything. Data in the resources is lost."
        />
      </Stack>
    </Radio.Group>
  )
}

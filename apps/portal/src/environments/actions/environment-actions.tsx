import type { EnvironmentSnapshotView } from '@groundplan/api-client'
import { Button, Menu } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { IconChevronDown, IconPlayerPlay, IconRocket } from '../../icons/icons.ts'
import { ShortcutHelp } from '../../keyboard/shortcut-help.tsx'
import { useShortcuts } from '../../keyboard/use-shortcuts.ts'
import { useDialog } from '../../settings/dialogs/use-dialog.ts'
import { requestWords, type RequestKind } from '../words/environment-words.ts'
import { RequestDialog } from './request-dialog.tsx'

const shortcuts = [
  ['a', 'Open the actions'],
  ['u', 'Go back to the list'],
  ['?', 'Show these shortcuts'],
] as const

/** In the order of the menu; those of the last group take something away. */
const groups: readonly { readonly label: string; readonly kinds: readonly RequestKind[] }[] = [
  { label: 'Change', kinds: ['launch', 'update', 'upgrade', 'reconcile'] },
  { label: 'Power', kinds: ['start', 'stop', 'restart'] },
  { label: 'Manage', kinds: ['extend', 'rename', 'share', 'transfer'] },
  { label: 'Danger', kinds: ['end', 'force-end', 'release'] },
]

export interface EnvironmentActionsProps {
  readonly snapshot: EnvironmentSnapshotView
  readonly help: { readonly opened: boolean; readonly open: () => void; readonly close: () => void }
}

/** What whoever looks can do with the environment now: nothing else is offered. */
export function EnvironmentActions({ snapshot, help }: EnvironmentActionsProps) {
  const { environment, allowedRequests } = snapshot
  const navigate = useNavigate()
  const dialog = useDialog<RequestKind>()
  const [isOpen, setOpen] = useState(false)
  const offered = groups
    .map(({ label, kinds }) => ({ label, kinds: kinds.filter((kind) => allowedRequests.includes(kind)) }))
    .filter(({ kinds }) => kinds.length > 0)
  useShortcuts({
    ...(offered.length > 0 ? { a: () => setOpen(true) } : {}),
    u: () => void navigate({ to: '/environments' }),
    '?': help.open,
  })
  const { id, blueprint } = environment
  const begin = (kind: RequestKind) => {
    if (kind === 'update') return void navigate({ to: '/environments/$id/update', params: { id } })
    if (kind === 'upgrade') return void navigate({ to: '/environments/$id/upgrade', params: { id } })
    if (kind === 'launch') {
      return void navigate({
        to: '/catalog/$name/launch',
        params: { name: blueprint.name },
        search: { environment: id },
      })
    }
    return dialog.open(kind)
  }
  const first = (['launch', 'start'] as const).find((kind) => allowedRequests.includes(kind))
  return (
    <>
      <ShortcutHelp shortcuts={shortcuts} opened={help.opened} onOpen={help.open} onClose={help.close} />
      {first !== undefined && (
        <Button
          leftSection={
            first === 'launch' ? (
              <IconRocket size={17} aria-hidden />
            ) : (
              <IconPlayerPlay size={17} aria-hidden />
            )
          }
          onClick={() => begin(first)}
        >
          {requestWords[first].title}
        </Button>
      )}
      {offered.length > 0 && (
        <Menu
          opened={isOpen}
          onChange={setOpen}
          position="bottom-end"
          withArrow={false}
          transitionProps={{ duration: 80 }}
          // In the page, and with nothing but its items, as assistive technology expects.
          withinPortal={false}
          withInitialFocusPlaceholder={false}
        >
          <Menu.Target>
            <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />}>
              Actions
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {offered.map(({ label, kinds }, index) => (
              <MenuGroup key={label} label={label} isFirst={index === 0} kinds={kinds} onChoose={begin} />
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <RequestDialog dialog={dialog} environment={environment} />
    </>
  )
}

interface MenuGroupProps {
  readonly label: string
  readonly isFirst: boolean
  readonly kinds: readonly RequestKind[]
  readonly onChoose: (kind: RequestKind) => void
}

function MenuGroup({ label, isFirst, kinds, onChoose }: MenuGroupProps) {
  return (
    <>
      {!isFirst && <Menu.Divider />}
      {kinds.map((kind) => (
        <Menu.Item
          key={kind}
          onClick={() => onChoose(kind)}
          {...(label === 'Danger' ? { c: 'var(--mantine-color-error)' } : {})}
        >
          {requestWords[kind].title}
        </Menu.Item>
      ))}
    </>
  )
}

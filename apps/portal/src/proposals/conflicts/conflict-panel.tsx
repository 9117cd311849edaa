import type { ProposalView } from '@groundplan/api-client'
import { Badge, Button, Group, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTRPC } from '../../api/trpc.ts'
import { ErrorState } from '../../api/error-state.tsx'
import { Panel } from '../../layout/panel.tsx'
import { RelativeTime } from '../../layout/relative-time.tsx'
import { useMay } from '../../session/session.ts'
import { useDecided } from '../use-decided.ts'
import classes from './conflict-panel.module.css'

type Conflict = ProposalView['toDecide'][number]

export interface ConflictPanelProps {
  readonly proposal: ProposalView
  /** Called with the branch's new commit, which the reviewer has made. */
  readonly onDecided: (commit: string) => void
}

/** What people's edits and the generator want differently, each with the two sides to choose from. */
export function ConflictPanel({ proposal, onDecided }: ConflictPanelProps) {
  const { toDecide, conflicts } = proposal
  if (toDecide.length === 0) return null
  const title = conflicts === 0 ? 'Decided conflicts' : `To decide (${conflicts})`
  return (
    <Panel title={title} flush>
      {conflicts > 0 && (
        <Text size="sm" c="dimmed" px="lg" py="sm">
          Somebody edited the blueprint where its module changed too. The edits stay until you decide.
        </Text>
      )}
      <ul className={classes.list}>
        {toDecide.map((conflict) => (
          <ConflictItem key={conflict.id} proposal={proposal} conflict={conflict} onDecided={onDecided} />
        ))}
      </ul>
    </Panel>
  )
}

function ConflictItem({
  proposal,
  conflict,
  onDecided,
}: ConflictPanelProps & { readonly conflict: Conflict }) {
  const { number, commit, status } = proposal
  const { id, message, hint, edited, generated, canTakeGenerated, decision } = conflict
  const trpc = useTRPC()
  const mayDecide = useMay('proposals.decide')
  const decided = useDecided()
  const decide = useMutation(
    trpc.proposals.decideConflict.mutationOptions({
      onSuccess: (result) => onDecided(result.commit),
      onSettled: decided,
    }),
  )
  const choose = (choice: 'generated' | 'edited') => decide.mutate({ number, conflict: id, choice, commit })
  return (
    <li className={classes.item}>
      <Text size="sm" fw={550}>
        {message}
      </Text>
      {decision === undefined && !canTakeGenerated && hint !== undefined && (
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      )}
      {(edited !== undefined || generated !== undefined) && (
        <div className={classes.sides}>
          <Side label="Ours" text={edited} absent="Removed" />
          <Side label="Generated" text={generated} absent="Removed" />
        </div>
      )}
      {decide.error !== null && <ErrorState error={decide.error} />}
      {decision !== undefined ? (
        <Group gap={8} fz="sm">
          <Badge color="teal">{decision.choice === 'generated' ? 'Took generated' : 'Kept ours'}</Badge>
          <span>
            {decision.by}, <RelativeTime time={decision.at} />
          </span>
        </Group>
      ) : (
        status === 'open' &&
        mayDecide && (
          <Group gap="sm">
            {canTakeGenerated && (
              <Button
                size="xs"
                variant="default"
                loading={decide.isPending && decide.variables.choice === 'generated'}
                disabled={decide.isPending}
                onClick={() => choose('generated')}
              >
                Take generated
                <span className="visually-hidden">: {message}</span>
              </Button>
            )}
            <Button
              size="xs"
              variant="default"
              loading={decide.isPending && decide.variables.choice === 'edited'}
              disabled={decide.isPending}
              onClick={() => choose('edited')}
            >
              {canTakeGenerated ? 'Keep ours' : 'Mark as decided'}
              <span className="visually-hidden">: {message}</span>
            </Button>
          </Group>
        )
      )}
    </li>
  )
}

interface SideProps {
  readonly label: string
  readonly text: string | undefined
  readonly absent: string
}

function Side({ label, text, absent }: SideProps) {
  return (
    <figure className={classes.side}>
      <figcaption>{label}</figcaption>
      {text === undefined ? (
        <Text size="sm" c="dimmed" px="sm" pb="xs">
          {absent}
        </Text>
      ) : (
        <pre tabIndex={0} role="region" aria-label={label}>
          {text}
        </pre>
      )}
    </figure>
  )
}

import type { EnvironmentRequestView, EnvironmentRunView } from '@groundplan/api-client'
import { Alert, List, Stack, Text } from '@mantine/core'
import { RelativeTime } from '../../layout/relative-time.tsx'
import { UnservedPool } from '../../layout/unserved-pool.tsx'
import { WebLink } from '../../layout/web-link.tsx'
import { isDecided } from '../words/environment-words.ts'
import { FailureAlert } from '../failure-alert.tsx'
import { PlanView } from '../plan/plan-view.tsx'
import { joinWords, summarizePlan } from '../words/plan-words.ts'
import { shorten } from '../words/shorten.ts'
import { AnswerForm } from './answer-form.tsx'
import { GrainSteps } from './grain-steps.tsx'
import classes from './request-details.module.css'
import { RunLog } from './run-log.tsx'

export interface RequestDetailsProps {
  readonly request: EnvironmentRequestView
  /** Absent for requests that are done at once. */
  readonly run: EnvironmentRunView | undefined
  /** See AnswerForm. */
  readonly isLaunch?: boolean
}

/** Everything about one request: what policies say, the plan and the answer to it, how far it is, and its log. */
export function RequestDetails({ request, run, isLaunch = false }: RequestDetailsProps) {
  const isPlanning = request.status === 'planning' || request.status === 'waiting-for-approval'
  return (
    <Stack gap="lg">
      <Reasons request={request} />
      {run?.unservedPool !== undefined && <UnservedPool pool={run.unservedPool} />}
      {request.failure !== undefined && (
        <FailureAlert failure={request.failure} isError={request.status !== 'cancelled'} />
      )}
      {run !== undefined &&
        (isPlanning ? (
          <Planned request={request} run={run} isLaunch={isLaunch} />
        ) : (
          <Performed request={request} run={run} />
        ))}
      {run === undefined && <AnswerForm request={request} run={run} />}
      <Answers request={request} />
    </Stack>
  )
}

interface RunProps {
  readonly request: EnvironmentRequestView
  readonly run: EnvironmentRunView
}

/** The plan comes first as long as it is not decided. */
function Planned({ request, run, isLaunch }: RunProps & { readonly isLaunch: boolean }) {
  const isWaiting = request.status === 'waiting-for-approval'
  return (
    <>
      <section aria-label="Plan">
        <PlanView run={run} />
      </section>
      {isWaiting && <FailedParts run={run} />}
      <AnswerForm request={request} run={run} isLaunch={isLaunch} />
      <details className={classes.section} open={!isWaiting}>
        <summary>Progress and log</summary>
        <Progress request={request} run={run} />
      </details>
    </>
  )
}

/** What stands for nothing in the plan, because it could not be planned: the rest can still be applied. */
function FailedParts({ run }: { readonly run: EnvironmentRunView }) {
  const failed = run.grains.flatMap(({ name, steps }) => {
    const step = steps.find(({ state }) => state === 'failed')
    return step === undefined ? [] : [{ name, message: step.message ?? 'No reason is known.' }]
  })
  if (failed.length === 0) return null
  const names = joinWords(failed.map(({ name }) => name))
  return (
    <FailureAlert failure={{ message: `${names} could not be planned` }}>
      <Text size="sm">If you go on, only the other parts are applied.</Text>
      {failed.map(({ name, message }) => (
        <pre
          key={name}
          className={classes.message}
          tabIndex={0}
          role="region"
          aria-label={`Why ${name} failed`}
        >
          {shorten(message, 10_000)}
        </pre>
      ))}
    </FailureAlert>
  )
}

/** Then it is what is done that counts. */
function Performed({ request, run }: RunProps) {
  const isDone = request.status === 'done'
  const summary = summarizePlan(run, isDone ? 'past' : 'verb')
  return (
    <div>
      {summary !== undefined && <p className={classes.summary}>{summary}</p>}
      <Progress request={request} run={run} />
      {summary !== undefined && (
        <details className={classes.section}>
          <summary>Plan</summary>
          <div className={classes.plan}>
            <PlanView run={run} heading={false} />
          </div>
        </details>
      )}
    </div>
  )
}

function Progress({ request, run }: RunProps) {
  return (
    <Stack gap="md" my="sm">
      <GrainSteps run={run} />
      <RunLog requestId={request.id} isActive={!isDecided(request)} />
    </Stack>
  )
}

/** Why policies denied it, or want an approval. */
function Reasons({ request: { decisions } }: { readonly request: EnvironmentRequestView }) {
  const reasons = decisions.flatMap(({ verdict, reasons: each }) =>
    verdict === 'allowed' ? [] : each.map((reason) => ({ verdict, ...reason })),
  )
  if (reasons.length === 0) return null
  const isDenied = reasons.some(({ verdict }) => verdict === 'denied')
  return (
    <Alert color={isDenied ? 'red' : 'yellow'} title={isDenied ? 'Denied by policy' : 'Needs approval'}>
      <List size="sm">
        {reasons.map(({ policy, message, link }, index) => (
          <List.Item key={index}>
            {message}{' '}
            <Text component="span" size="xs" c="dimmed">
              ({link === undefined ? policy : <WebLink url={link}>{policy}</WebLink>})
            </Text>
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}

function Answers({ request: { answers, requestedBy } }: { readonly request: EnvironmentRequestView }) {
  if (answers.length === 0) return null
  return (
    <ul className={classes.answers}>
      {answers.map(({ by, at, answer, comment }, index) => (
        <li key={index}>
          {answerWord(answer, by === requestedBy)} by {by} <RelativeTime time={at} />
          {comment !== undefined && <>: {comment}</>}
        </li>
      ))}
    </ul>
  )
}

/** Requesters confirm what they wanted; others approve it. */
function answerWord(answer: 'approve' | 'reject', isOwn: boolean): string {
  if (answer === 'reject') return 'Rejected'
  return isOwn ? 'Confirmed' : 'Approved'
}
